import type { Blueprint } from '../../model/blueprint.ts';
import type { Link as LinkSpec } from '../../model/topology.ts';
import type { Link, LinkChange, Named } from '../model/model.ts';
import { linkChanges, type Fault } from './faults.ts';

/** The way out of a machine into a network. */
export const wayOut = (machine: string, network: string): string => `${machine} into ${network}`;
/** The way into a machine from a network: it does nothing to packets unless a fault does. */
export const wayIn = (machine: string, network: string): string => `${machine} from ${network}`;

/** Seconds after which TCP sends again what was lost: the least that Linux waits (RFC 6298 asks for 1 s at first). */
const resendAfter = 0.2;

/** The ways out of, and into, all machines that do anything to packets, by themselves or for a fault. */
export const linksOf = (blueprint: Blueprint, faults: readonly Fault[]): Named<Link> =>
  Object.fromEntries(
    blueprint.machines.flatMap(({ name: machine, interfaces }) =>
      interfaces.flatMap(({ network, link }) => {
        const [from, to] = (['from', 'to'] as const).map((direction) => {
          const usual = direction === 'from' ? link : {};
          return linkChanges(faults, { machine, network, direction }, stateOf(usual));
        });
        return [...linkIf(wayOut(machine, network), link, from), ...linkIf(wayIn(machine, network), {}, to)];
      }),
    ),
  );

const linkIf = (
  name: string,
  spec: LinkSpec,
  schedule: readonly LinkChange[] = [],
): readonly (readonly [string, Link])[] =>
  hasProperties(spec) || schedule.length > 0 ? [[name, { ...queueOf(spec), ...again(spec, schedule), schedule }]] : [];

/** What may be lost is sent again. */
const again = ({ loss = 0 }: LinkSpec, schedule: readonly LinkChange[]): Pick<Link, 'resendAfter'> =>
  loss > 0 || schedule.some((change) => change.down || (change.loss ?? 0) > 0) ? { resendAfter } : {};

/** Whether the link does anything to packets. */
const hasProperties = ({ delayMs = 0, jitterMs = 0, rateBps, loss = 0 }: LinkSpec): boolean =>
  delayMs > 0 || jitterMs > 0 || rateBps !== undefined || loss > 0;

/** Bits per second of a link that nothing limits. */
const unlimited = 1e15;

const stateOf = ({ delayMs = 0, rateBps = unlimited, loss = 0 }: LinkSpec) => ({
  ...{ down: false, rate: rateBps, loss, delay: delayMs / 1000 },
});

/** Jitter is evenly to both sides of the delay, as the kernel's `netem` has it. */
const queueOf = ({ delayMs = 0, jitterMs = 0, rateBps, loss = 0 }: LinkSpec): Link => ({
  delay: Math.max(0, delayMs - jitterMs) / 1000,
  ...(jitterMs > 0 && { jitter: { uniform: [0, (2 * Math.min(jitterMs, delayMs)) / 1000] as const } }),
  ...(rateBps !== undefined && { rate: rateBps }),
  ...(loss > 0 && { loss }),
});
