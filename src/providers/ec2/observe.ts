import type { Attachment, Bindings, MachineBinding } from '../../model/bindings.ts';
import type { Blueprint, Machine } from '../../model/blueprint.ts';
import type { Sentence } from '../../model/sentence.ts';
import { ec2Texts } from '../../text/ec2.ts';
import type { MachineState, Observed, PlannedLab, Published } from '../provider.ts';
import { compareRules, describePermission, describeRule, rulesOf, type Whereabouts } from './rules.ts';
import { typeOf } from './sizes.ts';
import { tagKeys } from './tags.ts';
import { addressOf, instanceOf, userOf, type Things } from './things.ts';

/** Public and private addresses of what is there. */
export const whereaboutsOf = (own: readonly string[], things: Things, operator: string): Whereabouts => ({
  operator,
  machines: Object.fromEntries(
    own.map((name) => {
      const [address, instance] = [addressOf(things, name), instanceOf(things, name)];
      return [
        name,
        {
          ...(address !== undefined && { public: address.ip }),
          ...(instance?.privateIp !== undefined && { private: instance.privateIp }),
        },
      ];
    }),
  ),
});

/** What a running instance is otherwise than described. `operator` unknown: its rules are not looked at. */
const deviations = (
  lab: PlannedLab,
  machine: Machine,
  things: Things,
  operator: string | undefined,
): readonly Sentence[] => {
  const instance = instanceOf(things, machine.name);
  const group = things.groups.find((one) => one.machine === machine.name);
  const leads = addressOf(things, machine.name)?.instance === instance?.id;
  return [
    ...(leads ? [] : [ec2Texts.noAddress]),
    ...(instance?.tags[tagKeys.ready] === undefined ? [ec2Texts.notPinned] : []),
    ...(group === undefined ? [ec2Texts.noGroup] : []),
    ...(group === undefined || operator === undefined
      ? []
      : ruleDeviations(
          compareRules(rulesOf(lab, machine.name, whereaboutsOf(lab.own, things, operator)), group.ingress),
        )),
  ];
};

const ruleDeviations = ({ missing, extra }: ReturnType<typeof compareRules>): readonly Sentence[] =>
  missing.length + extra.length === 0
    ? []
    : [ec2Texts.rulesDiffer(missing.map(describeRule), extra.map(describePermission))];

const stateOf = (lab: PlannedLab, machine: Machine, things: Things, operator: string | undefined): MachineState => {
  const { name } = machine;
  const instance = instanceOf(things, name);
  if (instance === undefined) return { name, state: 'absent' };
  if (instance.state === 'stopped' || instance.state === 'stopping') return { name, state: 'stopped' };
  const wanted = typeOf(machine).name;
  if (instance.type !== wanted)
    return { name, state: 'different', why: ec2Texts.differentType(instance.type, wanted), restarts: true };
  const why = deviations(lab, machine, things, operator);
  if (why.length > 0) return { name, state: 'different', why: ec2Texts.and(why), restarts: false };
  return { name, state: 'running', since: instance.since };
};

const bindingOf = (
  { networks }: Blueprint,
  { name, interfaces }: Machine,
  things: Things,
  sshPort: number,
): MachineBinding | undefined => {
  const instance = instanceOf(things, name);
  const address = addressOf(things, name);
  const [device, prefix] = instance?.tags[tagKeys.ready]?.split('/') ?? [];
  if (instance?.privateIp === undefined || address === undefined || device === undefined) return undefined;
  const own = { device, address: instance.privateIp, prefix: Number(prefix) };
  const attachments = interfaces.flatMap(({ network }): [string, Attachment][] => {
    switch (networks.find((one) => one.name === network)?.kind) {
      case 'internet':
        return [[network, { ...own, metAt: address.ip, seenAs: [`${address.ip}/32`] }]];
      case 'lan':
        return [[network, own]];
      default:
        return [];
    }
  });
  return {
    ssh: { host: address.ip, port: sshPort, user: userOf(instance) },
    // Who may come is the security group's to say: it can be mended from anywhere, and the machine's own rules cannot.
    management: { port: sshPort, from: [] },
    attachments: Object.fromEntries(attachments),
  };
};

const bindingsOf = (lab: PlannedLab, things: Things, sshPort: number): Bindings => ({
  machines: Object.fromEntries(
    ownMachines(lab).flatMap((machine) => {
      const binding = bindingOf(lab.blueprint, machine, things, sshPort);
      return binding === undefined ? [] : [[machine.name, binding]];
    }),
  ),
  // They come from anywhere; what they may see is the security group's to say.
  visitors: Object.fromEntries(
    lab.blueprint.networks.flatMap(({ kind, name }) => (kind === 'internet' ? [[name, []]] : [])),
  ),
});

/** The machines that are to be in the cloud. */
export const ownMachines = ({ blueprint, own }: Pick<PlannedLab, 'blueprint' | 'own'>): readonly Machine[] =>
  blueprint.machines.filter(({ name }) => own.includes(name));

/** Visitors on the internet meet a service where it is. */
const publishedOf = ({ blueprint, own }: PlannedLab, things: Things): readonly Published[] =>
  blueprint.visitors.flatMap(({ name, network, to, port }): Published[] => {
    const isWorldly = blueprint.networks.some((one) => one.name === network && one.kind === 'internet');
    const machine = blueprint.services.find(({ id }) => to.includes(id))?.machine ?? '';
    const address = addressOf(things, machine)?.ip;
    if (!isWorldly || !own.includes(machine) || address === undefined) return [];
    return [{ visitors: name, address, port }];
  });

/** What is there of a lab, as the account tells it. */
export const observed = (
  lab: PlannedLab,
  things: Things,
  { operator, sshPort }: { readonly operator: string | undefined; readonly sshPort: number },
): Observed => {
  const held = [
    ...things.instances.filter(({ state }) => state !== 'ending' && state !== 'ended'),
    ...things.addresses,
  ];
  const undescribed = new Set(held.map(({ machine }) => machine).filter((name) => !lab.own.includes(name)));
  const machines = ownMachines(lab);
  return {
    machines: machines.map((machine) => stateOf(lab, machine, things, operator)),
    undescribed: [...undescribed],
    published: publishedOf(lab, things),
    networks: machines.some(({ name }) => instanceOf(things, name)) ? 'ready' : 'absent',
    bindings: bindingsOf(lab, things, sshPort),
  };
};
