import type { ServiceModel } from '../../kit/service-model.ts';
import type { Blueprint, FlowHop, OpenVpn } from '../../model/blueprint.ts';
import type { Link, Named } from '../model/model.ts';
import type { Steps } from '../model/step.ts';
import { wayIn, wayOut } from './links.ts';
import { doorOf } from './places.ts';

/** A stretch of a way: from one machine to the next across one network. */
interface Stretch {
  readonly from: string;
  readonly to: string;
  readonly network: string;
}

/** Where messages go. */
interface Land {
  readonly blueprint: Blueprint;
  readonly services: ReadonlyMap<string, ServiceModel>;
  /** All links that do anything to a message. */
  readonly links: Named<Link>;
}

/** What a message meets between two machines. */
export class Ways {
  private readonly blueprint: Blueprint;
  private readonly links: Named<Link>;
  /** The steps of the end of a tunnel for each message that passes. */
  private readonly carried: (service: string) => Steps;

  constructor(
    { blueprint, services, links }: Land,
    {
      write,
      reach,
    }: {
      readonly write: (service: string, work: NonNullable<ServiceModel['carries']>) => Steps;
      /** Past what a fault closes before a service. */
      readonly reach: (service: string) => Steps;
    },
  ) {
    this.blueprint = blueprint;
    this.links = links;
    this.carried = (service) => {
      const { carries = [] } = services.get(service) ?? {};
      if (carries.length === 0) return [];
      return [...reach(service), { hold: doorOf(service), steps: write(service, carries) }];
    };
  }

  /** A message of so many bytes along a flow's path, or back. Nothing where both ends are on one machine. */
  along(path: readonly FlowHop[], ends: { readonly from: string; readonly to: string }, bytes: number): Steps {
    const stops = [ends.from, ...path.slice(0, -1).map(({ via = '' }) => via), ends.to];
    return path.flatMap(({ network }, at) => this.across({ from: stops[at]!, to: stops[at + 1]!, network }, bytes));
  }

  back(path: readonly FlowHop[], ends: { readonly from: string; readonly to: string }, bytes: number): Steps {
    const stops = [ends.from, ...path.slice(0, -1).map(({ via = '' }) => via), ends.to];
    return path
      .flatMap(({ network }, at) => [{ from: stops[at + 1]!, to: stops[at]!, network }])
      .toReversed()
      .flatMap((stretch) => this.across(stretch, bytes));
  }

  private across(stretch: Stretch, bytes: number): Steps {
    const network = this.blueprint.networks.find(({ name }) => name === stretch.network);
    if (network?.kind === 'openvpn') return this.throughTunnel(stretch, network, bytes);
    const { from, to } = stretch;
    return [wayOut(from, stretch.network), wayIn(to, stretch.network)]
      .filter((link) => link in this.links)
      .map((cross) => ({ cross, bytes }));
  }

  /** From a client of a tunnel to another client it is two stretches: both know the server only. */
  private throughTunnel({ from, to }: Stretch, { name, over, server }: OpenVpn, bytes: number): Steps {
    const stops = from === server || to === server ? [from, to] : [from, server, to];
    return stops
      .slice(1)
      .flatMap((next, at) => [
        ...this.carried(`${name}@${stops[at]!}`),
        ...this.across({ from: stops[at]!, to: next, network: over }, bytes),
        ...this.carried(`${name}@${next}`),
      ]);
  }
}
