import type { AttachmentSpec, Link } from '../model/topology.ts';
import type * as grammar from './grammar.ts';

/** A link as the model has it: units in the names. */
export const linkSpec = ({ delay, jitter, rate, loss }: grammar.Link = {}): Link => ({
  ...(delay !== undefined && { delayMs: delay }),
  ...(jitter !== undefined && { jitterMs: jitter }),
  ...(rate !== undefined && { rateBps: rate }),
  ...(loss !== undefined && { loss }),
});

/** Attachments as maps, so that they can be laid over one another; `false` stays. */
export const attachmentMaps = (
  attachments: Readonly<Record<string, grammar.Attachment>> = {},
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(attachments).map(([network, value]) => [
      network,
      typeof value === 'string' ? { address: value } : value,
    ]),
  );

/** Laid attachments as the model has them, without those that were switched off. */
export const attachmentSpecs = (laid: unknown): readonly AttachmentSpec[] =>
  Object.entries((laid ?? {}) as Readonly<Record<string, false | { address?: string; link?: grammar.Link }>>).flatMap(
    ([network, value]) =>
      value === false ? [] : [{ network, address: value.address ?? 'auto', link: linkSpec(value.link) }],
  );
