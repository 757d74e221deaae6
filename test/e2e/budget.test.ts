import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LabEvent } from '../../src/model/event.ts';
import { packageRoot } from '../../src/ports/files.ts';
import { places } from '../../src/providers/local/places.ts';
import type { PlanResult } from '../../src/verbs/results.ts';
import { rootWorld } from '../support/root-world.ts';
import { smallProject } from '../support/small-project.ts';
import { temporaryFolder } from '../support/temporary.ts';

const vast = `
networks: { lan: {} }
machines:
  one: { size: { name: plain, memory: 900GiB }, networks: { lan: auto } }
`;
const memory = 'all machines may take 900 GiB of memory';
const bancada = join(packageRoot(), 'bancada');

test('what is beyond this computer is told by plan, of local machines as of VMs, and by up', async () => {
  const project = await smallProject('vast', vast);
  for (const target of ['local', 'vms']) {
    const { foresight } = (await project.bancada('plan', '--on', target, '--json')).json<PlanResult>();
    expect(foresight, target).toEqual([expect.stringContaining(memory)]);
  }
  const up = await project.bancada('up', '--no-check', '--json');
  expect(up.code, up.stdout + up.stderr).toBe(0);
  const notices = up.lines<LabEvent>().filter((event) => event.type === 'notice');
  expect(notices).toContainEqual({
    type: 'notice',
    code: 'beyond-computer',
    what: expect.stringContaining(memory) as string,
  });
});

test('the disk that counts is the one on which local machines lie, also before there are any', async () => {
  await using world = await rootWorld(64);
  const project = await temporaryFolder();
  await mkdir(join(project, 'topology'));
  await writeFile(join(project, 'topology', 'small.yaml'), 'bancada: 1\nname: small\nmachines: { one: {} }\n');
  const shell = (script: string): Promise<string> =>
    world.run('env', 'BANCADA_LANG=en', 'sh', '-c', script, project, bancada);
  const told = async (): Promise<readonly string[]> => {
    const { findings } = JSON.parse(await shell('cd "$0"; "$1" doctor small --json || true')) as {
      readonly findings: readonly { readonly code: string; readonly what: string }[];
    };
    return findings.filter(({ code }) => ['disk', 'budget'].includes(code)).map(({ what }) => what);
  };
  const [free, budget] = await told();
  expect(free).toMatch(/\b6[34] MiB\b/);
  expect(budget).toContain('4 GiB, and 0.1 GiB of disk');
  await shell(`mkdir ${places.state}; mount -t tmpfs -o size=7m none ${places.state}`);
  const [freeNow, budgetNow] = await told();
  expect(freeNow).toMatch(/\b7 MiB\b/);
  expect(budgetNow).toContain('4 GiB, and 0 GiB of disk');
});
