import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LabEvent } from '../../src/model/event.ts';
import type { CheckVerbResult, PlanResult, StatusResult, UpResult } from '../../src/verbs/results.ts';
import { bancada } from '../support/bancada.ts';
import { hostState, lastingDifferences, type HostState } from '../support/host-state.ts';

type Result = LabEvent | ({ readonly type: 'result' } & UpResult);

const up = async (...words: readonly string[]): Promise<UpResult> => {
  const said = await bancada('up', 'survey', '--json', ...words);
  expect(said.code, said.stdout.slice(-3000) + said.stderr).toBe(0);
  const result = said.lines<Result>().find((line) => line.type === 'result');
  if (result?.type !== 'result') throw new Error(`no result in ${said.stdout}`);
  return result;
};

const plan = async (): Promise<PlanResult> => (await bancada('plan', 'survey', '--json')).json<PlanResult>();
const onMachine = async (machine: string, ...argv: readonly string[]) =>
  await bancada('exec', 'survey', '-m', machine, '--', ...argv);

describe('the survey lab on this computer', () => {
  let before: HostState;
  let brought: UpResult;

  beforeAll(async () => {
    await bancada('destroy', 'survey', '--yes');
    before = await hostState();
    brought = await up('--setup');
  });
  afterAll(() => bancada('destroy', 'survey', '--yes'));

  test('every check that follows from the topology passes', () => {
    expect(brought.checks.length).toBeGreaterThan(20);
    expect(brought.checks.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  });

  test('a browser finds the application, and reloading alternates between the machines', async () => {
    const url = brought.published[0]?.url ?? '';
    const servedBy: string[] = [];
    for (let request = 0; request < 6; request += 1) {
      const answer = await fetch(`${url}/whoami`);
      servedBy.push(((await answer.json()) as { machine: string }).machine);
    }
    expect(new Set(servedBy)).toEqual(new Set(['app1', 'app2']));
    expect(servedBy.every((machine, index) => index === 0 || machine !== servedBy[index - 1])).toBe(true);
  });

  test('check asks again and agrees', async () => {
    const said = await bancada('check', 'survey', '--json');
    expect(said.code).toBe(0);
    expect(said.json<CheckVerbResult>().results.every(({ verdict }) => verdict === 'pass')).toBe(true);
  });

  test('status sees every service ready', async () => {
    const { machines } = (await bancada('status', 'survey', '--json')).json<StatusResult>();
    expect(machines.map(({ machine }) => [machine.name, machine.state])).toEqual(
      ['lb', 'app1', 'app2', 'db'].map((name) => [name, 'running']),
    );
    expect(machines.flatMap(({ services }) => services).filter(({ state }) => state !== 'ready')).toEqual([]);
  });

  test('there is nothing to change', async () => {
    expect((await plan()).changes).toEqual([]);
    expect((await bancada('plan', 'survey', '--check')).code).toBe(0);
    expect((await up('--no-check')).changes).toEqual([]);
  });

  test('what somebody changed by hand is found, told as such, and mended', async () => {
    await onMachine('lb', 'sh', '-c', 'echo "# by hand" >> /etc/nginx/nginx.conf');
    await onMachine('app1', 'systemctl', 'stop', 'survey');
    await onMachine('db', 'nft', 'flush', 'table', 'inet', 'bancada');
    const { changes } = await plan();
    expect(changes.filter(({ drift }) => drift).map(({ machine, resource }) => `${machine} ${resource}`)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^lb file:.*nginx\.conf$/),
        expect.stringMatching(/^app1 service:survey/),
        expect.stringMatching(/^db firewall/),
      ]),
    );
    expect((await bancada('plan', 'survey', '--check')).code).toBe(2);
    const { checks } = await up();
    expect(checks.every(({ verdict }) => verdict === 'pass')).toBe(true);
    expect((await plan()).changes).toEqual([]);
  });

  test('a machine that is stopped comes back with its data', async () => {
    await onMachine('db', 'sh', '-c', 'echo kept > /root/note');
    expect((await bancada('stop', 'survey', 'db')).code).toBe(0);
    expect((await bancada('check', 'survey', '--timeout', '1s')).code).not.toBe(0);
    expect((await bancada('start', 'survey', 'db')).code).toBe(0);
    expect((await onMachine('db', 'cat', '/root/note')).stdout).toContain('kept');
    expect((await bancada('check', 'survey')).code).toBe(0);
  });

  test('the whole lab goes down and comes up again', async () => {
    expect((await bancada('down', 'survey')).code).toBe(0);
    const { checks } = await up();
    expect(checks.every(({ verdict }) => verdict === 'pass')).toBe(true);
  });

  test('destroy leaves nothing', async () => {
    expect((await bancada('destroy', 'survey', '--yes')).code).toBe(0);
    expect(await lastingDifferences(before, { ids: new Set([brought.id]) })).toEqual([]);
    expect((await bancada('status', 'survey', '--json')).json<StatusResult>().machines[0]?.machine.state).toBe(
      'absent',
    );
  });
});
