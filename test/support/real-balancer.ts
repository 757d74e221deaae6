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
      ({ name, nextTries = 0 }) =>
        `location /${name} { proxy_pass http://${name}; proxy_next_upstream_tries ${String(nextTries)}; }`,
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

const list = (header: string | string[] | undefined): readonly string[] => String(header ?? '').split(', ');

const ask = (port: number, path: string, from: string): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const call = request({ port, path, host: '127.0.0.1', localAddress: from, agent: false }, (response) => {
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

interface Balancer extends Server {
  readonly ask: (path: string, from?: string) => Promise<Seen>;
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
    void ask(port, '/', '127.0.0.1').then(
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
      return await ask(port, path, '127.0.0.1');
    } finally {
      for (const pid of others) process.kill(pid, 'SIGCONT');
    }
  };
  return {
    ...server,
    [Symbol.asyncDispose]: stop,
    ask: (path, from = '127.0.0.1') => ask(port, path, from),
    askWorker,
  };
};

const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim().split(' ').map(Number);

/** Comes back when it really stands still. */
const halt = async (pid: number): Promise<void> => {
  process.kill(pid, 'SIGSTOP');
  while (!/\) T /.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8')))
    await new Promise((resolve) => setTimeout(resolve, 1));
};

/** A backend on loopback that can be gone and come back at the same port. */
export class Backend implements AsyncDisposable {
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
      if (!incoming.url?.includes('hold')) {
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
