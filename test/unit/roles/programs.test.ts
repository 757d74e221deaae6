import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesOf, roleWorld } from '../../support/role-world.ts';
import { installed } from '../../support/servers.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** What the services of a lab would be given, written below a folder, with paths to it. */
const written = async (lab: string, id: string, edit?: (text: string) => string) => {
  const folder = await temporaryFolder();
  const files = filesOf(await roleWorld(lab, folder, edit), id);
  for (const [path, content] of files) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const at = (path: string) => join(folder, path);
  /** The same file with its paths below the folder. */
  const moved = (path: string, ...roots: readonly string[]) => {
    const text = roots.reduce((content, root) => content.replaceAll(root, at(root)), files.get(path) ?? '');
    writeFileSync(at(path), text);
    return at(path);
  };
  return { folder, at, moved };
};

const check = (program: string, ...words: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    env: { ...process.env, PATH: `/usr/sbin:/sbin:${process.env['PATH'] ?? ''}` },
  });
  return { status, output: stdout + stderr };
};

const needing = (program: string) => ({
  title: installed(program) ? program : `${program} (NOT CHECKED: not installed here)`,
  skip: !installed(program),
});

/** Lets nginx judge the balancer of a lab. @returns the directives of its upstream */
const upstreamOf = async (lab: string, edit?: (text: string) => string) => {
  const { folder, at, moved } = await written(lab, 'web@lb', edit);
  mkdirSync(at('/var/log/nginx'), { recursive: true });
  mkdirSync(at('/run'));
  const config = moved('/etc/nginx/nginx.conf', '/var/log/nginx', '/run/nginx.pid');
  expect(check('nginx', '-t', '-p', folder, '-e', at('/error.log'), '-c', config)).toMatchObject({ status: 0 });
  const [, block = ''] = /^ {2}upstream \w+ \{\n(.*?)^ {2}\}/ms.exec(readFileSync(config, 'utf8')) ?? [];
  return block.split('\n').map((line) => line.trim());
};

const methods = {
  round_robin: [],
  least_conn: ['least_conn;'],
  ip_hash: ['ip_hash;'],
  hash: ['hash $remote_addr consistent;'],
  random_two: ['random two least_conn;'],
};
const balancers = Object.entries(methods).flatMap(([balance, method]) =>
  [true, false].flatMap((weighted) => [0, 16].map((keepalive) => ({ balance, method, weighted, keepalive }))),
);

/** Each configuration is judged by the program that will read it. */
describe('rendered configuration', () => {
  const nginx = needing('nginx');
  test.skipIf(nginx.skip)(`${nginx.title} accepts the balancer of survey`, () => upstreamOf('survey'));
  test.skipIf(nginx.skip).each(balancers)(
    `${nginx.title} accepts $balance, weighted: $weighted, keepalive: $keepalive`,
    async ({ balance, method, weighted, keepalive }) => {
      const params = `balance: ${balance}, keepalive: ${String(keepalive)}${weighted ? ', weights: { app1: 5 }' : ''}`;
      const upstream = await upstreamOf('weights', (text) => text.replace('weights: { app1: 5 }', params));
      // Without it each worker process would count its own turns.
      expect(upstream).toContain('zone survey 64k;');
      const weights = upstream.flatMap((line) => /^server .* weight=(\d+) /.exec(line)?.slice(1) ?? []);
      expect(weights).toEqual([weighted ? '5' : '1', '1', '1']);
      const others = upstream.filter((line) => line !== '' && !/^(#|zone |server )/.test(line));
      expect(others).toEqual([...method, ...(keepalive > 0 ? [`keepalive ${String(keepalive)};`] : [])]);
    },
  );

  test.skipIf(nginx.skip)(`${nginx.title} accepts a balancer whose worker processes share nothing`, async () => {
    const upstream = await upstreamOf('survey', (text) => text.replace('balance:', 'zone: false, balance:'));
    expect(upstream.filter((line) => line.startsWith('zone '))).toEqual([]);
    expect(upstream.filter((line) => line.startsWith('server '))).toHaveLength(2);
  });

  const nft = needing('nft');
  test.skipIf(nft.skip).each(['lb', 'app1', 'db'])(`${nft.title} accepts the firewall of %s`, async (machine) => {
    const { at } = await written('survey', `firewall@${machine}`);
    expect(check('nft', '-c', '-f', at('/etc/bancada/firewall.nft'))).toEqual({ status: 0, output: '' });
  });

  const mariadbd = needing('mariadbd');
  test.skipIf(mariadbd.skip)(`${mariadbd.title} knows every setting`, async () => {
    const { at } = await written('survey', 'mariadb@db');
    const config = at('/etc/mysql/mariadb.conf.d/90-bancada.cnf');
    const { status, output } = check('mariadbd', `--defaults-file=${config}`, '--user=mysql', '--help', '--verbose');
    expect(status).toBe(0);
    expect(output).toMatch(/^bind-address +10\.8\.0\.1$/m);
    expect(output).toMatch(/^innodb-buffer-pool-size +67108864$/m);
  });

  const systemd = needing('systemd-analyze');
  test.skipIf(systemd.skip || !installed('gunicorn'))(`${systemd.title} finds no mistake in the unit`, async () => {
    const { moved } = await written('survey', 'survey@app1');
    const { output } = check(
      'systemd-analyze',
      'verify',
      '--man=no',
      moved('/etc/systemd/system/survey.service', '/opt/survey'),
    );
    expect(output.split('\n').filter((line) => line.includes('survey.service'))).toEqual([]);
  });
});
