import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { courseRows } from '../../../src/report/sim/designs.ts';
import type { SimVerbResult } from '../../../src/verbs/sim/results.ts';
import { foretold, say } from '../../support/sim-command.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('sim --fault', () => {
  it('foretells of a fault how many errors it makes, when the last comes, and when it answers again', async () => {
    const trace = join(await temporaryFolder(), 'even.jsonl');
    // Twenty a second for 36 s.
    const lines = Array.from({ length: 720 }, (_, i) => JSON.stringify({ at: 50 * i, path: '/whoami' }));
    await writeFile(trace, lines.join('\n'));
    const words = ['survey', '--trace', trace, '--fault', 'survey:down@10s..15s', '--fault', 'app1:down@24s..29s'];
    const result = JSON.parse((await say(...words, '--json')).out) as SimVerbResult;
    const [design] = result.designs;
    const [{ failed, lastFailure = NaN, answersAgain: again = NaN } = { failed: NaN }, one] = design!.courses!;
    // At 10 s both refuse, one after the other, and are left out until more than ten whole seconds are over of a clock that
    // ticks somewhere between two of ours: for 10 to 11 s, and each twentieth of a second is an error.
    expect(again).toBeGreaterThan(5000);
    expect(again).toBeLessThan(6010);
    expect(failed).toBe(Math.floor((5000 + again) / 50));
    expect(lastFailure).toBeCloseTo(50 * (failed - 1), -1);
    // The other four runs have other clocks.
    const ofAllRuns = Object.values(design!.outcome.visitors[0]!.failures).reduce((sum, count) => sum + count, 0);
    expect(ofAllRuns).toBeGreaterThan(5 * 200);
    expect(ofAllRuns).toBeLessThanOrEqual(5 * 220);
    // One machine: who is sent to it is passed on to the other. The same clock, and then it has its turn within two requests.
    expect(one).toEqual({ failed: 0, answersAgain: expect.any(Number) as number });
    expect(one!.answersAgain).toBeGreaterThan(again - 10);
    expect(one!.answersAgain).toBeLessThan(again + 110);
    // In each of the five runs app1 refuses once from 10 s on and once from 24 s on, app2 once; then they are left out.
    const { services, machines } = design!.outcome;
    const failedAt = (id: string) => services.find(({ service }) => service === id)!.failures;
    const [first = NaN, second = NaN] = ['survey@app1', 'survey@app2'].map((id) => failedAt(id)['down'] ?? NaN);
    expect(second).toBe(5);
    expect(first).toBe(10);
    expect(failedAt('web@lb')).toEqual({ 'no-target': ofAllRuns - 5 });
    expect(machines.find(({ machine }) => machine === 'app1')!.failures).toEqual({ down: first });
    expect(machines.find(({ machine }) => machine === 'db')!.failures).toEqual({});
    const file = join(await temporaryFolder(), 'sim.html');
    const { out, code } = await say(...words, '-o', file);
    expect(code).toBe(0);
    expect(out).toMatch(/another one was asked then; 5 runs\nMACHINE +SERVICE +FAILED THERE\nlb +web@lb +nobody left/);
    expect(out).toMatch(/\napp1 +survey@app1 +refused 10\n/);
    expect(await readFile(file, 'utf8')).toContain('<td>app1</td><td>survey@app1</td><td>refused 10</td>');
    expect(out).toContain(`
broken: survey:down@10s..15s, app1:down@24s..29s
`);
    const told = `survey:down@10s..15s: 209 errors, the last 10.4 s after it broke, answers again
5.5 s after it was back
app1:down@24s..29s: no error, answers again 5.6 s after it was back
`;
    expect(out).toContain(`what visitors meet of it, in the first run\n${told}`);
    expect(await readFile(file, 'utf8')).toContain(
      '<p>survey:down@10s..15s: 209 errors, the last 10.4 s after it broke',
    );
    expect(courseRows(design!, result, { language: 'pt' })[0]![1]).toBe(
      '209 erros, o último 10.4 s depois da quebra, volta a responder 5.5 s depois de voltar',
    );
  });

  it('foretells a machine that is four times as slow, and a service that is silent', async () => {
    const words = ['survey', '--ask', 'whoami', '--rate', '20'];
    const timeOf = ({ designs }: SimVerbResult, id: string) =>
      designs[0]!.outcome.services.find(({ service }) => service === id)!.time.value;
    const slow = await foretold(...words, '--fault', 'app1:slow=4@0s');
    const times = timeOf(slow, 'survey@app1') / timeOf(slow, 'survey@app2');
    expect(times).toBeGreaterThan(3);
    expect(times).toBeLessThan(5);
    // Who is sent to it waits until it goes on again: nobody fails, and nobody is told sooner.
    const silent = await foretold(...words, '--fault', 'survey@app1:hang@10s..12s');
    const [visitors] = silent.designs[0]!.outcome.visitors;
    expect(visitors!.failures).toEqual({});
    expect(visitors!.latency.p99.value).toBeGreaterThan(1000);
    expect(visitors!.latency.p90.value).toBeLessThan(100);
    const stretch = (from: number) => silent.designs[0]!.timeline!.find((each) => each.from === from)!;
    expect(stretch(11).p95!).toBeGreaterThan(500);
    expect(stretch(13).p95!).toBeLessThan(100);
  });
});
