import { LabError } from '../../errors/lab-error.ts';
import type { ScenarioStep } from '../../model/scenario.ts';
import type { Sentence } from '../../model/sentence.ts';
import type { CheckResult } from '../../model/verdict.ts';
import { systemClock } from '../../ports/clock.ts';
import { timed } from '../../ports/timed.ts';
import { deadline } from '../../ports/deadline.ts';
import { evaluate, type Happened, type Mark } from '../../scenarios/evaluate.ts';
import { secondsOf, type SecondSeen } from '../../scenarios/seconds.ts';
import { untouched, wantedAfter } from '../../scenarios/wanted.ts';
import { loadOverrides } from '../../state/overrides.ts';
import type { FaultCourse } from '../../sim/lab/course.ts';
import * as text from '../../text/scenarios.ts';
import type { Bench, LabRequest } from '../bench.ts';
import { atWorkIn } from '../fault.ts';
import { openMeant } from '../meant.ts';
import { roleWorld } from '../provisioned.ts';
import { Hands, type Beginning } from './hands.ts';
import { scenarioFor, type NamedScenario } from './read.ts';

export interface ScenarioRequest extends LabRequest {
  /** A name in `topology/scenarios/`, or a file. */
  readonly scenario: string;
}

/** Moments of a scenario, ms after its start. */
export interface Moments {
  /** Of the step that comes. */
  readonly next: number;
  /** Of the one to which a step back leads. */
  readonly back: number;
}

/** Who decides when a step is due. Absent: the clock alone. */
export interface Pilot {
  /** Waits until a step is due, or until somebody wants it otherwise. */
  until(moments: Moments, signal: AbortSignal): Promise<'due' | 'next' | 'back'>;
}

/** What came of a scenario. */
export interface ScenarioResult {
  readonly lab: string;
  readonly scenario: string;
  readonly title: Sentence;
  /** ISO 8601. */
  readonly started: string;
  readonly milliseconds: number;
  /** What was done when, milliseconds after the start. */
  readonly story: readonly { readonly at: number; readonly step?: string; readonly say?: Sentence }[];
  readonly expectations: readonly CheckResult[];
  /** The traffic, second by second. */
  readonly seconds: readonly SecondSeen[];
  /** Ctrl-C cut it short where it is foretold: what is here is what was known then, and the rest is inconclusive. */
  readonly interrupted?: true;
  /** What visitors meet of each fault, in the order in which they begin: where it is foretold. */
  readonly courses?: readonly ScenarioCourse[];
}

/** One fault of a scenario and what came of it. Milliseconds, `from` and `until` after the start. */
export interface ScenarioCourse extends FaultCourse {
  /** As the scenario calls it, and what it breaks: `killed survey@app1`. */
  readonly fault: string;
  readonly from: number;
  readonly until: number;
}

/** How long everything may take that puts the lab back, ms. */
const homeMs = 120_000;

/**
 * Plays a scenario on a lab that is up, measures what comes of it, and leaves the lab as it was, also after Ctrl-C or a
 * failure. @throws LabError `unknown-scenario`, `bad-scenario`, `lab-not-whole`
 */
export const scenario = async (request: ScenarioRequest, bench: Bench, pilot?: Pilot): Promise<ScenarioResult> => {
  const { scenario: wanted, ...of } = request;
  const lab = await openMeant(of, bench, (drawn) => scenarioFor(wanted, drawn, bench));
  const script = await scenarioFor(wanted, await roleWorld(lab), bench);
  if ((await atWorkIn(lab.identity)).length > 0)
    throw new LabError({ code: 'lab-not-whole', fault: 'usage', ...text.notWhole(lab.identity.name) });
  const own = await loadOverrides(lab.identity);
  const began = systemClock.now();
  const { story, happened } = await timed(bench.stage, { phase: 'load', what: script.title }, () =>
    play(script, { of, bench, pilot: pilot ?? byTheClock(), start: began.getTime(), own }),
  );
  return {
    lab: lab.identity.name,
    scenario: script.name,
    title: script.title,
    started: began.toISOString(),
    milliseconds: happened.marks.at(-1)?.done ?? 0,
    story,
    expectations: script.expectations.map((each, index) => evaluate(each, happened, index)),
    seconds: secondsOf(happened.requests),
  };
};

interface Playing extends Beginning {
  readonly of: LabRequest;
  readonly bench: Bench;
  readonly pilot: Pilot;
}

const play = async (
  { steps }: NamedScenario,
  { of, bench, pilot, start, own }: Playing,
): Promise<{ readonly story: ScenarioResult['story']; readonly happened: Happened }> => {
  const hands = new Hands(of, bench, { start, own });
  const now = (): number => systemClock.now().getTime() - start;
  const marks: Mark[] = [{ step: 'start', begun: 0, done: 0 }];
  const story: { at: number; step?: string; say?: Sentence }[] = [];
  let state = untouched;
  const perform = async (step: ScenarioStep, count: number): Promise<void> => {
    const begun = now();
    bench.stage.emit({ type: 'scenario-step', at: begun, ...(step.say && { say: step.say }) });
    story.push({ at: begun, ...(step.name !== undefined && { step: step.name }), ...(step.say && { say: step.say }) });
    const wanted = wantedAfter(steps, count);
    const before = state;
    // Whatever is begun of it is to be put back.
    const [faults, values] = [
      [...before.faults, ...wanted.faults],
      [...before.values, ...wanted.values],
    ];
    state = { ...wanted, faults, values };
    await hands.become(wanted, before);
    state = wanted;
    if (step.name !== undefined) marks.push({ step: step.name, begun, done: now() });
  };
  try {
    for (let index = 0; index < steps.length;) {
      bench.stage.signal.throwIfAborted();
      const back = Math.max(0, index - 2);
      const moments = { next: steps[index]!.at, back: steps[back]!.at };
      if ((await pilot.until(moments, bench.stage.signal)) === 'back') index = back;
      await perform(steps[index]!, index + 1);
      index += 1;
    }
    marks.push({ step: 'end', begun: now(), done: now() });
  } finally {
    const home = { ...bench, stage: { ...bench.stage, signal: deadline(homeMs) } };
    await hands.become(untouched, state, home);
  }
  return { story, happened: { marks, requests: hands.requests } };
};

/** Steps are due at their moments. */
const byTheClock = (): Pilot => {
  const start = systemClock.elapsed();
  return {
    until: async ({ next }, signal) => {
      await systemClock.sleep(Math.max(0, start + next - systemClock.elapsed()), signal);
      return 'due';
    },
  };
};
