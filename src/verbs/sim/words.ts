import { LabError } from '../../errors/lab-error.ts';
import type { Blueprint } from '../../model/blueprint.ts';
import type { ServiceModel } from '../../kit/service-model.ts';
import type { Fault } from '../../sim/lab/faults.ts';
import * as text from '../../text/sim-lab.ts';
import type { Change } from '../../topology/change.ts';

const usage = (failure: Pick<ConstructorParameters<typeof LabError>[0], 'message' | 'hint'>): LabError =>
  new LabError({ code: 'usage', fault: 'usage', ...failure });

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };
const moment = String.raw`(\d+(?:\.\d+)?)(ms|s|m|h)?`;
const seconds = (amount: string | undefined, unit: string | undefined): number => Number(amount) * units[unit ?? 's']!;

/** `app.count=3`. @throws LabError usage */
export const readChange = (words: string): Change => {
  const [, whose, keys, value] = /^([^.=\s]+)\.([^=\s]+)=(.+)$/.exec(words) ?? [];
  if (whose === undefined || keys === undefined || value === undefined) throw usage(text.badWhatIf(words));
  return { whose, keys: keys.split('.'), value };
};

const faultPattern = new RegExp(`^([^:]+):(down|hang|slow)(?:=([\\d.]+))?@${moment}(?:\\.\\.${moment})?$`);

/** `app1:down@60s..90s`, `app1:slow=4@10s`. @throws LabError usage */
const readFault = (words: string, { machines, services }: Blueprint): Fault => {
  const [, what, how, factor, from, fromUnit, until, untilUnit] = faultPattern.exec(words) ?? [];
  if (what === undefined) throw usage(text.badFault(words));
  const known = [
    ...machines.map(({ name }) => name),
    ...services.flatMap(({ id, name, implied }) => (implied ? [] : [id, name])),
  ];
  if (!known.includes(what)) throw usage(text.unknownPart(what, [...new Set(known)]));
  const start = seconds(from, fromUnit);
  const end = until === undefined ? undefined : seconds(until, untilUnit);
  if (end !== undefined && end <= start) throw usage(text.badFault(words));
  if (how === 'slow' ? !(Number(factor) > 1) : factor !== undefined) throw usage(text.badFault(words));
  const harm: Fault['harm'] =
    how === 'slow' ? { how, factor: Number(factor) } : { how: how === 'hang' ? 'hang' : 'down' };
  return { what, harm, from: start, ...(end !== undefined && { until: end }) };
};

/** What is slow is a machine: with a service alone nothing would come of it. @throws LabError usage */
export const refuseSlowServices = (faults: readonly Fault[], { machines, services }: Blueprint): void => {
  for (const { what, harm, from, until } of faults) {
    if (harm.how !== 'slow' || machines.some(({ name }) => name === what)) continue;
    const when = `@${String(from)}s${until === undefined ? '' : `..${String(until)}s`}`;
    const own = services.filter(({ id, name }) => [id, name].includes(what));
    const instead = own.map(({ machine }) => `--fault ${machine}:slow=${String(harm.factor)}${when}`);
    throw usage(text.onlyMachinesSlow(what, instead));
  }
};

/** All faults of visitors who come for so many seconds. @throws LabError usage, also for one that begins when they have gone */
export const readFaults = (all: readonly string[], blueprint: Blueprint, length: number): readonly Fault[] =>
  all.map((words) => {
    const fault = readFault(words, blueprint);
    if (fault.from >= length) throw usage(text.faultAfterEnd(words, length));
    return fault;
  });

/** What is changed from point to point, and to what. `rate` is the visitors'; all else is the file's. */
export interface Sweep {
  readonly what: string;
  readonly values: readonly number[];
  /** In which the file has it, `ms`; absent for plain numbers. */
  readonly unit?: string;
}

const usualPoints = 12;

const sweepPattern = /^([^=\s]+)=(\d+(?:\.\d+)?)([A-Za-z%]*)\.\.(\d+(?:\.\d+)?)([A-Za-z%]*)(?:\/(\d+))?$/;

/**
 * `rate=10..200`, `rate=10..200/20` for so many points, `internet.link.delay=0ms..80ms`. What is counted goes in whole steps of
 * one. @throws LabError usage
 */
export const readSweep = (words: string): Sweep => {
  const [, what, low, lowUnit, high, unit = '', count] = sweepPattern.exec(words) ?? [];
  const [from, to] = [Number(low), Number(high)];
  if (what === undefined || !(to > from) || lowUnit !== unit) throw usage(text.badSweep(words));
  if (what === 'rate' && (from <= 0 || unit !== '')) throw usage(text.badSweep(words));
  const isCounted = what !== 'rate' && unit === '';
  const points = count === undefined ? (isCounted ? Math.floor(to - from) + 1 : usualPoints) : Number(count);
  if (points < 2 || points > 100) throw usage(text.badSweep(words));
  const values = Array.from({ length: points }, (_, at) => rounded(from + ((to - from) * at) / (points - 1)));
  return { what, values, ...(unit !== '' && { unit }) };
};

/** With no more digits than a topology takes. */
const rounded = (value: number): number => Number(Number(value.toPrecision(6)).toFixed(6));

/** `results=3`, or `results` alone: by kind of request, or by its path. @throws LabError usage */
export const readMix = (
  words: readonly string[],
  services: ReadonlyMap<string, ServiceModel>,
): Readonly<Record<string, number>> | undefined => {
  const kinds = [...services.values()].flatMap(({ answers = {} }) =>
    Object.values(answers).flatMap((port) => Object.entries(port).filter(([, { path }]) => path !== undefined)),
  );
  const shares = words.map((word) => {
    const [, asked = '', share = '1'] = /^([^=]+?)(?:=(\d+(?:\.\d+)?))?$/.exec(word) ?? [];
    const kind = kinds.find(([name, { path }]) => name === asked || path === asked)?.[0];
    if (kind === undefined) throw usage(text.unknownKind(asked || word, [...new Set(kinds.map(([name]) => name))]));
    return [kind, Number(share)] as const;
  });
  if (shares.length === 0) return undefined;
  if (shares.every(([, share]) => share === 0)) throw usage(text.nothingAsked(words));
  return Object.fromEntries(shares);
};
