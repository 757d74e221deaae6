import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultsAtWork } from '../../src/verbs/fault.ts';
import type { PlanResult } from '../../src/verbs/results.ts';
import type { SetResult } from '../../src/verbs/set.ts';
import type { Said } from '../support/bancada.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';

const isWhole = process.env['BANCADA_TEST_ALL'] !== undefined;
const shipped = 'topology/scenarios';

let project: SmallProject;

const good = ({ code, stdout, stderr }: Said): string => {
  expect(code, stdout + stderr).toBe(0);
  return stdout;
};

/** No fault, no value, no visitor is left, and nothing is other than described. */
const isAsBefore = async (): Promise<void> => {
  expect((await project.bancada('fault', 'status', '--json')).json<FaultsAtWork>().faults).toEqual([]);
  expect((await project.bancada('set', '--json')).json<SetResult>().overrides).toEqual([]);
  expect((await project.bancada('plan', '--json')).json<PlanResult>().changes).toEqual([]);
};

beforeAll(async () => {
  const survey = await readFile('topology/survey.yaml', 'utf8');
  const topology = survey
    .replace(/[^]*?(?=networks:)/, '')
    .replaceAll('192.168.56', '192.168.85')
    .replaceAll('10.8.0', '10.85.0');
  project = await lastingProject('stage', topology);
  good(await project.bancada('up', '--no-check'));
}, 240_000);

afterAll(async () => {
  await project.bancada('destroy', '--yes');
  await rm(project.standing.directory, { recursive: true });
});

test.each(isWhole ? (await readdir(shipped)).map((file) => file.replace('.yaml', '')) : ['failover'])(
  '%s comes out as it claims, and leaves the lab as it was',
  async (name) => {
    const said = await project.bancada('scenario', name, '-o', 'report.html', '--junit', 'results.xml');
    expect(good(said)).toMatch(/checks? passed/);
    const page = await readFile(join(project.standing.directory, 'report.html'), 'utf8');
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    expect(await readFile(join(project.standing.directory, 'results.xml'), 'utf8')).toContain('failures="0"');
    await isAsBefore();
  },
  90_000,
);

const write = async (name: string, text: string): Promise<string> => {
  const folder = join(project.standing.directory, 'topology', 'scenarios');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.yaml`), text);
  return name;
};

const opening = 'scenario: 1\ntitle: { en: Mine, pt: Meu }\ntimeline:\n';

test('an expectation that does not hold fails it with 1, and one of which nothing is known with 3', async () => {
  const expectation = (from: string, most: number) =>
    `- { say: { en: a claim, pt: uma afirmação }, from: ${from}, to: end, errors: { least: ${String(most)} } }`;
  const timeline = `${opening}  - { at: 0s, traffic: { rate: 10 } }\n  - { at: 2s, as: over, traffic: off }\nexpect:\n  `;
  const wrong = await project.bancada('scenario', await write('wrong', timeline + expectation('start', 1)));
  expect(wrong).toMatchObject({ code: 1, stdout: expect.stringContaining('✗ a claim') as string });
  const unknown = await project.bancada('scenario', await write('unknown', timeline + expectation('over', 0)));
  expect(unknown).toMatchObject({ code: 3, stdout: expect.stringContaining('nobody came in that time') as string });
}, 60_000);

test('a target that does not exist is shown at its line and column, and nothing happens', async () => {
  const text = `${opening}  - at: 0s\n    inject: killed survy@app1\n  - { at: 1s, inject: kiled web }\nexpect: []\n`;
  const { code, stderr } = await project.bancada('scenario', await write('strange', text));
  expect(code).toBe(65);
  expect(stderr).toMatch(/strange\.yaml:5:13[^]*did you mean survey@app1\?/);
  expect(stderr).toMatch(/strange\.yaml:6:23[^]*did you mean killed\?/);
  expect(await project.bancada('scenario', 'failver')).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('did you mean failover?') as string,
  });
}, 60_000);

test('Ctrl-C in the middle puts the lab back', async () => {
  const text = `${opening}  - { at: 0s, traffic: { rate: 5 }, inject: hung survey@app1, set: { web.balance: least_conn } }\n  - { at: 60s, say: { en: never, pt: nunca } }\nexpect: []\n`;
  const playing = project.start('scenario', await write('long', text));
  while ((await project.bancada('fault', 'status', '--json')).json<FaultsAtWork>().faults.every(({ whole }) => !whole));
  process.kill(-(playing.pid ?? 0), 'SIGINT');
  expect((await playing).exitCode).toBe(130);
  await isAsBefore();
}, 60_000);

test('set changes a running lab, plan tells it from the file, and reset brings the file back', async () => {
  expect(good(await project.bancada('set', 'web.balance=least_conn'))).toContain('--reset');
  const plan = (await project.bancada('plan', '--json')).json<PlanResult>();
  expect(plan.changes.map(({ resource, drift }) => [resource, drift])).toContainEqual([
    'file:/etc/nginx/nginx.conf',
    false,
  ]);
  expect(await project.bancada('set', 'app.count=3')).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('a running lab cannot take') as string,
  });
  good(await project.bancada('set', '--reset'));
  await isAsBefore();
}, 60_000);
