import { resolve } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { conduct } from '../load/conduct.ts';
import { destinationOf, scriptFor } from '../load/destination.ts';
import type { LoadOrder, Measured, Script } from '../load/order.ts';
import { readTrace } from '../load/trace.ts';
import type { LoadResult } from '../model/load.ts';
import type { Arrivals } from '../model/workload.ts';
import { readText } from '../ports/files.ts';
import { hostLoad, hostWork } from '../ports/host-load.ts';
import { secureRandom } from '../ports/random.ts';
import { DialError } from '../ports/vantage.ts';
import { timed } from '../ports/timed.ts';
import type { RoleWorld } from '../provision/context.ts';
import * as text from '../text/load.ts';
import * as words from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { openMeant } from './meant.ts';
import type { OpenedLab } from './opened.ts';
import { roleWorld } from './provisioned.ts';

/** Who is sent, and what they do. */
export interface LoadRequest extends LabRequest {
  /** As these visitors of the topology; the first ones if absent. */
  readonly visitors?: string;
  /** How visitors come; or a trace's file. */
  readonly arrivals: Exclude<Arrivals, { readonly kind: 'trace' }> | { readonly kind: 'trace'; readonly file: string };
  /** Of an open or closed load. */
  readonly milliseconds: number;
  /** What a visitor does; `page` if absent. */
  readonly profile?: string;
  /** Of the profile `page`. */
  readonly path?: string;
  /** A new connection for each request. */
  readonly fresh?: boolean;
  /** After which a request counts as unanswered; 10 s if absent. */
  readonly timeoutMs?: number;
  /** What became of each request is part of the result. */
  readonly record?: boolean;
}

/**
 * Sends visitors to a lab that runs, and measures what they meet. Interrupted, it still says what is known so far.
 * Nothing is left of the visitors; where something is, the result says so.
 */
export const load = async (request: LoadRequest, bench: Bench): Promise<LoadResult> => {
  const wayOf = (world: RoleWorld) => {
    const destination = destinationOf(world, request.visitors);
    return { destination, ...scriptFor(destination, request) };
  };
  const lab = await openMeant(request, bench, wayOf);
  const { destination, name, title, script } = wayOf(await roleWorld(lab));
  const arrivals = await arrivalsOf(request, bench);
  const { visitors, service, address, port, sources, visits } = destination;
  const order: LoadOrder = {
    address,
    port,
    sources,
    arrivals,
    milliseconds: request.milliseconds,
    script: arrivals.kind === 'trace' ? noScript : script,
    ...(visits?.servedBy !== undefined && { servedBy: visits.servedBy }),
    keepAlive: request.fresh !== true,
    timeoutMs: request.timeoutMs ?? 10_000,
    ...(request.record && { record: true }),
    seed: new DataView(secureRandom.bytes(4).buffer).getUint32(0),
  };
  const before = hostLoad();
  const measured = await timed(bench.stage, { phase: 'load', what: text.loading }, () => sendOrder(lab, order, bench));
  const host = hostWork(before, hostLoad(), measured.seconds);
  return {
    lab: lab.identity.name,
    visitors: visitors.name,
    network: visitors.network,
    profile: request.arrivals.kind === 'trace' ? 'trace' : name,
    title: request.arrivals.kind === 'trace' ? text.asTraced(request.arrivals.file) : title,
    target: `${service} (${address}:${String(port)})`,
    ...measured,
    ...(host && { host }),
  };
};

/** What a trace asks for stands in the trace. */
const noScript: Script = { steps: [], cleanup: [], again: [] };

const arrivalsOf = async ({ arrivals }: LoadRequest, bench: Bench): Promise<Arrivals> => {
  if (arrivals.kind !== 'trace') return arrivals;
  const content = await readText(resolve(bench.directory, arrivals.file));
  if (content === undefined)
    throw new LabError({ code: 'no-such-file', fault: 'usage', ...words.noSuchFile(arrivals.file) });
  return { kind: 'trace', requests: readTrace(content, arrivals.file) };
};

/** Has the visitors of a lab that runs do what is ordered. @throws LabError `no-visitors-there`, `lab-not-up`, `load-failed` */
export const sendOrder = async (
  lab: OpenedLab,
  order: LoadOrder,
  { stage }: Bench,
  limitMs?: number,
): Promise<Measured> => {
  const { provider, known, identity, target } = lab;
  if (provider.visitors === undefined)
    throw new LabError({ code: 'no-visitors-there', fault: 'usage', ...text.notOnTarget(target) });
  const visitors = await provider.visitors(known).catch((error: unknown) => {
    if (!(error instanceof DialError)) throw error;
    throw new LabError({ code: 'lab-not-up', fault: 'operation', ...text.noWayIn(identity.name), cause: error });
  });
  return conduct(visitors, order, {
    signal: stage.signal,
    ...(limitMs !== undefined && { limitMs }),
    onSecond: (second) => stage.emit({ type: 'load-second', second }),
  });
};
