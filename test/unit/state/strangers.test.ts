import { mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { systemClock } from '../../../src/ports/clock.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { withLock } from '../../../src/state/lock.ts';
import { labFolder } from '../../../src/state/lab.ts';
import { createLab, openLab, saveBlueprint } from '../../../src/state/record.ts';
import { forgetLab } from '../../../src/state/registry.ts';
import type { Bench } from '../../../src/verbs/bench.ts';
import { compileLab } from '../../../src/verbs/compiled.ts';
import { destroy } from '../../../src/verbs/destroy.ts';
import { down } from '../../../src/verbs/down.ts';
import { list } from '../../../src/verbs/list.ts';
import { plan } from '../../../src/verbs/plan.ts';
import { workOn, writeSshConfig } from '../../../src/verbs/opened.ts';
import { hostileText } from '../../support/hostile-text.ts';
import { nearlyRight } from '../../support/nearly-right.ts';
import { counted, exhaustive, rotatingSeed } from '../../support/seed.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/*
 * A project from a stranger lies among the user's own files. Whatever its topology says and whatever its folder came with,
 * what is written for a lab of it is in `.bancada/<lab>/` and in the user's registry, and nothing else is changed or removed.
 */

const ports = { clock: systemClock, random: secureRandom };
const precious = 'written by nobody but the user\n';

let home: string;
let project: string;
let bench: Bench;

/** What lies above, beside and in the project, but for what is the tool's own. */
const others = async (): Promise<Readonly<Record<string, string>>> => {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const told = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) return [path, `-> ${await readlink(path)}`] as const;
    return [path, entry.isFile() ? await readFile(path, 'utf8') : 'folder'] as const;
  });
  const own = [join(project, '.bancada'), join(home, 'registry')];
  const isOwn = (path: string): boolean => own.some((place) => path === place || path.startsWith(`${place}/`));
  return Object.fromEntries((await Promise.all(told)).filter(([path]) => !isOwn(path)).toSorted());
};

const put = async (...path: readonly string[]): Promise<void> => {
  await mkdir(dirname(join(home, ...path)), { recursive: true });
  await writeFile(join(home, ...path), precious);
};

beforeEach(async () => {
  home = await temporaryFolder();
  project = join(home, 'work', 'project');
  vi.stubEnv('XDG_STATE_HOME', join(home, 'registry'));
  const stage = { emit: () => undefined, consent: async () => true, signal: new AbortController().signal };
  bench = { project, directory: project, stage };
  for (const path of ['.bashrc', 'lab/notes', 'lab/lab.json', 'work/lab.json', 'work/other/topology/lab.yaml'])
    await put(path);
  for (const path of ['README.md', 'secrets/mine', 'lab', 'lock', 'blueprint.json']) await put('work/project', path);
  await mkdir(join(project, 'topology'));
});

/** Ends well or in words of ours. */
const inWords = async (work: Promise<unknown>): Promise<void> => {
  await work.catch((error: unknown) => {
    if (!(error instanceof LabError) || error.fault === 'bug') throw error;
  });
};

/** All that is written about a lab before any of its machines is made, and then what removes it. */
const begunAndGone = async (): Promise<void> => {
  const { blueprint, topology, roles } = await compileLab({ lab: 'lab' }, bench);
  const asked = { project, name: blueprint.name, topology: topology.file, target: 'local', options: {} };
  const lab = await withLock(labFolder(project, blueprint.name), 'up', ports, async () => {
    const begun = await createLab({ ...asked, sites: { here: 'local', cloud: 'local' } }, ports);
    await saveBlueprint(begun.identity, blueprint);
    await writeSshConfig(await workOn(begun, blueprint, { keep: true }));
    return begun;
  });
  expect(roles.length).toBeGreaterThan(3);
  const kept = await readdir(lab.identity.folder);
  expect(kept).toEqual(expect.arrayContaining(['blueprint.json', 'lab.json', 'secrets', 'ssh_config']));
  await forgetLab(lab.identity);
};

const harmless = 'bancada: 1\nname: lab\nnetworks: { lan: {} }\nmachines: { one: { networks: { lan: auto } } }\n';

/** Many a file has a name where it is harmful most: as its lab's. */
const strangersFile = fc
  .tuple(nearlyRight, fc.oneof({ weight: 3, arbitrary: fc.constant('lab') }, hostileText, fc.constant('../../lab')))
  .map(([text, name]) => text.replace(/^name: lab$/m, () => `name: ${JSON.stringify(name)}`));

test('whatever a topology says, nothing above, beside or in its project is touched', async () => {
  const seed = rotatingSeed();
  const files = [harmless, ...fc.sample(strangersFile, { seed, numRuns: exhaustive ? 2000 : 40 })];
  let begun = 0;
  for (const text of files) {
    await writeFile(join(project, 'topology', 'lab.yaml'), text.toWellFormed());
    const before = await others();
    await inWords(list(bench));
    await inWords(plan({ lab: 'lab' }, bench));
    await inWords(begunAndGone().then(() => void (begun += 1)));
    expect(await others()).toEqual(before);
  }
  counted({ what: 'strangers’ projects among the user’s files', count: files.length, failed: 0, seed });
  expect(begun).toBeGreaterThan(0);
}, 900_000);

describe('a project that came with links in the places of the lab', () => {
  const links: readonly (readonly [string, string])[] = [
    ['.bancada', '../..'],
    ['.bancada/lab', '../../../lab'],
    ['.bancada/lab/lab.json', '../../../../.bashrc'],
    ['.bancada/lab/lock', '../../../../lab'],
    ['.bancada/lab/secrets', '../../../../lab'],
    ['.bancada/lab/secrets/ssh', '../../../../../lab'],
  ];

  test.each(links)('%s, which leads to %s, is told, and nothing is written or removed there', async (link, target) => {
    await writeFile(join(project, 'topology', 'lab.yaml'), harmless);
    await mkdir(dirname(join(project, link)), { recursive: true });
    await symlink(target, join(project, link));
    const before = await others();
    const told = expect.objectContaining({
      code: 'state-linked',
      message: expect.stringContaining(link) as string,
    }) as Error;
    await expect(begunAndGone()).rejects.toThrow(told);
    await expect(openLab(project, 'lab')).rejects.toThrow(told);
    for (const verb of [down, destroy]) await inWords(verb({ lab: 'lab', yes: true }, bench));
    expect(await others()).toEqual(before);
    expect(await readlink(join(project, link))).toBe(target);
  });
});
