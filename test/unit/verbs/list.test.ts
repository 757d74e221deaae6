import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/ports/clock.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { listLines } from '../../../src/report/list.ts';
import { plain } from '../../../src/report/line.ts';
import { createLab } from '../../../src/state/record.ts';
import { trust } from '../../../src/state/trust.ts';
import { destroy } from '../../../src/verbs/destroy.ts';
import { list } from '../../../src/verbs/list.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const topology = (name: string, machines: string): string => `bancada: 1\nname: ${name}\ntitle: A try\n${machines}`;

test('a lab whose state cannot be read and a topology with mistakes say so, each in its own row', async () => {
  const project = await temporaryFolder();
  vi.stubEnv('XDG_STATE_HOME', join(project, 'state'));
  await mkdir(join(project, 'topology'));
  const put = (name: string, machines: string): Promise<void> =>
    writeFile(join(project, 'topology', `${name}.yaml`), topology(name, machines));
  await put('good', 'networks: { lan: {} }\nmachines: { one: { networks: { lan: auto } } }\n');
  await put('wrong', 'machines: { one: { nets: {} } }\n');
  const lab = await createLab(
    {
      project,
      name: 'good',
      topology: join(project, 'topology/good.yaml'),
      target: 'local',
      sites: { here: 'local' },
      options: {},
    },
    { clock: systemClock, random: secureRandom },
  );
  await writeFile(join(lab.identity.folder, 'blueprint.json'), '{"version":1,');
  const stage = { emit: () => undefined, consent: async () => false, signal: new AbortController().signal };
  const labs = await list({ project, directory: project, stage });
  expect(labs).toMatchObject([
    { name: 'good', state: 'unknown', why: { en: expect.stringContaining('blueprint.json') as string } },
    { name: 'wrong', state: 'absent', mistakes: 1 },
  ]);
  const shown = listLines(labs, { language: 'en', width: 80, verbose: false }).map(plain);
  expect(shown[1]).toMatch(/^good +unknown +local +1 +A try {2}.*blueprint\.json/);
  expect(shown[2]).toMatch(/^wrong +not up +0 +(A try {2})?1 mistake: bancada validate shows it$/);
});

test('a lab of another project is told with its place, and is not what destroy means by its name', async () => {
  const [project, other] = [await temporaryFolder(), await temporaryFolder()];
  vi.stubEnv('XDG_STATE_HOME', join(project, 'state'));
  await mkdir(join(project, 'topology'));
  const begin = {
    name: 'good',
    topology: 'gone.yaml',
    target: 'local',
    sites: { here: 'local' as const },
    options: {},
  };
  const { identity } = await createLab({ project: other, ...begin }, { clock: systemClock, random: secureRandom });
  const stage = { emit: () => undefined, consent: async () => true, signal: new AbortController().signal };
  const bench = { project, directory: project, stage };
  const labs = await list(bench);
  expect(labs).toMatchObject([{ name: 'good', id: identity.id, project: other }]);
  expect(listLines(labs, { language: 'en', width: 80, verbose: false }).map(plain)[1]).toContain(`(in ${other})`);
  await writeFile(join(project, 'topology', 'good.yaml'), topology('good', 'machines: { one: {} }\n'));
  await expect(destroy({ lab: 'good', yes: true }, bench)).rejects.toMatchObject({ code: 'lab-not-up' });
  expect(await list(bench)).toHaveLength(2);
});

test('a role that cannot be read, or that fails, is the mistake of the topologies that name it, and of no other', async () => {
  const project = await temporaryFolder();
  vi.stubEnv('XDG_STATE_HOME', join(project, 'state'));
  await mkdir(join(project, 'topology'));
  const roles = {
    broken: 'throw new Error();',
    failing: 'export const role = () => ({ offers: () => { throw new Error(); } });',
  };
  for (const [name, content] of Object.entries(roles)) {
    await mkdir(join(project, 'roles', name), { recursive: true });
    await writeFile(join(project, 'roles', name, 'role.mjs'), content);
    const machines = `networks: { lan: {} }\nmachines: { one: { networks: { lan: auto }, services: { ${name}: {} } } }\n`;
    await writeFile(join(project, 'topology', `${name}.yaml`), topology(name, machines));
  }
  await writeFile(join(project, 'topology', 'good.yaml'), topology('good', 'machines: { one: {} }\n'));
  const stage = { emit: () => undefined, consent: async () => false, signal: new AbortController().signal };
  const bench = { project, directory: project, stage };
  const mistakes = async () => (await list(bench)).map(({ name, mistakes: count = 0 }) => [name, count]);
  expect(await mistakes()).toEqual([
    ['broken', 1],
    ['failing', 1],
    ['good', 0],
  ]);
  await trust(project);
  expect(await mistakes()).toEqual([
    ['broken', 1],
    ['failing', 1],
    ['good', 0],
  ]);
  for (const lab of ['broken', 'failing', 'good'])
    await expect(destroy({ lab, yes: true }, bench)).rejects.toMatchObject({ code: 'lab-not-up' });
});
