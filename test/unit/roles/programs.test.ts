import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesOf, roleWorld } from '../../support/role-world.ts';
import { installed } from '../../support/servers.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** What the services of a lab would be given, written below a folder, with paths to it. */
const written = async (lab: string, id: string) => {
  const folder = await temporaryFolder();
  const files = filesOf(await roleWorld(lab, folder), id);
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

/** Each configuration is judged by the program that will read it. */
describe('rendered configuration', () => {
  const nginx = needing('nginx');
  test.skipIf(nginx.skip).each(['survey', 'weights'])(`${nginx.title} accepts the balancer of %s`, async (lab) => {
    const { folder, at, moved } = await written(lab, 'web@lb');
    mkdirSync(at('/var/log/nginx'), { recursive: true });
    mkdirSync(at('/run'));
    const config = moved('/etc/nginx/nginx.conf', '/var/log/nginx', '/run/nginx.pid');
    expect(check('nginx', '-t', '-p', folder, '-e', at('/error.log'), '-c', config)).toMatchObject({ status: 0 });
  });

  const nft = needing('nft');
  test.skipIf(nft.skip).each(['lb', 'app1', 'db'])(`${nft.title} accepts the firewall of %s`, async (machine) => {
    const { at } = await written('survey', `firewall@${machine}`);
    expect(check('nft', '-c', '-f', at('/etc/bancada/firewall.next.nft'))).toEqual({ status: 0, output: '' });
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
