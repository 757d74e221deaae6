import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SimVerbResult } from '../../../src/verbs/sim/results.ts';
import { say } from '../../support/sim-command.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('sim --trace', () => {
  it('plays what a trace says, and tells request by request what becomes of it', async () => {
    const folder = await temporaryFolder();
    const trace = join(folder, 'trace.jsonl');
    await writeFile(
      trace,
      '{"at":0,"source":"192.168.56.130","path":"/"}\n{"at":120,"path":"/demo?ms=20"}\n{"at":2000.5,"path":"/whoami?x=1"}\n',
    );
    const { code, out, error } = await say('survey', '--trace', trace, '--log', '--json');
    expect(code, error).toBe(0);
    const { asked, designs, rate } = JSON.parse(out) as SimVerbResult;
    expect(rate).toBeUndefined();
    expect(asked).toEqual({ home: 1 / 3, demo: 1 / 3, whoami: 1 / 3 });
    const { requests = [], timeline = [] } = designs[0]!;
    expect(requests.map(({ at, kind }) => [at, kind])).toEqual([
      [0, 'home'],
      [120, 'demo'],
      [expect.closeTo(2000.5, 6), 'whoami'],
    ]);
    expect(requests[1]!.milliseconds).toBeGreaterThan(20);
    expect(timeline.map(({ sent }) => sent)).toEqual([2, 0, 1, 0]);
  });

  it('plays a trace once, whoever else visits the lab, and says what is missing where nobody does', async () => {
    const folder = await temporaryFolder();
    const survey = await readFile('topology/survey.yaml', 'utf8');
    const trace = join(folder, 'trace.jsonl');
    await writeFile(trace, '{"at":0,"path":"/whoami"}\n{"at":1000,"path":"/whoami"}\n');
    const two = join(folder, 'two.yaml');
    await writeFile(two, `${survey}  staff: { from: lan, to: web }\n`);
    const { code, out, error } = await say(two, '--trace', trace, '--log', '--json');
    expect(code, error).toBe(0);
    expect((JSON.parse(out) as SimVerbResult).designs[0]!.requests).toHaveLength(2);
    const nobody = join(folder, 'nobody.yaml');
    const unvisited = survey.slice(0, survey.indexOf('visitors:')).replace('{web}', 'the address of lb');
    await writeFile(nobody, unvisited);
    const alone = await say(nobody);
    expect(alone.code).toBe(64);
    expect(alone.error).toContain('nobody visits this lab');
  });

  it('saturates where those do who ask for what the trace asks for, and for as much', async () => {
    const saturationOf = async (ms: number): Promise<number> => {
      const trace = join(await temporaryFolder(), 'demo.jsonl');
      const lines = Array.from({ length: 40 }, (_, i) =>
        JSON.stringify({ at: 100 * i, path: `/demo?ms=${String(ms)}` }),
      );
      await writeFile(trace, lines.join('\n'));
      const { designs } = JSON.parse((await say('survey', '--trace', trace, '--json')).out) as SimVerbResult;
      return designs[0]!.saturation!;
    };
    // Two halves of a processor, less what a page costs besides.
    for (const ms of [20, 50]) {
      const most = 1000 / ms;
      const found = await saturationOf(ms);
      expect(found).toBeGreaterThan(0.85 * most);
      expect(found).toBeLessThan(most);
    }
  });

  it('refuses a trace that is out of order, or asks for what nobody knows, with its place', async () => {
    const folder = await temporaryFolder();
    const refused = async (...lines: readonly object[]) => {
      const file = join(folder, 'bad.jsonl');
      await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
      return say('survey', '--trace', file);
    };
    const late = await refused({ at: 5, path: '/' }, { at: 4, path: '/' });
    expect(late).toMatchObject({ code: 64, error: expect.stringContaining('bad.jsonl:2: out of order') as string });
    const odd = await refused({ at: 5, path: '/basket' });
    expect(odd).toMatchObject({ code: 64, error: expect.stringContaining('"/basket"') as string });
    expect((await say('survey', '--trace', 'none.jsonl')).code).toBe(64);
    expect((await say('survey', '--trace', 'none.jsonl', '--rate', '5')).error).toContain('--rate');
  });
});
