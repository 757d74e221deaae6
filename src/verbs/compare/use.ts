import type { Question } from '../../kit/question.ts';
import type { Machine } from '../../model/blueprint.ts';
import { systemClock } from '../../ports/clock.ts';
import { hostLoad, type HostLoad } from '../../ports/host-load.ts';
import { secondsAt } from '../../live/traffic.ts';
import { servicesOn, unitsOf, type RoleAtWork } from '../../provision/context.ts';
import type { LabAtWork } from '../provisioned.ts';
import { sumOf } from './sample.ts';

/** Processor seconds that a lab has used up to a moment. */
export interface Use {
  /** Milliseconds of a clock that never jumps. */
  readonly at: number;
  /** By machine: all that ran on it. */
  readonly machines: Readonly<Record<string, number>>;
  /** By service id: its own processes. */
  readonly services: Readonly<Record<string, number>>;
  readonly host: HostLoad | undefined;
  /** By service id of a balancer: where its log of requests ended. */
  readonly logs: Readonly<Record<string, string>>;
  /** Seconds that requests were at each service behind a balancer since the reading before: by its id. */
  readonly requests: Readonly<Record<string, number>>;
}

/**
 * Asks all machines at once; of requests, about those since the reading `before`.
 * @throws LabError where one cannot be asked
 */
export const readUse = async ({ lab, world, sessions }: LabAtWork, signal: AbortSignal, before?: Use): Promise<Use> => {
  const readings = await Promise.all(
    lab.blueprint.machines.map(async (machine) => {
      const session = await sessions.of(machine.name);
      const atWork = servicesOn(world, machine);
      const services = atWork.map((each) => ({
        id: each.service.id,
        questions: unitsOf(each).map((unit) => ({ ask: 'processes', unit }) as const),
      }));
      const logs = atWork.flatMap((each) => logsOf(each, before));
      const questions: readonly Question[] = [
        whole,
        ...services.flatMap((each) => each.questions),
        ...logs.map(({ question }) => question),
      ];
      const facts = await session.ask(questions, { signal });
      const used = services.map(({ id, questions: own }) => {
        const processes = own.flatMap((question) => facts.answer(question));
        return [id, processes.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)] as const;
      });
      const told = logs.map(({ id, use, question }) => ({ id, use, answer: facts.answer(question) }));
      return { machine, cpuSeconds: facts.answer(whole).cpuSeconds, used, told };
    }),
  );
  return {
    at: systemClock.elapsed(),
    machines: Object.fromEntries(readings.map(({ machine, cpuSeconds }) => [machine.name, cpuSeconds])),
    services: Object.fromEntries(readings.flatMap(({ used }) => used)),
    host: hostLoad(),
    logs: Object.fromEntries(
      readings.flatMap(({ told }) => told.map(({ id, answer }) => [id, answer.cursor] as const)),
    ),
    requests: summed(readings.flatMap(({ told }) => told.map(({ use, answer }) => secondsAt(answer, use)))),
  };
};

/** Several balancers may have the same services behind them. */
const summed = (all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const [id, seconds] of all.flatMap(Object.entries<number>)) sums[id] = (sums[id] ?? 0) + seconds;
  return sums;
};

/** The log of a balancer, and those whom it speaks of. */
const logsOf = ({ service, role, context }: RoleAtWork, before: Use | undefined) =>
  (role.probe?.(context) ?? []).flatMap((probe) => {
    if (probe.probe !== 'traffic') return [];
    const cursor = before?.logs[service.id];
    const question = { ask: 'requests', log: probe.log, ...(cursor !== undefined && { cursor }) } as const;
    return [{ id: service.id, use: service.uses.find(({ name }) => name === probe.need), question }];
  });

const whole = { ask: 'machine' } as const satisfies Question;

/** Processor seconds between two readings. A program that began anew in between has used what it has used since. */
export const usedBetween = (before: Use, after: Use) => ({
  seconds: (after.at - before.at) / 1000,
  machine: ({ name }: Pick<Machine, 'name'>): number => grown(before.machines[name], after.machines[name]),
  service: (id: string): number => grown(before.services[id], after.services[id]),
});

/** What was used between two readings. */
export type Used = ReturnType<typeof usedBetween>;

/**
 * Processor seconds of each of these services, which are all of a machine, by their ids. Whatever the machine did besides, but for
 * what it does by itself (`idle` processors), it did for them (journal, kernel): that is shared as the services' own time is. A use
 * may be too little for the kernel's ticks: all of them together are shared. Empty where none of them was seen to run.
 */
export const usedByServices = (
  machine: Pick<Machine, 'name'>,
  ids: readonly string[],
  uses: readonly Used[],
  idle: number,
): ReadonlyMap<string, number> => {
  const own = ids.map((id) => sumOf(uses.map((used) => used.service(id))));
  const sum = sumOf(own);
  if (sum === 0) return new Map();
  const all = Math.max(0, sumOf(uses.map((used) => used.machine(machine) - idle * used.seconds)));
  return new Map(ids.map((id, at) => [id, (all * own[at]!) / sum]));
};

const grown = (before = 0, after = 0): number => (after >= before ? after - before : after);
