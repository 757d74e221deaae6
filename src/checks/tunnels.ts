import type { Flow, Machine } from '../model/blueprint.ts';
import { DialError } from '../ports/vantage.ts';
import type { Session } from '../ssh/session.ts';
import {
  counted,
  expectTunnel,
  nobodyThere,
  otherWay,
  otherWayHint,
  tunnelAbsent,
  tunnelAbsentHint,
  tunnelTitle,
} from '../text/checks.ts';
import type { Check, CheckGround, CheckKind, Outcome } from './check.ts';
import { discard } from './control.ts';
import { deviceTowards, readCounters } from './counters.ts';
import { greet } from './hello.ts';
import type { Place } from './place.ts';
import { placeNamed, placeOfSource, sessionOn, vantageAt } from './place.ts';
import type { Promised } from './promises.ts';
import { promisesOf } from './promises.ts';

/** How often each service behind the tunnel is greeted between two looks at the counters. */
const greetings = 10;
const timeoutMs = 3000;

/** Each tunnel is up, and what must cross it does. */
export const tunnels: CheckKind = {
  name: 'tunnel',
  derive: (ground) => promisesOf(ground, 'tunnel').map((promised) => crossesTunnel(ground, promised)),
};

const crossesTunnel = (ground: CheckGround, promised: Promised<'tunnel'>): Check => {
  const { machine, promise } = promised;
  return {
    id: `tunnel:${promise.network}@${machine.name}`,
    title: tunnelTitle(promise.network, machine.name),
    from: machine.name,
    manner: 'counts',
    patient: true,
    ask: async (signal) => watchTunnel(ground, promised, sessionOn(ground, machine.name), signal),
  };
};

const watchTunnel = async (
  ground: CheckGround,
  { machine, promise }: Promised<'tunnel'>,
  session: Session,
  signal: AbortSignal,
): Promise<Outcome> => {
  const { blueprint } = ground.world;
  const network = blueprint.networks.find(({ name }) => name === promise.network);
  const over = deviceOn(machine, network?.kind === 'openvpn' ? network.over : promise.network);
  const expected = expectTunnel(promise.device, over);
  const flows = flowsThrough(blueprint.flows, promise.network, machine.name);
  const before = await readCounters(session, signal);
  if (!before.has(promise.device))
    return { verdict: 'fail', expected, seen: tunnelAbsent(promise.device), hint: tunnelAbsentHint };
  for (const address of new Set([promise.peer, ...flows.map(({ to }) => to.address)])) {
    const device = await deviceTowards(session, address, signal);
    if (device !== promise.device)
      return { verdict: 'fail', expected, seen: otherWay(address, device), hint: otherWayHint };
  }
  const payload = await send(ground, machine.name, flows, promise.peer, signal);
  if (payload === undefined) return { verdict: 'fail', expected, seen: nobodyThere, hint: tunnelAbsentHint };
  const after = await readCounters(session, signal);
  const grown = (device: string): number => (after.get(device) ?? 0) - (before.get(device) ?? 0);
  const [inside, outside] = [grown(promise.device), grown(over)];
  const seen = counted(promise.device, inside, over, outside, payload);
  // Packets have headers: what is counted is always more than what was said.
  const crossed = inside > payload && outside > inside;
  return crossed ? { verdict: 'pass', expected, seen } : { verdict: 'fail', expected, seen, hint: otherWayHint };
};

const deviceOn = ({ interfaces }: Machine, network: string): string =>
  interfaces.find((each) => each.network === network)?.device ?? network;

/** The flows that enter, or leave, the tunnel on this machine. */
const flowsThrough = (flows: readonly Flow[], network: string, machine: string): readonly Flow[] =>
  flows.filter(({ from, to, path, protocol }) => {
    if (protocol !== 'tcp' || !path.some((hop) => hop.network === network)) return false;
    const starts = from.kind === 'service' && from.machine === machine;
    return starts || to.machine === machine || path.some(({ via }) => via === machine);
  });

/** Talks through the tunnel, and returns how many bytes that took without any headers; `undefined` if nobody answered. */
const send = async (
  ground: CheckGround,
  machine: string,
  flows: readonly Flow[],
  peer: string,
  signal: AbortSignal,
): Promise<number | undefined> => {
  const { blueprint } = ground.world;
  const talks = flows.flatMap(({ from, to }) => {
    const place = placeOfSource(blueprint, from);
    // Somebody else's machine that cannot be entered is no fault of the tunnel.
    const enterable = place?.kind === 'network' || ground.sessions.has(place?.name ?? '');
    return place && enterable ? Array.from({ length: greetings }, () => talk(ground, place, to, signal)) : [];
  });
  // Nobody needs the tunnel: then being turned away at the other end is the conversation.
  const knock = { portName: '', address: peer, port: discard };
  const said = await Promise.all(
    talks.length > 0 ? talks : [talk(ground, placeNamed(blueprint, machine), knock, signal)],
  );
  const heard = said.filter((bytes) => bytes !== undefined);
  return heard.length === 0 ? undefined : heard.reduce((sum, bytes) => sum + bytes, 0);
};

const talk = async (
  ground: CheckGround,
  place: Place,
  to: Pick<Flow['to'], 'portName' | 'address' | 'port'>,
  signal: AbortSignal,
): Promise<number | undefined> => {
  const vantage = await vantageAt(ground, place);
  try {
    return (await greet(vantage, { ...to, timeoutMs, signal })).bytes;
  } catch (error) {
    if (!(error instanceof DialError)) throw error;
    return error.failure === 'refused' ? 0 : undefined;
  }
};
