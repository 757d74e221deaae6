import { spawnSync } from 'node:child_process';
import { chmod, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../src/ports/files.ts';
import { run } from '../../support/program.ts';
import { installed } from '../../support/servers.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/**
 * A copy that everybody may read, for a user who owns nothing, without a network and with no program to find. Node itself
 * refuses to start a process, to start a thread and to write a file.
 */
const nobody = async () => {
  run(join(packageRoot(), 'bancada'), '--prepare-only');
  const folder = await temporaryFolder();
  await chmod(folder, 0o755);
  for (const part of ['dist', 'topology', 'package.json'])
    await cp(join(packageRoot(), part), join(folder, part), { recursive: true, mode: 0 });
  run('chmod', '-R', 'a+rX', folder);
  const refusing = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  const through = ['--net', '--', 'setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
  return (...words: readonly string[]) => {
    const node = ['env', '--ignore-environment', 'PATH=/nonexistent', process.execPath, refusing];
    const argv = [...through, ...node, '--allow-fs-read=*', ...words];
    return spawnSync('unshare', argv, { cwd: folder, encoding: 'utf8' });
  };
};

const mayStart = () =>
  spawnSync('setpriv', ['--reuid', '65534', '--clear-groups', process.execPath, '--version']).status === 0;
const possible = installed('unshare', 'setpriv') && process.getuid?.() === 0 && mayStart();
const title = 'needs no root and no network, starts no process and writes nothing';

test.skipIf(!possible)(
  possible ? title : `${title} (NOT CHECKED: only root can become nobody, who has to be allowed to start this Node)`,
  async () => {
    const start = await nobody();
    const { status, stdout, stderr } = start('dist/bancada.js', 'sim', 'survey', '--for', '30s', '--lang', 'en');
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^answers a second +\d/m);
    expect(stdout).toContain('bottleneck: ');
    // They are refused indeed.
    const program = `require('node:child_process').spawnSync(process.execPath)`;
    expect(start('--eval', program).stderr).toContain('ERR_ACCESS_DENIED');
    expect(start('dist/bancada.js', 'sim', 'survey', '--for', '1s', '-o', 'page.html').status).not.toBe(0);
  },
);
