import type { Blueprint } from '../../model/blueprint.ts';
import type { Link as LinkSpec } from '../../model/topology.ts';
import type { Link, Named } from '../model/model.ts';

/** The way out of a machine into a network. */
export const linkOf = (machine: string, network: string): string => `${machine} into ${network}`;

/** Seconds after which TCP sends again what was lost: the least that Linux waits (RFC 6298 asks for 1 s at first). */
const resendAfter = 0.2;

/** The ways out of all machines that do anything to packets: those whose network or attachment says so. */
export const linksOf = (blueprint: Blueprint): Named<Link> =>
  Object.fromEntries(
    blueprint.machines.flatMap(({ name, interfaces }) =>
      interfaces
        .filter(({ link }) => hasProperties(link))
        .map(({ network, link }) => [linkOf(name, network), queueOf(link)] as const),
    ),
  );

/** Whether the link does anything to packets. */
export const hasProperties = ({ delayMs = 0, jitterMs = 0, rateBps, loss = 0 }: LinkSpec): boolean =>
  delayMs > 0 || jitterMs > 0 || rateBps !== undefined || loss > 0;

/** Jitter is evenly to both sides of the delay, as the kernel's `netem` has it. */
const queueOf = ({ delayMs = 0, jitterMs = 0, rateBps, loss = 0 }: LinkSpec): Link => ({
  delay: Math.max(0, delayMs - jitterMs) / 1000,
  ...(jitterMs > 0 && { jitter: { uniform: [0, (2 * Math.min(jitterMs, delayMs)) / 1000] as const } }),
  ...(rateBps !== undefined && { rate: rateBps }),
  ...(loss > 0 && { loss, resendAfter }),
});
