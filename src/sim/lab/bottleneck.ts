import type { Sentence } from '../../model/sentence.ts';
import * as text from '../../text/sim-lab.ts';
import type { LabOutcome } from './outcome.ts';

/** What is used up first, at the rate at which it is. */
export interface Bottleneck {
  readonly kind: 'processor' | 'pool' | 'link';
  /** Machines, pools or links that are used up alike, as those of the instances of one service are; of a pool the service. */
  readonly where: readonly string[];
  readonly utilisation: number;
  readonly why: Sentence;
}

/** Utilisations that differ by less are alike: what balancing shares evenly is used up together. */
const alike = 0.05;

interface Candidate {
  readonly kind: Bottleneck['kind'];
  readonly where: string;
  readonly utilisation: number;
  /** Milliseconds for which it is kept at a time: who waits for another that is used up is kept longer than that one. */
  readonly kept: number;
  /** Of a service: its pool. */
  readonly part?: string;
  readonly why: (where: readonly string[], parts: readonly string[]) => Sentence;
}

/**
 * The part with the greatest utilisation. Where several are used up, most of them only wait for the one that matters:
 * a processor or a link waits for nobody, and a place in a pool is kept the shorter the less it waits for.
 * Undefined where nothing is used at all.
 */
export function bottleneckOf(outcome: LabOutcome): Bottleneck | undefined {
  const candidates = candidatesOf(outcome);
  const greatest = Math.max(0, ...candidates.map(({ utilisation }) => utilisation));
  if (!(greatest > 0)) return undefined;
  const used = candidates.filter((each) => each.utilisation > greatest - alike);
  const first = used.toSorted((one, other) => one.kept - other.kept)[0]!;
  const { kind, kept } = first;
  const others = used.filter((each) => each.kind === kind && each.kept <= 2 * kept);
  const where = [...new Set(others.map((each) => each.where))];
  const parts = [...new Set(others.flatMap(({ part }) => part ?? []))];
  return { kind, where, utilisation: greatest, why: first.why(where, parts) };
}

function candidatesOf({ visitors, machines, pools, links }: LabOutcome): readonly Candidate[] {
  const rate = visitors.reduce((sum, { throughput }) => sum + throughput.value, 0);
  return [
    ...machines.map(({ machine, cpus, utilisation: { value } }) => ({
      kind: 'processor' as const,
      where: machine,
      utilisation: value,
      kept: 0,
      why: (where: readonly string[]) => text.processorIsFull(where, ((value * cpus) / rate) * 1000, cpus),
    })),
    ...pools.map(({ service, pool, places, kept, utilisation: { value } }) => ({
      kind: 'pool' as const,
      where: service,
      part: pool,
      utilisation: value,
      kept,
      why: (services: readonly string[], pools: readonly string[]) =>
        text.poolIsFull({ pools, services, places, kept }),
    })),
    ...links.map(({ link, utilisation: { value } }) => ({
      kind: 'link' as const,
      where: link,
      utilisation: value,
      kept: 0,
      why: (where: readonly string[]) => text.linkIsFull(where),
    })),
  ];
}
