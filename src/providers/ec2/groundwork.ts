import {
  AllocateAddressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  ImportKeyPairCommand,
  ReleaseAddressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { LabError } from '../../errors/lab-error.ts';
import { ec2Texts } from '../../text/ec2.ts';
import { isAws } from './errors.ts';
import { eventually, until } from './patience.ts';
import { compareRules, permissionsOf, type Rule } from './rules.ts';
import type { Work } from './setting.ts';
import { bearing, filtersOf, labTags, tagKeys } from './tags.ts';
import { addressesBy, addressOf, groupsBy, type CloudAddress, type CloudGroup, type Things } from './things.ts';

/** What everything in EC2 of a lab, or of one of its machines, is called. */
export const nameIn = ({ lab }: Pick<Work, 'lab'>, machine?: string): string =>
  ['bancada', lab.identity.id, ...(machine === undefined ? [] : [machine])].join('-');

/** The tags of what belongs to one machine. `Name` is what the console shows. */
export const machineTags = ({ lab }: Pick<Work, 'lab'>, machine: string): Readonly<Record<string, string>> => ({
  ...labTags(lab.identity),
  [tagKeys.machine]: machine,
  Name: `${lab.identity.name}-${machine}`,
});

/** Answered so where an earlier run, or an answer that was lost, has done it already. */
const unless =
  <T>(name: string, instead: () => Promise<T> | T) =>
  (error: unknown): Promise<T> | T => {
    if (isAws(error, name)) return instead();
    throw error;
  };

/** The lab's public key, which EC2 puts on its instances. */
export const ensureKey = async (work: Work, { keys }: Things): Promise<void> => {
  const { account, lab, stage } = work;
  if (keys.length > 0) return;
  const command = new ImportKeyPairCommand({
    KeyName: nameIn(work),
    PublicKeyMaterial: Buffer.from(lab.authorizedKey),
    TagSpecifications: bearing('key-pair', labTags(lab.identity)),
  });
  await account.ask(command, stage.signal).catch(unless('InvalidKeyPair.Duplicate', () => undefined));
};

/** The security group of a machine; its rules are another matter. @returns its id */
export const ensureGroup = async (work: Work, { groups }: Things, machine: string): Promise<string> => {
  const { account, lab, stage } = work;
  const there = groups.find((group) => group.machine === machine);
  if (there !== undefined) return there.id;
  const command = new CreateSecurityGroupCommand({
    GroupName: nameIn(work, machine),
    Description: `${machine} of the Bancada lab ${lab.identity.name} (${lab.identity.id})`,
    TagSpecifications: bearing('security-group', machineTags(work, machine)),
  });
  const made = account.ask(command, stage.signal).then(({ GroupId }) => GroupId ?? '');
  return made.catch(unless('InvalidGroup.Duplicate', async () => (await findGroup(work, machine)).id));
};

/** One that is there, and that not all of EC2 shows yet. */
const findGroup = ({ account, lab, ports, stage }: Work, machine: string): Promise<CloudGroup> =>
  until(ec2Texts.awaitKnown, { clock: ports.clock, stage, machine }, async () =>
    (await groupsBy(account, filtersOf(lab.identity), stage.signal)).find((group) => group.machine === machine),
  );

/** How long an address whose allocation was not confirmed is looked for. */
const lostAnswerMs = 10_000;

/**
 * The Elastic IP of a machine. EC2 has no token for this order: one whose answer was lost is looked for by its tags, and
 * where there are several, one is kept.
 */
export const ensureAddress = async (work: Work, things: Things, machine: string): Promise<CloudAddress> => {
  const { account, stage } = work;
  const there = addressOf(things, machine);
  const spare = things.addresses.filter((one) => one.machine === machine && one.id !== there?.id);
  for (const { id, instance } of spare)
    if (instance === undefined) await account.ask(new ReleaseAddressCommand({ AllocationId: id }), stage.signal);
  return there ?? allocate(work, machine);
};

const allocate = async (work: Work, machine: string): Promise<CloudAddress> => {
  const { account, lab, ports, stage } = work;
  const tags = machineTags(work, machine);
  const command = new AllocateAddressCommand({ Domain: 'vpc', TagSpecifications: bearing('elastic-ip', tags) });
  try {
    const { AllocationId = '', PublicIp = '' } = await account.askOnce(command, stage.signal);
    return { id: AllocationId, ip: PublicIp, instance: undefined, machine, tags };
  } catch (error) {
    if (!(error instanceof LabError) || !['ec2-unreachable', 'ec2-unavailable'].includes(error.code)) throw error;
    const patience = { clock: ports.clock, stage, machine, forMs: lostAnswerMs };
    return until(ec2Texts.awaitKnown, patience, async () =>
      addressOf({ addresses: await addressesBy(account, filtersOf(lab.identity), stage.signal) }, machine),
    ).catch(() => {
      throw error;
    });
  }
};

/** Makes a group let in what it should and nothing else; what is to be let in comes first, so that nobody is locked out. */
export const settleRules = async (
  work: Work,
  { groups }: Things,
  { machine, wanted }: { readonly machine: string; readonly wanted: readonly Rule[] },
): Promise<void> => {
  const { account, ports, stage } = work;
  const patience = { clock: ports.clock, stage, machine };
  const group = groups.find((one) => one.machine === machine) ?? (await findGroup(work, machine));
  const { missing, extra } = compareRules(wanted, group.ingress);
  for (const rule of missing) {
    // One by one: a rule whose answer was lost would refuse all the others with it.
    const IpPermissions = permissionsOf([rule]);
    const command = new AuthorizeSecurityGroupIngressCommand({ GroupId: group.id, IpPermissions });
    await eventually(ec2Texts.awaitKnown, patience, () => account.ask(command, stage.signal)).catch(
      unless('InvalidPermission.Duplicate', () => undefined),
    );
  }
  if (extra.length === 0) return;
  await account.ask(
    new RevokeSecurityGroupIngressCommand({ GroupId: group.id, IpPermissions: [...extra] }),
    stage.signal,
  );
};
