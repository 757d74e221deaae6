import { LabError } from '../../errors/lab-error.ts';
import { vagrantTexts as text } from '../../text/vagrant.ts';
import type { ProviderLab } from '../provider.ts';
import { labOfDescription, vmPrefix } from './names.ts';
import { hereOn, type Stead } from './networks.ts';
import type { VirtualBox } from './virtualbox.ts';

/*
 * Vagrant makes host-only networks, and never removes them. What was there before a lab's first `up` is noted in
 * VirtualBox itself, so that `destroy` can tell what came with the lab, even with the lab's folder gone.
 */

interface Note {
  /** Networks that were there before. */
  readonly before: readonly string[];
  /** This computer's addresses on the lab's own. */
  readonly addresses: readonly string[];
}

const keyOf = (id: string): string => `networks-${id}`;

const addressesOf = ({ blueprint, own }: ProviderLab, steads: readonly Stead[]): readonly string[] => {
  const inhabited = blueprint.machines.filter(({ name }) => own.includes(name)).flatMap(({ interfaces }) => interfaces);
  const networks = blueprint.networks.filter(({ name }) => inhabited.some(({ network }) => network === name));
  return networks.flatMap((network) => hereOn(network, steads) ?? []);
};

/** Notes what is there, before the first VM of a lab is made; later what else the lab will lay. */
export const noteNetworks = async (box: VirtualBox, lab: ProviderLab, steads: readonly Stead[]): Promise<void> => {
  const key = keyOf(lab.identity.id);
  const [noted, there] = await Promise.all([readNote(box, key), box.hostOnly()]);
  const before = noted?.before ?? there.map(({ name }) => name);
  const addresses = [...new Set([...(noted?.addresses ?? []), ...addressesOf(lab, steads)])];
  if (noted?.addresses.length === addresses.length) return;
  await box.setNote(key, JSON.stringify({ before, addresses } satisfies Note));
};

const readNote = async (box: VirtualBox, key: string): Promise<Note | undefined> => {
  const text = await box.note(key);
  return text === undefined ? undefined : (JSON.parse(text) as Note);
};

/** Removes the networks that came with a lab and that no VM is on any more, and the note of them. */
export const removeNetworks = async (box: VirtualBox, id: string): Promise<void> => {
  const note = await readNote(box, keyOf(id));
  if (note === undefined) return;
  const came = (await box.hostOnly()).filter(
    ({ name, address }) => !note.before.includes(name) && note.addresses.includes(address),
  );
  if (came.length > 0) {
    const inUse = (await box.vms(() => true)).flatMap(({ adapters }) =>
      adapters.flatMap(({ network }) => network ?? []),
    );
    for (const { name } of came) if (!inUse.includes(name)) await box.removeHostOnly(name);
  }
  await box.setNote(keyOf(id), undefined);
};

/**
 * Two labs with one subnet would be on one network, where each answers for the other's addresses.
 * @throws LabError `network-shared`
 */
export const refuseSharedNetworks = async (
  box: VirtualBox,
  lab: ProviderLab,
  steads: readonly Stead[],
): Promise<void> => {
  const addresses = addressesOf(lab, steads);
  const interfaces = (await box.hostOnly()).filter(({ address }) => addresses.includes(address));
  const others = await box.vms((name) => name.startsWith('bancada-') && !name.startsWith(vmPrefix(lab.identity.id)));
  for (const { name: network, address } of interfaces) {
    const labs = others
      .filter(({ state, adapters }) => state === 'running' && adapters.some((each) => each.network === network))
      .flatMap(({ description }) => labOfDescription(description)?.name ?? []);
    if (labs.length > 0)
      throw new LabError({
        code: 'network-shared',
        fault: 'environment',
        ...text.sharedNetwork([...new Set(labs)], `${address}/24`),
      });
  }
};
