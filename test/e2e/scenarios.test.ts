import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultsAtWork } from '../../src/verbs/fault.ts';
import { paper } from '../../src/report/plot/plot.ts';
import type { PlanResult } from '../../src/verbs/results.ts';
import type { ScenarioResult } from '../../src/verbs/scenario/scenario.ts';
import type { SetResult } from '../../src/verbs/set.ts';
import type { Said } from '../support/bancada.ts';
import { drawnIn, type Drawn } from '../support/drawn.ts';
import { exhaustive, figures } from '../support/seed.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';

const shipped = 'topology/scenarios';

let project: SmallProject;

const good = ({ code, stdout, stderr }: Said): string => {
  expect(code, stdout + stderr).toBe(0);
  return stdout;
};

const overrides = async (): Promise<readonly string[]> =>
  (await project.bancada('set', '--json')).json<SetResult>().overrides;

/** No fault, no value, no visitor is left, and nothing is other than described. */
const isAsBefore = async (): Promise<void> => {
  expect((await project.bancada('fault', 'status', '--json')).json<FaultsAtWork>().faults).toEqual([]);
  expect(await overrides()).toEqual([]);
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
});

const played = async (name: string): Promise<{ readonly result: ScenarioResult; readonly page: string }> => {
  const said = await project.bancada('scenario', name, '--json', '-o', 'report.html', '--junit', 'results.xml');
  good(said);
  const result = said.lines<ScenarioResult>().at(-1)!;
  return { result, page: await readFile(join(project.standing.directory, 'report.html'), 'utf8') };
};

/** What its page shows: each named moment over the traffic, where it belongs, and how much each machine answered. */
const expectDrawn = ({ milliseconds, story, seconds }: ScenarioResult, page: string): Drawn => {
  const [traffic] = drawnIn(page);
  const xOf = (ms: number): number => paper.left + ((paper.width - paper.left - paper.right) * ms) / milliseconds;
  const moments = story.filter(({ step }) => step !== undefined);
  expect(traffic?.marks.map(({ label }) => label)).toEqual(moments.map(({ step }) => step));
  for (const [index, { at }] of moments.entries()) expect(traffic?.marks[index]?.x).toBeCloseTo(xOf(at), 0);
  const machines = new Set(seconds.flatMap((second) => Object.keys(second.machines)));
  const heights = [...traffic!.areas].flatMap(([label, edge]) =>
    edge.map(({ x, height }, index) => {
      const second = seconds[index]!;
      expect(x).toBeCloseTo(xOf(1000 * (second.second + 0.5)), 0);
      const count = machines.has(label) ? (second.machines[label] ?? 0) : second.failed;
      return [height, count] as const;
    }),
  );
  // One scale for all: so many pixels a request.
  const [pixels, requests] = heights.reduce((one, other) => (one[1] > other[1] ? one : other));
  for (const [height, count] of heights) expect(Math.abs(height - (pixels * count) / requests)).toBeLessThan(0.25);
  return traffic!;
};

/** Nothing is started for it; by as many as two it may be wrong, or by a tenth. */
const expectForetold = async (name: string, result: ScenarioResult): Promise<void> => {
  const foretold = (await project.bancada('sim', '--scenario', name, '--json')).json<ScenarioResult>();
  const [predicted = 0, measured = 0] = [foretold, result].map(({ seconds }) =>
    seconds.reduce((sum, { failed }) => sum + failed, 0),
  );
  figures(`errors of ${name}: ${String(predicted)} foretold, ${String(measured)} measured`);
  expect(Math.abs(predicted - measured)).toBeLessThanOrEqual(Math.max(2, 0.1 * measured));
};

test.each(exhaustive ? (await readdir(shipped)).map((file) => file.replace('.yaml', '')) : ['graceful-reload'])(
  '%s comes out as it claims, draws that, and leaves the lab as it was',
  async (name) => {
    const { result, page } = await played(name);
    expect(result.expectations.map(({ verdict }) => verdict)).toEqual(result.expectations.map(() => 'pass'));
    expect(result.expectations.length).toBeGreaterThan(0);
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    expect(await readFile(join(project.standing.directory, 'results.xml'), 'utf8')).toContain('failures="0"');
    const { areas, marks } = expectDrawn(result, page);
    if (name === 'failover') {
      // While app1 is dead nothing of it is drawn, and something before.
      const [broken, mended] = marks;
      const app1 = areas.get('app1')!.filter(({ x }) => x < mended!.x - 15);
      expect(app1.filter(({ x }) => x > broken!.x + 45).map(({ height }) => height)).toContain(0);
      expect(app1.filter(({ x }) => x > broken!.x + 45).every(({ height }) => height === 0)).toBe(true);
      expect(app1.filter(({ x }) => x < broken!.x - 15).every(({ height }) => height > 0)).toBe(true);
    }
    if (['failover', 'both-down'].includes(name)) await expectForetold(name, result);
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

test('Ctrl-C in the middle puts the lab back, with what somebody had set before', async () => {
  good(await project.bancada('set', 'web.balance=hash'));
  const text = `${opening}  - { at: 0s, traffic: { rate: 5 }, inject: hung survey@app1, set: { web.balance: least_conn } }\n  - { at: 60s, say: { en: never, pt: nunca } }\nexpect: []\n`;
  const playing = project.start('scenario', await write('long', text));
  while ((await project.bancada('fault', 'status', '--json')).json<FaultsAtWork>().faults.every(({ whole }) => !whole));
  process.kill(-(playing.pid ?? 0), 'SIGINT');
  expect((await playing).exitCode).toBe(130);
  expect(await overrides()).toEqual(['web.balance=hash']);
  good(await project.bancada('set', '--reset'));
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
