import { resolve } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { readTrace } from '../../load/trace.ts';
import { readText } from '../../ports/files.ts';
import { kindsOf, type Kind } from '../../sim/lab/kinds.ts';
import type { Closed, Open, Traced } from '../../sim/model/source.ts';
import type { TracedRequest } from '../../model/workload.ts';
import * as text from '../../text/sim-lab.ts';
import { noVisitors } from '../../text/load.ts';
import { noSuchFile } from '../../text/verbs.ts';
import type { Bench } from '../bench.ts';
import type { LabOfRoles } from '../choices.ts';
import { usual, type SimRequest } from './request.ts';
import { serviceModels } from './service-models.ts';

/** How all visitors together come: so many a second, so many who come again and again, or as a trace says. */
export type Coming = { readonly rate: number } | Closed | Traced;

/** How the visitors of each of these names come, such that together they are as they should be. */
export const comingOfEach = (
  coming: Coming,
  names: readonly string[],
): Readonly<Record<string, Open | Closed | Traced>> => {
  // A trace says once what is asked: by the first visitors, as where a load plays it.
  if ('trace' in coming) return Object.fromEntries(names.slice(0, 1).map((name) => [name, coming]));
  if ('rate' in coming)
    return Object.fromEntries(names.map((name) => [name, { arrivals: { rate: coming.rate / names.length } }]));
  const { users, think } = coming;
  const shares = names.map((name, at) => [name, Math.floor((users + names.length - 1 - at) / names.length)] as const);
  return Object.fromEntries(shares.flatMap(([name, share]) => (share > 0 ? [[name, { users: share, think }]] : [])));
};

/** Requests a second of so many who come again: whoever does so at once does it a hundred times, if answers are quick. */
export const mostOften = (visitors: number, thinkMs: number): number => visitors / Math.max(0.01, thinkMs / 1000);

/** At the request's rate, as so many who come again and again, or as a trace says. @throws LabError, `no-visitors` too */
export async function comingOf(request: SimRequest, lab: LabOfRoles, bench: Bench): Promise<Coming> {
  const { closed, thinkMs = 0, trace, rate = usual.rate } = request;
  if (lab.blueprint.visitors.length === 0)
    throw new LabError({ code: 'no-visitors', fault: 'usage', ...noVisitors(undefined, []) });
  if (trace !== undefined)
    return { trace: traceOf(await requestsIn(trace, bench), kindsOf(serviceModels(lab), undefined)) };
  return closed === undefined ? { rate } : { users: closed, think: thinkMs / 1000 };
}

async function requestsIn(file: string, { directory }: Bench): Promise<readonly TracedRequest[]> {
  const content = await readText(resolve(directory, file));
  if (content === undefined) throw new LabError({ code: 'no-such-file', fault: 'usage', ...noSuchFile(file) });
  return readTrace(content, file);
}

/** A trace as the engine has it: addresses as numbers, paths as places among the kinds. @throws LabError usage */
function traceOf(requests: readonly TracedRequest[], kinds: readonly Kind[]): Traced['trace'] {
  const asked = requests.map(({ path }) => askedBy(path, kinds));
  return {
    times: requests.map(({ at }) => at / 1000),
    clients: requests.map(({ source = '0.0.0.0' }) =>
      source.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0),
    ),
    keys: asked.map(({ key }) => key),
    demands: asked.map(({ seconds }) => seconds),
  };
}

/** Which kind of request a path is, and for how much it asks. @throws LabError usage */
export function askedBy(path: string, kinds: readonly Kind[]): { readonly key: number; readonly seconds: number } {
  for (const [key, kind] of kinds.entries()) {
    const [before = '', after] = kind.path.split('{ms}');
    if (after === undefined ? path.split('?')[0] === before : path.startsWith(before)) {
      const seconds = after === undefined ? 0 : Number(path.slice(before.length, path.length - after.length)) / 1000;
      if (seconds >= 0) return { key, seconds };
    }
  }
  throw new LabError({
    code: 'usage',
    fault: 'usage',
    ...text.unknownKind(
      path,
      kinds.map((kind) => kind.path),
    ),
  });
}

/** How long a trace is, milliseconds. */
export const lengthOf = (coming: Coming): number | undefined =>
  'trace' in coming ? ((coming.trace.times.at(-1) ?? 0) + 1) * 1000 : undefined;
