import { LabError } from '../errors/lab-error.ts';
import { followHeader, requestHeader, type Visited } from '../kit/trail.ts';
import { calledBy, joined } from '../live/trace.ts';
import { destinationOf, type Destination } from '../load/destination.ts';
import type { Trace } from '../model/trace.ts';
import { systemClock } from '../ports/clock.ts';
import { exchange, type HttpAnswer } from '../ports/http.ts';
import { DialError, type Vantage } from '../ports/vantage.ts';
import { servicesOn, type RoleWorld } from '../provision/context.ts';
import * as text from '../text/trace.ts';
import type { Bench, LabRequest } from './bench.ts';
import { openMeant } from './meant.ts';
import type { OpenedLab } from './opened.ts';
import { roleWorld } from './provisioned.ts';
import { openSessions, type Sessions } from './sessions.ts';

/** Which request is followed. */
export interface TraceRequest extends LabRequest {
  /** The page that we ask for; one that needs every service behind it if absent. */
  readonly path?: string;
  /** As these visitors of the topology; the first ones if absent. */
  readonly visitors?: string;
  /** A request that was there already, by its id: nothing is sent. */
  readonly request?: string;
}

/** How long an answer is waited for, milliseconds. */
const answerMs = 20_000;
/** How long after the answer services may need to write down what they did, milliseconds, and how often that is looked for. */
const patience = { forMs: 2000, everyMs: 100 };

/**
 * Follows one request through a lab that runs: where it was for how long, as those say who had it.
 * @throws LabError `lab-not-up`, `no-visitors`, `trace-unanswered`, `trace-untold`, `no-such-request`
 */
export const trace = async (request: TraceRequest, bench: Bench): Promise<Trace> => {
  const lab = await openMeant(request, bench, (drawn) => destinationOf(drawn, request.visitors));
  const world = await roleWorld(lab);
  const destination = destinationOf(world, request.visitors);
  const sent = request.request === undefined ? await send(lab, destination, request, bench) : undefined;
  const id = request.request ?? sent?.id ?? '';
  await using sessions = openSessions(lab, bench);
  const { service, visitors } = destination;
  const visits = await gather({ world, sessions, id, waits: sent !== undefined, signal: bench.stage.signal }, service);
  const about = visits.get(service)?.about;
  if (sent === undefined && visits.size === 0)
    throw new LabError({ code: 'no-such-request', fault: 'operation', ...text.noSuchRequest(id) });
  return {
    ...{ lab: lab.identity.name, request: id },
    ...(sent && { from: `${visitors.name}@${visitors.network}`, method: 'GET', path: sent.path, status: sent.status }),
    ...about,
    hop: joined(lab.blueprint, visits, {
      service,
      over: [visitors.network],
      ...(sent && { waited: sent.milliseconds }),
    }),
  };
};

interface Sent {
  readonly id: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
}

const send = async (
  lab: OpenedLab,
  { visitors, service, address, port, visits }: Destination,
  request: TraceRequest,
  { stage }: Bench,
): Promise<Sent> => {
  const path = request.path ?? visits?.through ?? visits?.page ?? '/';
  const vantage = await lab.provider.vantage(lab.known, visitors.network);
  let began = systemClock.elapsed();
  const dial: Vantage['dial'] = async (...where) => {
    const stream = await vantage.dial(...where);
    // How long we needed to get into the lab is no part of the request.
    began = systemClock.elapsed();
    return stream;
  };
  const asked = { address, port, path, timeoutMs: answerMs, signal: stage.signal, headers: { [followHeader]: '1' } };
  const answer = await exchange({ name: vantage.name, dial }, asked).catch((error: unknown): never => {
    if (!(error instanceof DialError)) throw error;
    const words = text.unanswered(path, answerMs / 1000);
    throw new LabError({ code: 'trace-unanswered', fault: 'operation', ...words, cause: error });
  });
  return { id: idOf(answer, service), path, status: answer.status, milliseconds: systemClock.elapsed() - began };
};

const idOf = ({ headers }: HttpAnswer, service: string): string => {
  const id = headers[requestHeader];
  if (typeof id === 'string') return id;
  throw new LabError({ code: 'trace-untold', fault: 'operation', ...text.untold(service) });
};

interface Search {
  readonly world: RoleWorld;
  readonly sessions: Sessions;
  readonly id: string;
  /** Whether the request was there just now, so that it may not be written down yet. */
  readonly waits: boolean;
  readonly signal: AbortSignal;
}

/** Asks the first service, then those that it says it has asked, and so on. Who cannot be asked is left out. */
const gather = async (search: Search, service: string, found = new Map<string, Visited>()) => {
  const visited = await lookUp(search, service);
  if (visited === undefined) return found;
  found.set(service, visited);
  const next = calledBy(search.world.blueprint, service, visited).filter((id) => !found.has(id));
  await Promise.all(next.map((id) => gather(search, id, found)));
  return found;
};

const lookUp = async (
  { world, sessions, id, waits, signal }: Search,
  service: string,
): Promise<Visited | undefined> => {
  const machine = world.blueprint.machines.find(({ services }) => services.includes(service));
  const atWork = machine && servicesOn(world, machine).find((each) => each.service.id === service);
  const trail = atWork?.role.trail?.(atWork.context);
  if (machine === undefined || trail === undefined) return undefined;
  const session = (await sessions.reachable([machine.name])).get(machine.name);
  const question = trail.question(id);
  const until = systemClock.elapsed() + (waits ? patience.forMs : 0);
  while (session !== undefined) {
    const visited = trail.read((await session.ask([question], { signal })).answer(question).stdout);
    if (visited !== undefined || systemClock.elapsed() > until) return visited;
    await systemClock.sleep(patience.everyMs, signal);
  }
  return undefined;
};
