import type { HistogramData, Window } from './engine/window.ts';
import { capacityOf } from './model/capacity.ts';
import type { Compiled } from './program/compiled.ts';
import type { CacheResult, SimResult, SourceResult, StationResult, TargetResult, TimeResult } from './result.ts';
import { meanOf, ratioOf } from './statistics/estimate.ts';
import { Histogram } from './statistics/histogram.ts';
import { quantileOf } from './statistics/quantile.ts';

type Figures = Pick<SimResult, 'sources' | 'stations' | 'links' | 'caches' | 'balancers' | 'measures'>;

/** What the windows say together, in their order. */
export function summarise(compiled: Compiled, windows: readonly Window[]): Figures {
  const { sources, stations, caches, balancers, code } = compiled;
  const station = (ofLink: boolean) =>
    Object.fromEntries(
      stations.flatMap((each, i) => (each.ofLink === ofLink ? [[each.name, stationResult(compiled, windows, i)]] : [])),
    );
  return {
    sources: named(sources, (i) => sourceResult(windows, i, code.causes)),
    stations: station(false),
    links: station(true),
    caches: named(caches, (i) => cacheResult(windows, i)),
    balancers: named(balancers, (i) => targetResults(compiled, windows, i)),
    measures: Object.fromEntries(
      code.measures.map((name, i) => [name, timeResult(windows.map(({ measures }) => measures[i]!))]),
    ),
  };
}

const named = <T>(things: readonly { readonly name: string }[], result: (index: number) => T): Record<string, T> =>
  Object.fromEntries(things.map(({ name }, i) => [name, result(i)]));

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function histogramOf(data: HistogramData): Histogram {
  return Object.assign(new Histogram(), data);
}

function timeResult(data: readonly HistogramData[]): TimeResult {
  const parts = data.map(histogramOf);
  const all = new Histogram();
  for (const part of parts) all.add(part);
  const filled = parts.filter(({ count }) => count > 0);
  const quantile = (share: number) => quantileOf(share, all, filled);
  return {
    count: all.count,
    mean: ratioOf(
      parts.map(({ sum }) => sum),
      parts.map(({ count }) => count),
    ),
    p50: quantile(0.5),
    p90: quantile(0.9),
    p95: quantile(0.95),
    p99: quantile(0.99),
    greatest: all.greatest,
  };
}

/** Those that there were. */
const byCause = (causes: readonly string[], count: (cause: number) => number): Readonly<Record<string, number>> =>
  Object.fromEntries(causes.map((cause, at) => [cause, count(at)] as const).filter(([, found]) => found > 0));

function sourceResult(windows: readonly Window[], index: number, causes: readonly string[]): SourceResult {
  const counts = windows.map(({ sources }) => sources[index]!);
  const answers = counts.map(({ latency }) => latency.count);
  const keys = counts[0]?.byKey.length ?? 0;
  const failed = counts.map(({ failures }) => total([...failures]));
  const ended = answers.map((count, i) => count + failed[i]!);
  const perSecond = (values: readonly number[]) => meanOf(values.map((value, i) => value / windows[i]!.seconds));
  return {
    sent: total(counts.map(({ sent }) => sent)),
    attempts: total(counts.map(({ attempts }) => attempts)) / total(ended),
    rate: perSecond(counts.map(({ sent }) => sent)),
    throughput: perSecond(answers),
    latency: timeResult(counts.map(({ latency }) => latency)),
    means: counts.map(({ latency: { sum, count } }) => sum / count),
    ...(keys > 0 && {
      byKey: Array.from({ length: keys }, (_, key) => timeResult(counts.map(({ byKey }) => byKey[key]!))),
    }),
    failures: byCause(causes, (cause) => total(counts.map(({ failures }) => failures[cause]!))),
    failureShare: ratioOf(failed, ended),
  };
}

function stationResult({ stations, code }: Compiled, windows: readonly Window[], index: number): StationResult {
  const { spec } = stations[index]!;
  const { causes } = code;
  const counts = windows.map((window) => window.stations);
  type Column = keyof (typeof counts)[number];
  const column = (name: Column): readonly number[] => counts.map((each) => each[name][index]!);
  const perSecond = (name: Column, by: number) =>
    meanOf(column(name).map((value, i) => value / windows[i]!.seconds / by));
  const sum = (name: Column): number => total(column(name));
  return {
    arrivals: sum('arrivals'),
    served: sum('served'),
    refused: sum('refused'),
    gaveUp: sum('gaveUp'),
    abandoned: sum('abandoned'),
    failures: byCause(causes, (cause) => total(counts.map(({ failures }) => failures[index * causes.length + cause]!))),
    utilisation: perSecond('busyArea', spec.discipline === 'delay' ? 1 : capacityOf(spec)),
    queue: perSecond('waitingArea', 1),
    present: perSecond('presentArea', 1),
    wait: ratioOf(column('waitSum'), column('started')),
    time: ratioOf(column('timeSum'), column('served')),
  };
}

function cacheResult(windows: readonly Window[], index: number): CacheResult {
  const counts = windows.map(({ caches }) => caches[index]!);
  const hits = counts.map((each) => each.hits);
  const misses = counts.map((each) => each.misses);
  return {
    hits: total(hits),
    misses: total(misses),
    evictions: total(counts.map(({ evictions }) => evictions)),
    hitRatio: ratioOf(
      hits,
      hits.map((count, i) => count + misses[i]!),
    ),
  };
}

function targetResults(
  { balancers }: Compiled,
  windows: readonly Window[],
  index: number,
): Record<string, TargetResult> {
  const counts = windows.map((window) => window.balancers[index]!);
  const all = counts.map(({ chosen }) => total([...chosen]));
  return named(balancers[index]!.targets, (target) => {
    const chosen = counts.map((each) => each.chosen[target]!);
    const failed = total(counts.map((each) => each.failed[target]!));
    return { chosen: total(chosen), failed, share: ratioOf(chosen, all) };
  });
}
