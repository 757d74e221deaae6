import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Whether all these programs can be run; tests that need others are skipped, and their names say so. */
export const installed = (...programs: readonly string[]): boolean =>
  programs.every((program) => spawnSync('which', [program], { env: environment }).status === 0);

// Daemons live in sbin, which not everybody's path has.
const environment = { ...process.env, PATH: `/usr/bin:/usr/sbin:/sbin:${process.env['PATH'] ?? ''}` };

/** A port that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** A real server that the test started: it can be halted, woken and is gone afterwards. */
export interface Server extends AsyncDisposable {
  readonly process: ChildProcess;
  /** What it prints goes here. */
  readonly log: string;
}

/** Starts a program and waits until it answers. @throws if it ends before that, or does not answer in 20 s */
export const startServer = async (
  argv: readonly string[],
  options: {
    readonly log: string;
    readonly answers: () => boolean;
    readonly env?: NodeJS.ProcessEnv;
    readonly cwd?: string;
  },
): Promise<Server> => {
  const [program = '', ...words] = argv;
  const output = openSync(options.log, 'a');
  const child = spawn(program, words, {
    stdio: ['ignore', output, output],
    env: { ...environment, ...options.env },
    ...(options.cwd !== undefined && { cwd: options.cwd }),
  });
  // A test that fails while it starts others has nobody to stop this one.
  process.once('exit', () => child.kill('SIGKILL'));
  for (let tries = 0; !options.answers(); tries += 1) {
    if (child.exitCode !== null || tries === 200) {
      await stopped(child);
      throw new Error(`${program} does not answer; see ${options.log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { process: child, log: options.log, [Symbol.asyncDispose]: () => stopped(child) };
};

const stopped = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => resolve());
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 5000).unref();
  });

/** A MariaDB of its own, with its client's way in. */
export interface Mariadb extends Server {
  readonly port: number;
  /** What makes the `mariadb` client find it. */
  readonly env: NodeJS.ProcessEnv;
}

/** Starts MariaDB on a fresh folder, as root's own by unix socket and on a loopback port. */
export const startMariadb = async (folder: string, extra: readonly string[] = []): Promise<Mariadb> => {
  const [data, socket, port] = [join(folder, 'data'), join(folder, 'mariadb.sock'), await freePort()];
  mkdirSync(data);
  const who = process.getuid?.() === 0 ? ['--user=nobody'] : [];
  if (who.length > 0) {
    // MariaDB steps down from root, to somebody whom every computer knows, and must still find its folder.
    chmodSync(folder, 0o777);
    spawnSync('chown', ['nobody', data]);
  }
  const common = ['--no-defaults', `--datadir=${data}`, ...who];
  const install = spawnSync('mariadb-install-db', [...common, '--auth-root-authentication-method=socket'], {
    env: environment,
    encoding: 'utf8',
  });
  if (install.status !== 0) throw new Error(install.stdout + install.stderr);
  // Debian's own settings name another socket; those of the user come last.
  writeFileSync(join(folder, '.my.cnf'), `[client]\nsocket = ${socket}\n`);
  const env = { ...environment, HOME: folder };
  const listen = [`--socket=${socket}`, '--bind-address=127.0.0.1', `--port=${String(port)}`];
  const server = await startServer(['mariadbd', ...common, ...listen, '--innodb-flush-log-at-trx-commit=0', ...extra], {
    log: join(folder, 'mariadb.log'),
    answers: () => existsSync(socket) && spawnSync('mariadb', ['-e', 'select 1'], { env }).status === 0,
  });
  return { ...server, port, env };
};

/** Starts Redis on a loopback port with a configuration, in which later lines win. */
export const startRedis = async (
  folder: string,
  config: readonly string[] = [],
): Promise<Server & { readonly port: number }> => {
  const port = await freePort();
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--daemonize', 'no'];
  const log = join(folder, 'redis.log');
  const answers = () => spawnSync('redis-cli', ['-p', String(port), 'ping'], { env: environment }).status === 0;
  const server = await startServer(['redis-server', ...config, ...words], { log, answers });
  return { ...server, port };
};
