import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { filesOf, roleWorld } from '../../support/role-world.ts';
import { installed, startRedis } from '../../support/servers.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const possible = installed('redis-server', 'redis-cli');
const title = possible ? 'a real Redis' : 'a real Redis (NOT CHECKED: not installed here)';

test.skipIf(!possible)(
  `${title} lets each account do what it needs, and nothing else`,
  { timeout: 20_000 },
  async () => {
    const folder = await temporaryFolder();
    const world = await roleWorld('survey', folder);
    const files = filesOf(world, 'redis@lb');
    const acl = join(folder, 'users.acl');
    writeFileSync(acl, files.get('/etc/redis/users.acl') ?? '');
    const config = join(folder, 'redis.conf');
    const text = files.get('/etc/redis/redis.conf')?.replaceAll('/etc/redis/users.acl', acl) ?? '';
    // No systemd waits for it here, and the folder and the file for its number are another's.
    writeFileSync(config, text.replace(/^(supervised|pidfile|dir) .*/gm, ''));
    await using server = await startRedis(folder, [config]);
    const as = (username: string, password: string) =>
      new Redis({
        host: '127.0.0.1',
        port: server.port,
        username,
        password,
        lazyConnect: true,
        enableReadyCheck: false,
        retryStrategy: () => null,
      });
    const survey = as('survey', world.secrets.pair('survey', 'redis').reveal());
    const probe = as('bancada_probe', world.secrets.secret('redis', 'probe').reveal());
    const nobody = as('default', '');
    for (const client of [survey, probe, nobody]) client.on('error', () => undefined);
    try {
      await expect(survey.set('survey:session:x', '1', 'EX', 60)).resolves.toBe('OK');
      await expect(survey.set('other:x', '1')).rejects.toThrow(/NOPERM/);
      for (const command of ['flushall', 'config get *', 'keys survey:*', 'acl list', 'shutdown']) {
        const [name = '', ...words] = command.split(' ');
        await expect(survey.call(name, ...words), command).rejects.toThrow(/NOPERM/);
      }
      await expect(probe.get('survey:session:x')).resolves.toBe('1');
      await expect(probe.info()).resolves.toContain('redis_version');
      await expect(probe.set('survey:session:x', '2')).rejects.toThrow(/NOPERM/);
      await expect(probe.call('flushall')).rejects.toThrow(/NOPERM/);
      await expect(nobody.get('survey:session:x')).rejects.toThrow();
    } finally {
      for (const client of [survey, probe, nobody]) client.disconnect();
    }
  },
);
