import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { Redis as RedisClient } from 'ioredis';
import type { Connection } from 'mysql2/promise';
import { createConnection } from 'mysql2/promise';
import { vi } from 'vitest';
import { account, addresses, ports } from './loopback-lab.ts';
import { run } from './program.ts';

/** A real Redis and a real MariaDB at the loopback lab's addresses, with a read-only account each. */
export interface Stores {
  readonly redis: Redis;
  readonly mariadb: Connection;
  stop(): Promise<void>;
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });

const startRedis = async (folder: string): Promise<ChildProcess> => {
  const acl = `user ${account.user} on >${account.password.reveal()} ~* -@all +get +hello +auth`;
  const lines = [`bind ${addresses.gate}`, `port ${String(ports.cache)}`, 'save ""', `dir ${folder}`, acl];
  await writeFile(join(folder, 'redis.conf'), lines.join('\n'));
  return spawn('redis-server', [join(folder, 'redis.conf')], { stdio: 'ignore' });
};

const startMariadb = async (folder: string): Promise<ChildProcess> => {
  const data = join(folder, 'mariadb');
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  run('mariadb-install-db', '--no-defaults', `--datadir=${data}`, '--skip-test-db', ...user);
  const init = join(folder, 'init.sql');
  const who = `'${account.user}'@'%'`;
  const statements = [
    `create database ${account.database}`,
    `create table ${account.database}.orders (buyer varchar(64))`,
    `create user ${who} identified by '${account.password.reveal()}'`,
    `grant select on ${account.database}.* to ${who}`,
    "create user 'shop'@'%'",
    "grant all on *.* to 'shop'@'%'",
  ];
  await writeFile(init, `${statements.join(';\n')};\n`);
  const where = [`--bind-address=${addresses.back}`, `--port=${String(ports.store)}`, `--socket=${join(folder, 's')}`];
  const small = ['--innodb-buffer-pool-size=8M', '--innodb-log-file-size=4M', '--innodb-flush-log-at-trx-commit=0'];
  const argv = ['--no-defaults', `--datadir=${data}`, ...where, ...small, ...user, `--init-file=${init}`];
  return spawn('mariadbd', argv, { stdio: 'ignore' });
};

export const startStores = async (): Promise<Stores> => {
  const folder = await mkdtemp(join(tmpdir(), 'bancada-stores-'));
  const children = await Promise.all([startRedis(folder), startMariadb(folder)]);
  const redis = new RedisClient({ host: addresses.gate, port: ports.cache, retryStrategy: () => 50 });
  redis.on('error', () => undefined);
  const sql = { host: addresses.back, port: ports.store, user: 'shop', database: account.database };
  const mariadb = await vi.waitFor(() => createConnection(sql), { timeout: 15_000, interval: 100 });
  return {
    redis,
    mariadb,
    stop: async () => {
      redis.disconnect();
      mariadb.destroy();
      await Promise.all(children.map(ended));
      await rm(folder, { recursive: true, force: true });
    },
  };
};
