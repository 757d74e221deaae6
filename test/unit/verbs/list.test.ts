import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/ports/clock.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { listLines } from '../../../src/report/list.ts';
import { plain } from '../../../src/report/line.ts';
import { createLab } from '../../../src/state/record.ts';
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
  expect(shown[2]).toMatch(/^wrong +not there +0 +(A try {2})?1 mistake: bancada validate shows it$/);
});
