import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import type { Blueprint } from '../../../src/model/blueprint.ts';
import { systemClock } from '../../../src/ports/clock.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { noteCreations, readLedger } from '../../../src/state/ledger.ts';
import { labFolder } from '../../../src/state/lab.ts';
import type { Lab } from '../../../src/state/lab.ts';
import { createLab, forgetBeginning, loadBlueprint, openLab, saveBlueprint } from '../../../src/state/record.ts';
import { withLock } from '../../../src/state/lock.ts';
import { findLabs, forgetLab } from '../../../src/state/registry.ts';
import { temporaryFolder } from '../../support/temporary.ts';

let project: string;
beforeEach(async () => {
  project = await temporaryFolder();
  vi.stubEnv('XDG_STATE_HOME', join(project, 'state'));
  return () => vi.unstubAllEnvs();
});

const begin = (name = 'survey'): Promise<Lab> =>
  createLab(
    {
      project,
      name,
      topology: join(project, 'topology', `${name}.yaml`),
      target: 'real',
      sites: { here: 'vagrant', cloud: 'ec2' },
      options: { region: 'sa-east-1', maxHours: 4 },
    },
    { clock: systemClock, random: secureRandom },
  );

test('a lab that was begun is opened as it was, by its owner only', async () => {
  const lab = await begin();
  expect(lab.identity.id).toMatch(/^[a-z0-9]{8}$/);
  expect(await openLab(project, 'survey')).toEqual(lab);
  expect(await openLab(project, 'other')).toBeUndefined();
  expect((await stat(lab.identity.folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(lab.identity.folder, 'lab.json'))).mode & 0o777).toBe(0o600);
});

test('labs are found without their folder, and forgotten with it', async () => {
  const [survey, other] = [await begin(), await begin('other')];
  await rm(survey.identity.folder, { recursive: true });
  const byId = [survey, other].sort((a, b) => (a.identity.id < b.identity.id ? -1 : 1));
  expect(await findLabs()).toEqual(byId);
  await forgetLab(survey.identity);
  expect(await findLabs()).toEqual([other]);
  await forgetLab(other.identity);
  await expect(stat(other.identity.folder)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('what was cut off while it was written goes with its lab, or where there is none yet', async () => {
  const lab = await begin();
  const registry = join(project, 'state', 'bancada', 'labs');
  await writeFile(join(registry, `${lab.identity.id}.json.123`), '{');
  await forgetLab(lab.identity);
  expect(await readdir(registry)).toEqual([]);
  const folder = labFolder(project, 'survey');
  await mkdir(join(folder, 'lock'), { recursive: true });
  await writeFile(join(folder, 'lab.json.123'), '{');
  await withLock(folder, 'up', { clock: systemClock, random: secureRandom }, () => forgetBeginning(project, 'survey'));
  expect(await readdir(folder)).toEqual(['lab.json.123', 'lock']);
  await writeFile(join(folder, 'vms.json'), '{}');
  await forgetBeginning(project, 'survey');
  expect(await readdir(folder)).toContain('vms.json');
  await rm(join(folder, 'vms.json'));
  await forgetBeginning(project, 'survey');
  await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a copy of a lab’s folder is refused, a folder that was moved is not', async () => {
  const lab = await begin();
  const copy = await temporaryFolder();
  await cp(lab.identity.folder, labFolder(copy, 'survey'), { recursive: true });
  await expect(openLab(copy, 'survey')).rejects.toMatchObject({ code: 'state-copied' });
  expect(await openLab(project, 'survey')).toEqual(lab);
  await rm(lab.identity.folder, { recursive: true });
  expect((await openLab(copy, 'survey'))?.identity).toEqual({ ...lab.identity, folder: labFolder(copy, 'survey') });
});

test('an unreadable registry entry hides no other lab', async () => {
  const lab = await begin();
  await writeFile(join(project, 'state/bancada/labs/zzzzzzzz.json'), '{"version":1,');
  expect(await findLabs()).toEqual([lab]);
});

const valid = { version: 1, id: 'abcd1234', name: 'survey', topology: 't', target: 'local', createdAt: '2026-01-01' };

test.each([
  ['truncated', '{"version":1,"id":"ab', 'state-damaged'],
  ['empty', '', 'state-damaged'],
  ['not an object', '[]', 'state-damaged'],
  ['of something else', '{"name":"survey"}', 'state-damaged'],
  [
    'with an id that could not be ours',
    JSON.stringify({ ...valid, id: '../..', owner: { uid: 0, name: 'root' } }),
    'state-damaged',
  ],
  ['of a newer version', JSON.stringify({ ...valid, version: 2 }), 'state-newer'],
  ['of another user', JSON.stringify({ ...valid, owner: { uid: 54_321, name: 'ana' } }), 'state-foreign'],
])('a lab.json that is %s says what to do', async (_, text, code) => {
  const path = join(labFolder(project, 'survey'), 'lab.json');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  const error: unknown = await openLab(project, 'survey').catch((caught: unknown) => caught);
  if (!(error instanceof LabError)) throw new Error('no LabError', { cause: error });
  expect(error.code).toBe(code);
  expect(error.hint?.en).toMatch(/./);
  expect(error.hint?.pt).not.toBe(error.hint?.en);
  expect(await readFile(path, 'utf8')).toBe(text);
});

test('the blueprint is kept; a truncated one is not taken for one', async () => {
  const { identity } = await begin();
  expect(await loadBlueprint(identity)).toBeUndefined();
  const blueprint: Blueprint = {
    name: 'survey',
    title: 'S',
    networks: [],
    machines: [],
    services: [],
    flows: [],
    visitors: [],
    checks: [],
  };
  await saveBlueprint(identity, blueprint);
  expect(await loadBlueprint(identity)).toEqual(blueprint);
  await writeFile(join(identity.folder, 'blueprint.json'), '{"version":1,"blueprint":{"na');
  await expect(loadBlueprint(identity)).rejects.toMatchObject({ code: 'state-damaged', fault: 'environment' });
});

test('the ledger notes each creation once, and outlives a crash that cut a line short', async () => {
  const { identity } = await begin();
  const machine = (name: string) => ({ provider: 'local', kind: 'machine', name });
  await noteCreations(identity, [machine('lb'), machine('app1')], systemClock);
  await writeFile(join(identity.folder, 'ledger.jsonl'), '{"at":"2026-01-0', { flag: 'a' });
  await noteCreations(identity, [machine('app1'), machine('db')], systemClock);
  expect((await readLedger(identity)).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'machine lb',
    'machine app1',
    'machine db',
  ]);
});
