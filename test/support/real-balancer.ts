import { createServer, request } from 'node:http';
import type { Server as HttpServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PeerSpec, UpstreamSpec } from '../../src/kit/balancing.ts';
import { freePort, startServer } from './servers.ts';
import type { Server } from './servers.ts';

/** A way of balancing to be asked of the real nginx: a location `/<name>` each. */
export interface Case extends UpstreamSpec {
  readonly name: string;
  /** Seconds for which an answer is waited for. */
  readonly readTimeout?: number;
}

const methods: Readonly<Record<UpstreamSpec['method'], string>> = {
  round_robin: '',
  least_conn: 'least_conn;',
  ip_hash: 'ip_hash;',
  hash: 'hash $arg_key;',
  consistent: 'hash $arg_key consistent;',
  random: 'random;',
  random_two: 'random two least_conn;',
};

const serverLine = ({ name, weight, maxFails, failTimeout, backup, down }: PeerSpec): string => {
  const said = (word: string, value: number | undefined) => (value === undefined ? '' : ` ${word}${String(value)}`);
  const timeout = failTimeout === undefined ? '' : ` fail_timeout=${String(failTimeout)}s`;
  const flags = `${backup ? ' backup' : ''}${down ? ' down' : ''}`;
  return `server ${name}${said('weight=', weight)}${said('max_fails=', maxFails)}${timeout}${flags};`;
};

const blocks = (cases: readonly Case[]): string =>
  cases
    .map(({ name, method, peers }) => `upstream ${name} { ${methods[method]} ${peers.map(serverLine).join(' ')} }`)
    .join('\n');

const locations = (cases: readonly Case[]): string =>
  cases
    .map(
      ({ name, nextTries = 0, readTimeout = 60 }) =>
        `location /${name} { proxy_pass http://${name}; proxy_next_upstream_tries ${String(nextTries)}; proxy_read_timeout ${String(readTimeout)}s; }`,
    )
    .join('\n');

const config = (folder: string, port: number, workers: number, cases: readonly Case[]): string => `
worker_processes ${String(workers)};
daemon off;
pid ${folder}/pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  ${blocks(cases)}
  server {
    listen 127.0.0.1:${String(port)};
    add_header X-Asked $upstream_addr always;
    add_header X-Status $upstream_status always;
    add_header X-Worker $pid always;
    ${locations(cases)}
  }
}`;

/** What the real balancer did with one request. */
export interface Seen {
  readonly status: number;
  /** The addresses it asked, in order; the upstream's own name where none was live. */
  readonly asked: readonly string[];
  readonly statuses: readonly string[];
  readonly worker: string;
}

interface Asking {
  readonly from?: string;
  readonly method?: 'GET' | 'POST';
}

const list = (header: string | string[] | undefined): readonly string[] => String(header ?? '').split(', ');

const ask = (port: number, path: string, { from = '127.0.0.1', method = 'GET' }: Asking): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const options = { port, path, method, host: '127.0.0.1', localAddress: from, agent: false };
    const call = request(options, (response) => {
      response.resume().on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          asked: list(response.headers['x-asked']),
          statuses: list(response.headers['x-status']),
          worker: String(response.headers['x-worker']),
        }),
      );
    });
    call.on('error', reject).end();
  });

/** nginx at work, which can be asked. */
export interface Balancer extends Server {
  readonly ask: (path: string, how?: Asking) => Promise<Seen>;
  /** The worker process of that number takes it, counted from 0: the others stand still meanwhile. */
  readonly askWorker: (worker: number, path: string) => Promise<Seen>;
}

/** Debian's nginx on loopback, which balances as the cases say. */
export const startBalancer = async (cases: readonly Case[], workers = 1): Promise<Balancer> => {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'bancada-balancer-'));
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, config(folder, port, workers, cases));
  let isUp = false;
  const answers = () => {
    // It is asked in the background, for the one who waits is not.
    void ask(port, '/', {}).then(
      () => (isUp = true),
      () => undefined,
    );
    return isUp;
  };
  const server = await startServer(['nginx', '-c', file, '-p', folder], { log: join(folder, 'nginx.log'), answers });
  const stop = async () => {
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  };
  const askWorker = async (worker: number, path: string): Promise<Seen> => {
    const others = childrenOf(server.process.pid!).filter((_, at) => at !== worker);
    for (const pid of others) await halt(pid);
    try {
      return await ask(port, path, {});
    } finally {
      for (const pid of others) process.kill(pid, 'SIGCONT');
    }
  };
  return {
    ...server,
    [Symbol.asyncDispose]: stop,
    ask: (path, how = {}) => ask(port, path, how),
    askWorker,
  };
};

const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number);

/** Comes back when it really stands still. */
const halt = async (pid: number): Promise<void> => {
  process.kill(pid, 'SIGSTOP');
  while (!/\) T /.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8')))
    await new Promise((resolve) => setTimeout(resolve, 1));
};

/** A backend on loopback that can be gone and come back at the same port. */
class Backend implements AsyncDisposable {
  readonly name: string;
  readonly #port: number;
  #server: HttpServer | undefined;
  #held: (() => void)[] = [];
  /** Requests that wait for `letGo`. */
  #onHeld: () => void = () => undefined;

  constructor(port: number) {
    this.#port = port;
    this.name = `127.0.0.1:${String(port)}`;
  }

  get isUp(): boolean {
    return this.#server !== undefined;
  }

  /** Calls back at each request that waits. */
  onHeld(listener: () => void): void {
    this.#onHeld = listener;
  }

  /** Answers all that wait. */
  letGo(): void {
    for (const answer of this.#held.splice(0)) answer();
  }

  async rise(): Promise<void> {
    const server = createServer((incoming, outgoing) => {
      const [hold, by = this.name] = /[?&]hold(?:=([^&]+))?/.exec(incoming.url ?? '') ?? [];
      if (hold === undefined || by !== this.name) {
        outgoing.end('here');
        return;
      }
      this.#held.push(() => outgoing.end('held'));
      this.#onHeld();
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
  }

  async fall(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.fall();
  }
}

/** A server of an upstream; its name is that of the backend at its place. */
export type PeerOfTest = Omit<PeerSpec, 'name'>;

interface Backends extends AsyncDisposable {
  readonly all: readonly Backend[];
  readonly peers: (specs: readonly PeerOfTest[]) => readonly PeerSpec[];
  /** Those at these places are down from now on, and the others up. */
  readonly set: (down: readonly number[]) => Promise<void>;
  readonly areUp: (name: string) => boolean;
}

/** So many of them, all up. */
export const startBackends = async (count: number): Promise<Backends> => {
  const all: Backend[] = [];
  while (all.length < count) all.push(new Backend(await freePort()));
  await Promise.all(all.map((backend) => backend.rise()));
  return {
    all,
    peers: (specs) => specs.map((spec, at) => ({ ...spec, name: all[at]?.name ?? '' })),
    async set(down) {
      for (const [at, backend] of all.entries())
        if (backend.isUp === down.includes(at)) await (backend.isUp ? backend.fall() : backend.rise());
    },
    areUp: (name) => all.some((backend) => backend.name === name && backend.isUp),
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map((backend) => backend.fall()));
    },
  };
};

export const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The balancer's second must not change between its choice and the model's. */
export const awayFromTheTick = async (): Promise<void> => {
  const into = Date.now() % 1000;
  if (into > 900) await wait(1010 - into);
};

/** A request, for people. */
export const line = ({ asked, statuses }: Pick<Seen, 'asked' | 'statuses'>, round: number): string =>
  `${String(round)}: ${asked.map((name, at) => `${name} ${statuses[at] ?? ''}`).join(', ')}`;
