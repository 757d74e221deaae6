import { LabError } from '../errors/lab-error.ts';
import type { Bindings } from '../model/bindings.ts';
import type { ProviderName, Sites } from '../model/target.ts';
import { joinedTexts } from '../text/targets.ts';
import {
  findingsOf,
  type Foresight,
  type Observed,
  type PlannedLab,
  type Provider,
  type ProviderLab,
} from './provider.ts';

interface Part {
  readonly name: ProviderName;
  readonly provider: Provider;
}

/** Several providers that look like one: each makes the machines of its own sites, all at the same time. */
export const joined = (parts: readonly Part[], sites: Sites): Provider => {
  const ownOf = <Lab extends PlannedLab>(lab: Lab, { name }: Part): Lab => ({
    ...lab,
    own: lab.blueprint.machines.filter(({ site }) => sites[site] === name).map((machine) => machine.name),
  });
  const partOf = (site: string | undefined): Part => {
    const part = parts.find(({ name }) => name === sites[site ?? '']);
    if (part === undefined)
      throw new LabError({ code: 'site-not-served', fault: 'bug', message: joinedTexts.noPart(site ?? '?') });
    return part;
  };
  /** What each part is to do with its own machines, of those that are meant. */
  const shares = (lab: ProviderLab, only: readonly string[] | undefined) =>
    parts
      .map(({ name, provider }) => {
        const mine = ownOf(lab, { name, provider });
        return { provider, lab: mine, only: only?.filter((machine) => mine.own.includes(machine)) };
      })
      .filter((share) => share.only === undefined || share.only.length > 0);
  return {
    name: parts.map(({ name }) => name).join('+'),
    examine: async (lab) =>
      (await everyPart(parts.map((part) => findingsOf(part.provider, lab && ownOf(lab, part))))).flat(),
    prepare: async (lab, stage) => {
      await everyPart(parts.map(async (part) => part.provider.prepare?.(ownOf(lab, part), stage)));
    },
    foresee: async (lab) =>
      foreseenTogether(
        await everyPart(parts.map(async (part) => (await part.provider.foresee?.(ownOf(lab, part))) ?? nothing)),
      ),
    create: async (lab, stage, { only, onKnown } = {}) => {
      const made = shares(lab, only).map(async (share) => {
        const making = { ...(share.only && { only: share.only }), ...(onKnown && { onKnown }) };
        const { bindings } = await share.provider.create(share.lab, stage, making);
        onKnown?.(bindings);
      });
      await everyPart(made);
      return observeAll(lab);
    },
    observe: (lab) => observeAll(lab),
    stop: async (lab, stage, only) => {
      await everyPart(shares(lab, only).map((share) => share.provider.stop(share.lab, stage, share.only)));
    },
    remove: async (lab, stage, machines) => {
      const removed = parts.map(async (part) => {
        const mine = ownOf(lab, part);
        const { undescribed } = await part.provider.observe(mine);
        const held = undescribed.filter((name) => machines.includes(name));
        if (held.length > 0) await part.provider.remove(mine, stage, held);
      });
      await everyPart(removed);
    },
    destroy: async (identity, stage) => {
      await everyPart(parts.map(({ provider }) => provider.destroy(identity, stage)));
    },
    list: async (owner) => (await everyPart(parts.map(({ provider }) => provider.list(owner)))).flat(),
    reach: (lab, machine, privateKey) => {
      const part = partOf(lab.blueprint.machines.find(({ name }) => name === machine)?.site);
      return part.provider.reach(ownOf(lab, part), machine, privateKey);
    },
    vantage: async (lab, name) => {
      const network = lab.blueprint.networks.find((each) => each.name === name);
      // The world between sites is everybody's: the first who has a place in it gives it.
      const [first, ...others] = network?.kind === 'lan' ? [partOf(network.site)] : parts;
      const open = async ({ provider }: Part) => provider.vantage(lab, name);
      return others.reduce((found, part) => found.catch(() => open(part)), open(first ?? partOf(undefined)));
    },
  };

  async function observeAll(lab: ProviderLab): Promise<Observed> {
    return observedTogether(await everyPart(parts.map((part) => part.provider.observe(ownOf(lab, part)))));
  }
};

/** All of them to their end: one that fails must not leave another's work unwatched. @throws the first failure */
const everyPart = async <T>(work: readonly Promise<T>[]): Promise<readonly T[]> => {
  await Promise.allSettled(work);
  return Promise.all(work);
};

const nothing: Foresight = { makes: [], opens: [] };

const foreseenTogether = (all: readonly Foresight[]): Foresight => {
  const prices = all.flatMap(({ price }) => price ?? []);
  const shortages = all.flatMap((each) => each.shortages ?? []);
  return {
    makes: all.flatMap(({ makes }) => makes),
    opens: all.flatMap(({ opens }) => opens),
    ...(shortages.length > 0 && { shortages }),
    ...(prices.length > 0 && { price: prices.reduce(priceTogether) }),
  };
};

type Price = NonNullable<Foresight['price']>;

const priceTogether = (one: Price, other: Price): Price =>
  one === 'unknown' || other === 'unknown'
    ? 'unknown'
    : { hourly: one.hourly + other.hourly, monthly: one.monthly + other.monthly };

const observedTogether = (all: readonly Observed[]): Observed => {
  const bindings: Bindings = {
    machines: Object.assign({}, ...all.map((each) => each.bindings.machines)) as Bindings['machines'],
    visitors: Object.assign({}, ...all.map((each) => each.bindings.visitors)) as Bindings['visitors'],
  };
  const states = all.map(({ networks }) => networks);
  const worst = (['broken', 'absent'] as const).find((state) => states.includes(state)) ?? 'ready';
  return {
    machines: all.flatMap(({ machines }) => machines),
    undescribed: all.flatMap(({ undescribed }) => undescribed),
    published: all.flatMap(({ published }) => published),
    networks: worst,
    bindings,
  };
};
