import type { Diagnostic } from '../model/diagnostic.ts';
import type { Deed, Expectation, FaultCall, Measure, Scenario, ScenarioStep, Traffic } from '../model/scenario.ts';
import type { SourcePath } from '../model/topology.ts';
import * as text from '../text/scenarios.ts';
import { readDocument, type TopologySource } from '../topology/document.ts';
import { Reading } from '../topology/reading.ts';
import { scenarioSchema, type ScenarioFile } from './grammar.ts';

/** A scenario's file, read. */
export interface ScenarioRead {
  /** Absent where there are mistakes. */
  readonly scenario?: Scenario;
  readonly diagnostics: readonly Diagnostic[];
}

type StepFile = ScenarioFile['timeline'][number];
type ExpectationFile = ScenarioFile['expect'][number];

/** Reads a scenario and collects every mistake in it, each at its place. Whether a lab has its targets is not known here. */
export const readScenario = (source: TopologySource): ScenarioRead => {
  const document = readDocument(source);
  const reading = new Reading(document);
  const file = document.value === undefined ? undefined : reading.check(scenarioSchema, document.value, []);
  if (file === undefined || reading.diagnostics.length > 0) return { diagnostics: reading.diagnostics };
  checkSteps(file, reading);
  checkExpectations(file, reading);
  if (reading.diagnostics.length > 0) return { diagnostics: reading.diagnostics };
  const steps = file.timeline.map((step, index) => stepOf(step, ['timeline', index], reading));
  return { scenario: { title: file.title, steps, expectations: file.expect.map(expectationOf) }, diagnostics: [] };
};

const checkSteps = ({ timeline }: ScenarioFile, reading: Reading): void => {
  const names = new Set(['start', 'end']);
  timeline.forEach(({ at, as, traffic }, index) => {
    const path = ['timeline', index];
    if (at < (timeline[index - 1]?.at ?? 0)) reading.report(text.outOfOrder, [...path, 'at']);
    if (as !== undefined && names.has(as)) reading.report(text.nameTaken(as), [...path, 'as']);
    if (as !== undefined) names.add(as);
    if (traffic === undefined || traffic === 'off') return;
    if ((traffic.rate === undefined) === (traffic.visitors === undefined))
      reading.report(text.rateOrVisitors, [...path, 'traffic']);
  });
};

const measures = ['errors', 'served', 'machines', 'turns', 'latency', 'faster'] as const;

const checkExpectations = ({ timeline, expect }: ScenarioFile, reading: Reading): void => {
  const names = ['start', 'end', ...timeline.flatMap(({ as }) => as ?? [])];
  expect.forEach((expectation, index) => {
    const path = ['expect', index];
    const known = (moment: { readonly step: string }, place: SourcePath): void => {
      if (!names.includes(moment.step)) reading.report(text.unknownStep(moment.step, names), place);
    };
    known(expectation.from, [...path, 'from']);
    known(expectation.to, [...path, 'to']);
    if (expectation.faster !== undefined) {
      known(expectation.faster.than.from, [...path, 'faster', 'than', 'from']);
      known(expectation.faster.than.to, [...path, 'faster', 'than', 'to']);
    }
    if (measures.filter((measure) => expectation[measure] !== undefined).length !== 1)
      reading.report(text.oneMeasure(measures), path, { part: 'key' });
  });
};

const stepOf = (step: StepFile, path: SourcePath, reading: Reading): ScenarioStep => {
  const { at, as: name, say } = step;
  return {
    at,
    ...(name !== undefined && { name }),
    ...(say !== undefined && { say }),
    deeds: [...undoings(step, path, reading), ...settings(step), ...injections(step, path, reading), ...arrivals(step)],
  };
};

const listed = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

const undoings = ({ undo }: StepFile, path: SourcePath, reading: Reading): readonly Deed[] =>
  undo === 'all'
    ? [{ do: 'undo' }]
    : callsIn(undo, [...path, 'undo'], reading).map((fault): Deed => ({ do: 'undo', fault }));

const injections = ({ inject }: StepFile, path: SourcePath, reading: Reading): readonly Deed[] =>
  callsIn(inject, [...path, 'inject'], reading).map((fault): Deed => ({ do: 'inject', fault }));

const callsIn = (
  words: string | readonly string[] | undefined,
  path: SourcePath,
  { locate }: Reading,
): readonly FaultCall[] =>
  listed(words).map((call, index) => {
    const [name = '', target] = call.split(' ');
    const range = locate(typeof words === 'string' ? path : [...path, index]);
    return { name, ...(target !== undefined && { target }), range };
  });

const settings = ({ set }: StepFile): readonly Deed[] =>
  set === 'reset'
    ? [{ do: 'reset' }]
    : Object.entries(set ?? {}).map(([key, value]): Deed => ({ do: 'set', value: `${key}=${String(value)}` }));

const arrivals = ({ traffic }: StepFile): readonly Deed[] => {
  if (traffic === undefined) return [];
  if (traffic === 'off') return [{ do: 'silence' }];
  return [{ do: 'traffic', stream: traffic.stream, traffic: trafficOf(traffic) }];
};

const trafficOf = ({
  rate,
  visitors,
  pause,
  profile,
  path,
}: Exclude<StepFile['traffic'], 'off' | undefined>): Traffic => ({
  arrivals:
    visitors === undefined
      ? { kind: 'open', perSecond: rate ?? 1, spacing: 'even' }
      : { kind: 'closed', visitors, thinkMs: pause ?? 0 },
  ...(profile !== undefined && { profile }),
  ...(path !== undefined && { path }),
});

const expectationOf = (file: ExpectationFile): Expectation => {
  const { say, from, to, stream } = file;
  return { say, span: { from, to, ...(stream !== undefined && { stream }) }, measure: measureOf(file) };
};

const shares = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const;

const measureOf = ({ errors, served, give, machines, turns, latency, faster }: ExpectationFile): Measure => {
  if (errors !== undefined) {
    const { most, least } = errors;
    return { kind: 'errors', ...(most && { most }), ...(least && { least }) };
  }
  if (served !== undefined) return { kind: 'served', shares: served, give: give ?? 0.05 };
  if (machines !== undefined) return { kind: 'machines', count: machines };
  if (turns !== undefined) return { kind: 'turns', machines: turns };
  if (latency !== undefined) {
    const { percentile, most, least } = latency;
    return {
      ...{ kind: 'latency', percentile: shares[percentile] },
      ...(most !== undefined && { mostMs: most }),
      ...(least !== undefined && { leastMs: least }),
    };
  }
  const { percentile, than, times } = faster!;
  return { kind: 'faster', percentile: shares[percentile], than, times };
};
