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
const name = z.string().regex(/^[a-z][a-z0-9-]*$/);

const faultWords = z.string().regex(/^[a-z][a-z0-9-]*( [a-z0-9@:-]+)?$/);
const several = <S extends z.ZodType>(one: S) => z.union([one, z.array(one)]);

const traffic = z.strictObject({
  stream: name.default('visitors').describe('A name for these visitors, where several kinds come at once.'),
  rate: z.number().min(0.1).max(2000).optional().describe('Requests a second, whatever becomes of them.'),
  visitors: z.int().min(1).max(500).optional().describe('So many at once, each of whom waits for the answer.'),
  pause: duration.optional().describe('How long each of them waits before the next request: 1s.'),
  profile: z.string().optional().describe('A visit of several steps: visit.'),
  path: z.string().startsWith('/').optional().describe('The page that is asked for.'),
});

const step = z.strictObject({
  at: duration.describe('When it begins, counted from the start: 5s.'),
  as: name.optional().describe('The name by which expectations know this step.'),
  say: sentence.optional().describe('What is told, in both languages.'),
  traffic: z
    .union([z.literal('off'), traffic])
    .optional()
    .describe('Who comes from now on, in the place of those of that stream before; off: nobody.'),
  inject: several(faultWords).optional().describe('Faults, as `bancada fault list` has them: killed survey@app1.'),
  undo: z
    .union([z.literal('all'), several(faultWords)])
    .optional()
    .describe('Faults that are taken back; all of them.'),
  set: z
    .union([z.literal('reset'), z.record(z.string(), z.union([z.string(), z.number()]))])
    .optional()
    .describe("Values of services: web.balance: least_conn; reset: the file's."),
});

const percentile = z.enum(['p50', 'p90', 'p95', 'p99']).default('p95');

const expectation = z.strictObject({
  say: sentence.describe('What is claimed, in both languages.'),
  from: moment.describe('From when on requests count: a step, start or end, and + 1s if wanted.'),
  to: moment.describe('Until when.'),
  stream: z.string().optional().describe('Only the visitors of that name.'),
  errors: z
    .strictObject({ most: amount.optional(), least: amount.optional() })
    .optional()
    .describe('Requests without a good answer: { most: 2 }, { least: 95% }.'),
  served: z
    .record(z.string(), share)
    .optional()
    .describe('Shares of the answers by machine: { app1: 50%, app2: 50% }.'),
  give: share.optional().describe('By how much shares may differ.'),
  machines: z.int().min(0).optional().describe('How many machines answer.'),
  turns: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Machines in the order in which they answer one visitor, over and over.'),
  latency: z
    .strictObject({ percentile, most: duration.optional(), least: duration.optional() })
    .optional()
    .describe('{ percentile: p95, most: 100ms }, or least.'),
  faster: z
    .strictObject({ percentile, than: z.strictObject({ from: moment, to: moment }), times: z.number().positive() })
    .optional()
    .describe('So many times as fast as in another span.'),
});

/** The file as a whole. */
export const scenarioSchema = z.strictObject({
  scenario: z.literal(1).describe('The version of the language.'),
  title: sentence.describe('What it shows, in both languages.'),
  timeline: z.array(step).min(1).max(200).describe('What happens when, in order.'),
  expect: z.array(expectation).max(100).describe('What is to come of it.'),
});

/** What a file says, its values read. */
export type ScenarioFile = z.infer<typeof scenarioSchema>;
