import pLimit from 'p-limit';
import type { Machine } from '../../model/blueprint.ts';
import { timed } from '../../ports/timed.ts';
import { ec2Texts } from '../../text/ec2.ts';
import { ensureAddress, ensureGroup, ensureKey, settleRules } from './groundwork.ts';
import { settleIn } from './home.ts';
import { takeOver } from './host-key.ts';
import { ensureInstance } from './instance.ts';
import { ownMachines, whereaboutsOf } from './observe.ts';
import { operatorCidr } from './operator.ts';
import { rulesOf } from './rules.ts';
import type { Work } from './setting.ts';
import { typeOf } from './sizes.ts';
import { filtersOf, tagKeys } from './tags.ts';
import { addressOf, instanceOf, thingsBy, type CloudAddress, type Things } from './things.ts';

/** Questions to one account at the same time. */
const atOnce = 5;

/** Ground for one machine: what must be there before it. */
interface Ground {
  readonly machine: Machine;
  readonly group: string;
  readonly address: CloudAddress;
}

/** Makes what is missing of a lab's machines in the cloud and mends what is otherwise. `only`: these machines. */
export const createLab = async (work: Work, only: readonly string[] | undefined): Promise<void> => {
  const { account, lab, options, ports, stage } = work;
  const machines = ownMachines(lab).filter(({ name }) => only === undefined || only.includes(name));
  // Asked first: without it nobody could be let in.
  const operator = await operatorCidr(options, ports);
  await settleIn(lab.identity, account, ports.clock);
  const limit = pLimit(atOnce);
  const each = <Item, Result>(items: readonly Item[], act: (item: Item) => Promise<Result>): Promise<Result[]> =>
    allOf(items.map((item) => limit(() => act(item))));

  const things = await thingsBy(account, filtersOf(lab.identity), stage.signal);
  const what = ec2Texts.groundwork(account.region);
  const grounds = await timed(stage, { phase: 'network', what }, async () => {
    await ensureKey(work, things);
    return each(machines, (machine) => prepare(work, machine, things));
  });
  // Not within the limit: waiting for a machine asks little, and takes long.
  await allOf(grounds.map((ground) => boot(work, ground, things)));

  const made = grounds.every((ground) => isAsItShould(ground, things))
    ? things
    : await thingsBy(account, filtersOf(lab.identity), stage.signal);
  const whereabouts = whereaboutsOf(lab.own, made, operator);
  await each(lab.own, (name) =>
    instanceOf(made, name) === undefined
      ? nothing
      : settleRules(work, made, { machine: name, wanted: rulesOf(lab, name, whereabouts) }),
  );
  await allOf(machines.map(({ name }) => take(work, name, made)));
  tellEnds(work, made);
};

const nothing = Promise.resolve();

/** All to their end, so that no work goes on unwatched. @throws the first failure */
const allOf = async <T>(work: readonly Promise<T>[]): Promise<T[]> => {
  await Promise.allSettled(work);
  return Promise.all(work);
};

const prepare = async (work: Work, machine: Machine, things: Things): Promise<Ground> => ({
  machine,
  group: await ensureGroup(work, things, machine.name),
  address: await ensureAddress(work, things, machine.name),
});

const boot = async (work: Work, ground: Ground, things: Things): Promise<void> => {
  if (isAsItShould(ground, things)) return;
  const { machine, group, address } = ground;
  const what = ec2Texts.making(typeOf(machine).name, work.account.region);
  await timed(work.stage, { phase: 'machine', machine: machine.name, what }, () =>
    ensureInstance(work, machine, { things, group, address }),
  );
};

const isAsItShould = ({ machine, group }: Ground, things: Things): boolean => {
  const instance = instanceOf(things, machine.name);
  return (
    instance?.state === 'running' &&
    things.groups.some(({ id }) => id === group) &&
    instance.type === typeOf(machine).name &&
    addressOf(things, machine.name)?.instance === instance.id
  );
};

const take = async (work: Work, machine: string, things: Things): Promise<void> => {
  const [instance, address] = [instanceOf(things, machine), addressOf(things, machine)];
  if (instance === undefined || address === undefined || instance.tags[tagKeys.ready] !== undefined) return;
  await timed(work.stage, { phase: 'machine', machine, what: ec2Texts.keyTaken }, () =>
    takeOver(work, instance, address.ip),
  );
};

/** When they end themselves, and that this is not the end of all costs. */
const tellEnds = ({ lab, options, stage }: Work, things: Things): void => {
  for (const name of lab.own) {
    const at = instanceOf(things, name)?.tags[tagKeys.expires];
    if (at !== undefined) stage.emit({ type: 'notice', code: 'ec2-ends', what: ec2Texts.ends(name, at) });
    else if (options.maxHours !== undefined)
      stage.emit({ type: 'notice', code: 'ec2-other-hours', what: ec2Texts.otherHours(name) });
  }
};
