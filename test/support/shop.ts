import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Journey } from '../../src/kit/role.ts';
import { addresses, ports } from './loopback-lab.ts';
import type { Stores } from './real-stores.ts';

/** What may be wrong with the shop. */
export interface ShopFaults {
  /** Sessions are kept by each instance for itself. */
  readonly forgetsSessions?: boolean;
  /** Answers are not kept. */
  readonly losesOrders?: boolean;
  /** Deleting the account leaves the order. */
  readonly leavesOrders?: boolean;
  /** Which instance the balancer takes for its n-th request; turn by turn if not said. */
  readonly choose?: (request: number) => number;
}

/** A small real shop behind a small real balancer, on the loopback lab's addresses. */
export interface Shop {
  /** What is wrong with it from now on. */
  suffer(faults: ShopFaults): void;
  close(): Promise<void>;
}

export const journey: Journey = {
  title: { en: 'a buyer orders', pt: 'uma compradora pede' },
  steps: [
    { step: 'get', path: '/', status: 200, contains: 'Welcome' },
    { step: 'post', path: '/order', form: { token: '{token}', buyer: '{random}' }, status: 303 },
    { step: 'other-instance', path: '/whoami', field: 'machine', contains: '{random}' },
    { step: 'sql', need: 'database', query: 'select * from orders where buyer = ?', values: ['{random}'] },
    { step: 'redis', need: 'sessions', command: ['get', 'session:{cookie}'], cookie: 'sid' },
  ],
  cleanup: [{ step: 'post', path: '/leave', form: { token: '{token}' }, status: 303 }],
  again: [
    { step: 'get', path: '/', status: 200 },
    { step: 'post', path: '/return', form: { token: '{token}', buyer: '{random}' }, status: 303 },
  ],
};

const listen = (server: Server, port: number, host: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

export const openShop = async (stores?: Stores): Promise<Shop> => {
  let faults: ShopFaults = {};
  const instances = (['app1', 'app2'] as const).map((name) => ({ name, answer: instance(name, () => faults, stores) }));
  let requests = 0;
  const front = createServer((request, response) => {
    const chosen = faults.choose?.(requests) ?? requests % instances.length;
    requests++;
    void instances[chosen]?.answer(request, response);
  });
  const servers = await Promise.all([
    listen(front, ports.front, addresses.gate),
    ...instances.map(({ name, answer }) =>
      listen(
        createServer((request, response) => void answer(request, response)),
        ports.shop,
        addresses[name],
      ),
    ),
  ]);
  return {
    suffer: (wanted) => void (faults = wanted),
    close: async () => {
      await Promise.all(servers.map(close));
    },
  };
};

const instance = (name: string, faults: () => ShopFaults, stores: Stores | undefined) => {
  const remembered = new Map<string, string>();
  const keep = async (sid: string, buyer: string): Promise<void> => {
    remembered.set(sid, buyer);
    if (!faults().forgetsSessions) await stores?.redis.set(`session:${sid}`, buyer);
  };
  const recall = async (sid: string): Promise<string | undefined> =>
    faults().forgetsSessions ? remembered.get(sid) : ((await stores?.redis.get(`session:${sid}`)) ?? undefined);

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sid = /sid=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const form = new URLSearchParams((await buffer(request)).toString());
    const buyer = sid === '' ? undefined : await recall(sid);
    const route = `${request.method ?? ''} ${request.url ?? ''}`;
    if (route === 'GET /') response.end('Welcome<input type="hidden" name="token" value="t0k3n">');
    else if (route === 'GET /whoami') response.end(JSON.stringify({ machine: name, buyer }));
    else if (request.method === 'GET') response.writeHead(404).end();
    else if (form.get('token') !== 't0k3n') response.writeHead(403).end();
    else if (route === 'POST /order') {
      const [id, who] = [String(Math.random()).slice(2), form.get('buyer') ?? ''];
      await keep(id, who);
      if (!faults().losesOrders) await stores?.mariadb.query('insert into orders values (?)', [who]);
      response.writeHead(303, { 'set-cookie': `sid=${id}; Path=/; HttpOnly`, location: '/' }).end();
    } else if (route === 'POST /return') {
      const [id, who] = [String(Math.random()).slice(2), form.get('buyer') ?? ''];
      const [orders] = (await stores?.mariadb.query('select * from orders where buyer = ?', [who])) ?? [[]];
      if (!Array.isArray(orders) || orders.length === 0) {
        response.writeHead(401).end();
        return;
      }
      await keep(id, who);
      response.writeHead(303, { 'set-cookie': `sid=${id}; Path=/; HttpOnly`, location: '/' }).end();
    } else if (route === 'POST /leave') {
      if (!faults().leavesOrders) await stores?.mariadb.query('delete from orders where buyer = ?', [buyer ?? '']);
      await stores?.redis.del(`session:${sid}`);
      response.writeHead(303, { 'set-cookie': 'sid=; Max-Age=0', location: '/' }).end();
    } else response.writeHead(404).end();
  };
};
