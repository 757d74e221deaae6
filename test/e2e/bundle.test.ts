import { appendFile, mkdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unlucky } from '../support/luck.ts';
import { cache } from '../support/small-labs.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';
import { destroyed, good } from '../support/trials.ts';
import { unpacked } from '../support/unpacked.ts';

/* What a student sends to somebody who helps is made when something is wrong: what is broken takes nothing else away. */

let project: SmallProject;
const topology = (): string => join(project.standing.directory, 'topology/broken.yaml');

/** @returns what is in it: texts by their paths, and what a document says is wrong in the place of what was to be told */
const bundle = async (why: string) => {
  const archive = join(project.standing.directory, 'broken.tar.gz');
  good(await project.bancada('bundle', '-o', archive), why);
  const texts = await unpacked(archive);
  expect(Object.keys(JSON.parse(texts['versions.json']!) as object), why).toEqual(
    expect.arrayContaining(['bancada', 'node', 'system']),
  );
  expect(JSON.parse(texts['doctor.json']!), why).toHaveProperty('findings');
  const wrong = (path: string): unknown => (JSON.parse(texts[path] ?? '{}') as { error?: string }).error;
  return { texts, wrong };
};

beforeAll(async () => {
  project = await lastingProject('broken', cache);
});
afterAll(async () => {
  await destroyed(project, new Set(), 'at the end');
});

test('of a lab that is not up, and whose file has mistakes', async () => {
  const before = await readFile(topology(), 'utf8');
  await appendFile(topology(), 'machnes: {}\n');
  const { texts, wrong } = await bundle('mistakes').finally(() => writeFile(topology(), before));
  expect(texts['topology.yaml']).toContain('machnes');
  expect(texts['topology.json']).toContain('machines');
  expect(JSON.parse(texts['doctor.json']!)).toMatchObject({ inGeneral: { error: 'bad-topology' } });
  expect(wrong('plan.json')).toBe('bad-topology');
  expect(wrong('machines.json')).toBe('lab-not-up');
});

test('of a project whose state leads elsewhere: nothing of that', async () => {
  const secret = join(project.standing.directory, 'own.json');
  await writeFile(secret, '{ "mine": "not to be sent" }');
  await mkdir(project.labFolder, { recursive: true });
  await symlink(secret, join(project.labFolder, 'notes.json'));
  const { texts, wrong } = await bundle('a link').finally(() => rm(project.labFolder, { recursive: true }));
  expect(wrong('lab.json')).toBe('state-linked');
  expect(Object.entries(texts).filter(([, text]) => text.includes('not to be sent'))).toEqual([]);
});

test('of an up that was cut off: what it had made by then', async () => {
  const { struck } = await unlucky(project, { whose: 'root.js', of: 'create', what: 'kill', when: 1 }, [
    'up',
    'broken',
    '--json',
  ]);
  expect(struck).toBe(true);
  const { texts } = await bundle('cut off');
  expect(texts['lab/ledger.jsonl']).toContain('"name":"one"');
  expect(texts['lab/lab.json']).toContain('"broken"');
});

test('of a lab one of whose machines is off: all but that', async () => {
  good(await project.bancada('up', '--no-check'), 'up');
  const whole = (await bundle('nothing is wrong')).texts;
  expect(whole['machines/one/journal.txt']).toContain('memcached');
  good(await project.bancada('stop', 'one'), 'stop');
  const { texts, wrong } = await bundle('off');
  expect(wrong('machines/one/unreachable.json')).toMatch(/^ssh-/);
  expect(texts['machines/one/journal.txt']).toBeUndefined();
  expect(texts['status.json']).toContain('"stopped"');
  expect(texts['lab/ledger.jsonl']).toBe(whole['lab/ledger.jsonl']);
});

test('of a lab whose record is damaged: that record, and all else', async () => {
  const record = join(project.labFolder, 'blueprint.json');
  const before = await readFile(record, 'utf8');
  await truncate(record, Math.floor(before.length / 2));
  const { texts, wrong } = await bundle('damaged').finally(() => writeFile(record, before));
  expect(before.startsWith(texts['lab/blueprint.json']!)).toBe(true);
  expect(wrong('machines.json')).toBe('state-damaged');
  expect(texts['topology.yaml']).toContain('memcached');
});
