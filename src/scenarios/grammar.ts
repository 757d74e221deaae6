import * as z from 'zod';
import { refuse } from '../kit/refusal.ts';
import type { Amount, Moment } from '../model/scenario.ts';
import * as say from '../text/scenarios.ts';
import { parseDuration, parseLoss } from '../topology/quantities.ts';

const text = <T>(parse: (text: string) => T | undefined, example: string) =>
  z.string().transform((value, context): T => {
    const parsed = parse(value);
    if (parsed !== undefined) return parsed;
    refuse(context, say.badValue(value, example));
    return z.NEVER;
  });

const duration = text(parseDuration, '1.5s');
const share = text(parseLoss, '50%');

const parseMoment = (written: string): Moment | undefined => {
  const [, step, plus] = /^([a-z][a-z0-9-]*)(?:\s*\+\s*(\S+))?$/.exec(written) ?? [];
  const plusMs = plus === undefined ? 0 : parseDuration(plus);
  return step === undefined || plusMs === undefined ? undefined : { step, plusMs };
};
const moment = text(parseMoment, 'broken + 1s');

const amount = z.union([z.int().min(0), z.string()]).transform((value, context): Amount => {
  if (typeof value === 'number') return { count: value };
  const parsed = parseLoss(value);
  if (parsed !== undefined) return { share: parsed };
  refuse(context, say.badValue(value, '5%'));
  return z.NEVER;
});

const sentence = z.strictObject({ en: z.string(), pt: z.string() });

const faultWords = z.string().regex(/^[a-z][a-z0-9-]*( [a-z0-9@:-]+)?$/);
const several = <S extends z.ZodType>(one: S) => z.union([one, z.array(one)]);

const traffic = z.strictObject({
  stream: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .default('visitors'),
  rate: z.number().min(0.1).max(2000).optional(),
  visitors: z.int().min(1).max(500).optional(),
  pause: duration.optional(),
  profile: z.string().optional(),
  path: z.string().startsWith('/').optional(),
});

const step = z.strictObject({
  at: duration,
  as: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .optional(),
  say: sentence.optional(),
  traffic: z.union([z.literal('off'), traffic]).optional(),
  inject: several(faultWords).optional(),
  undo: z.union([z.literal('all'), several(faultWords)]).optional(),
  set: z.union([z.literal('reset'), z.record(z.string(), z.union([z.string(), z.number()]))]).optional(),
});

const percentile = z.enum(['p50', 'p90', 'p95', 'p99']).default('p95');

const expectation = z.strictObject({
  say: sentence,
  from: moment,
  to: moment,
  stream: z.string().optional(),
  errors: z.strictObject({ most: amount.optional(), least: amount.optional() }).optional(),
  served: z.record(z.string(), share).optional(),
  give: share.optional(),
  machines: z.int().min(0).optional(),
  turns: z.array(z.string()).min(1).optional(),
  latency: z.strictObject({ percentile, most: duration.optional(), least: duration.optional() }).optional(),
  faster: z
    .strictObject({ percentile, than: z.strictObject({ from: moment, to: moment }), times: z.number().positive() })
    .optional(),
});

/** The file as a whole. */
export const scenarioSchema = z.strictObject({
  scenario: z.literal(1),
  title: sentence,
  timeline: z.array(step).min(1).max(200),
  expect: z.array(expectation).max(100),
});

/** What a file says, its values read. */
export type ScenarioFile = z.infer<typeof scenarioSchema>;
