import * as z from 'zod';
import { LabError } from '../errors/lab-error.ts';
import type { TracedRequest } from '../model/workload.ts';
import * as text from '../text/load.ts';

const request = z.strictObject({
  at: z.number().min(0).max(86_400_000),
  source: z.ipv4().optional(),
  path: z
    .string()
    .max(4000)
    .regex(/^\/[\x21-\x7e]*$/),
});

/**
 * Reads a trace: one JSON object a line, each a `TracedRequest`, in the order of their moments.
 * @throws LabError `bad-trace`, with the line
 */
export const readTrace = (content: string, file: string): readonly TracedRequest[] => {
  const requests: TracedRequest[] = [];
  content.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const bad = (why: string): LabError =>
      new LabError({ code: 'bad-trace', fault: 'usage', ...text.badTrace(`${file}:${String(index + 1)}`, why) });
    const { at, source, path } = parsed(line, bad);
    if (at < (requests.at(-1)?.at ?? 0)) throw bad('out of order');
    requests.push({ at, path, ...(source !== undefined && { source }) });
  });
  if (requests.length === 0)
    throw new LabError({ code: 'bad-trace', fault: 'usage', ...text.badTrace(file, 'no requests') });
  return requests;
};

const parsed = (line: string, bad: (why: string) => LabError): z.infer<typeof request> => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw bad('not JSON');
  }
  const result = request.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw bad(`${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
};
