import type { AnswerTo, Facts, Question } from '../kit/question.ts';
import type { Machine } from '../model/blueprint.ts';
import type { MachineLoad, ServiceStatus } from '../model/status.ts';
import { systemClock, type Clock } from '../ports/clock.ts';
import { servicesOn, type RoleAtWork, type RoleWorld } from '../provision/context.ts';
import type { Session } from '../ssh/session.ts';
import type { Sample } from './counters.ts';
import { healthOf, type Health } from './health.ts';
import { machineLoad } from './machine-load.ts';
import { watchProbe, type Probed, type ProbeWatch } from './probe-watch.ts';

/** What was seen of a machine in one look. */
export interface MachineSeen {
  /** Absent: the machine could not be asked. */
  readonly load?: MachineLoad;
  /** When its counters were read, milliseconds of the watch's clock; absent as `load` is. */
  readonly at?: number;
  readonly services: readonly ServiceStatus[];
}

/** A machine that is looked at again and again, over one session. */
export interface MachineWatch extends AsyncDisposable {
  /** Never fails: what could not be read is unknown. */
  look(signal: AbortSignal): Promise<MachineSeen>;
  /** What is said of a machine that cannot be asked. */
  unseen(): MachineSeen;
}

/** What a watch needs of the lab. */
export interface Watched {
  readonly world: RoleWorld;
  /** Opens a session; asked again after one was lost. @throws LabError `ssh-…` */
  readonly open: (machine: string, signal: AbortSignal) => Promise<Session>;
  readonly clock?: Clock;
}

/** How long what was found out about a service's health is good for, milliseconds: asking takes part in its work. */
const healthLastsMs = 4500;

const machineQuestion = { ask: 'machine' } satisfies Question;

/** Begins to watch a machine. Nothing is asked before the first look. */
export const watchMachine = ({ world, open, clock = systemClock }: Watched, machine: Machine): MachineWatch => {
  const services = servicesOn(world, machine)
    .filter(({ service }) => !service.implied || service.offers.length > 0)
    .map((atWork) => watchService(atWork, clock));
  let session: Session | undefined;
  let before: Sample<AnswerTo['machine']> | undefined;

  const unseen = (): MachineSeen => ({ services: services.map((service) => service.unseen()) });
  const close = async (): Promise<void> => {
    const old = session;
    session = undefined;
    before = undefined;
    await Promise.all(services.map((service) => service[Symbol.asyncDispose]()));
    await old?.[Symbol.asyncDispose]();
  };
  const look = async (signal: AbortSignal): Promise<MachineSeen> => {
    session ??= await open(machine.name, signal);
    const questions = [machineQuestion, ...services.flatMap((service) => service.questions())];
    const facts = await session.ask(questions, { signal });
    const after = { value: facts.answer(machineQuestion), at: clock.elapsed() };
    const load = machineLoad(machine, before, after);
    before = after;
    const reply = { facts, at: after.at, session, signal };
    return { load, at: after.at, services: await Promise.all(services.map((service) => service.read(reply))) };
  };
  return {
    look: async (signal) => {
      try {
        return await look(signal);
      } catch {
        // The machine is gone, or restarts: the next look opens another session.
        await close().catch(() => {});
        return unseen();
      }
    },
    unseen,
    [Symbol.asyncDispose]: close,
  };
};

interface ServiceReply {
  readonly facts: Facts;
  readonly at: number;
  readonly session: Session;
  readonly signal: AbortSignal;
}

const watchService = (atWork: RoleAtWork, clock: Clock) => {
  const { service, role, context } = atWork;
  const probes: readonly ProbeWatch[] = (role.probe?.(context) ?? []).map((probe) =>
    watchProbe(probe, service, role.inspect?.(context)),
  );
  let health: Sample<Health> | undefined;
  let asking: Promise<void> | undefined;
  const ask = async ({ session, signal }: ServiceReply): Promise<void> => {
    health = { value: await healthOf(atWork, session, signal), at: clock.elapsed() };
  };
  const healthAt = async (reply: ServiceReply): Promise<Health> => {
    if (health === undefined || reply.at - health.at > healthLastsMs)
      asking ??= ask(reply).finally(() => (asking = undefined));
    // Only the first answer is waited for: a service that hangs does not hold up what else is read.
    if (health === undefined) await asking;
    else asking?.catch(() => (health = undefined));
    return health?.value ?? { state: 'unknown' };
  };
  const told = (state: Health, probed: readonly Probed[]): ServiceStatus => {
    const traffic = probed.find((each) => each.traffic !== undefined)?.traffic;
    return {
      ...{ id: service.id, role: service.role, ports: service.offers, ...state },
      gauges: probed.flatMap(({ gauges }) => gauges),
      ...(traffic && { traffic }),
    };
  };
  return {
    questions: () => probes.flatMap((probe) => probe.questions()),
    read: async (reply: ServiceReply) => {
      const { facts, at, session, signal } = reply;
      const [state, probed] = await Promise.all([
        healthAt(reply),
        Promise.all(probes.map((probe) => probe.read({ facts, at, signal, vantage: session }))),
      ]);
      return told(state, probed);
    },
    unseen: () => {
      health = undefined;
      const probed = probes.map((probe) => probe.unknown());
      return told({ state: 'unknown' }, probed);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(probes.map((probe) => probe[Symbol.asyncDispose]()));
    },
  };
};
