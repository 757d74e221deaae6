import type { DownMode, StationChange } from '../model/model.ts';
import * as agenda from './agenda.ts';
import type { Fates } from './fates.ts';
import type { Machine } from './machine.ts';
import { free } from './requests.ts';

/** A change of a station or of a link at a time that is known before. */
interface Scheduled {
  readonly at: number;
  readonly apply: () => void;
}

/** What breaks, slows down and comes back, by chance or at set times. */
export class Outages {
  private readonly machine: Machine;
  private readonly fates: Fates;
  private readonly broken: Uint8Array;
  private readonly scheduled: readonly Scheduled[];

  constructor(machine: Machine, fates: Fates) {
    const { stations, links } = machine.compiled;
    this.machine = machine;
    this.fates = fates;
    this.broken = new Uint8Array(stations.length);
    this.scheduled = [
      ...stations.flatMap(({ spec }, station) =>
        (spec.schedule ?? []).map((change) => ({ at: change.at, apply: () => this.change(station, change) })),
      ),
      ...links.flatMap(({ schedule }, link) =>
        schedule.map((change) => ({ at: change.at, apply: () => machine.links.change(link, change) })),
      ),
    ];
  }

  /** Plans all that can be planned at the start. */
  open(): void {
    const { agenda: plans, compiled } = this.machine;
    this.scheduled.forEach(({ at }, i) => {
      plans.due = at;
      plans.plan(agenda.change, i, 0);
    });
    compiled.stations.forEach(({ breakdowns }, station) => {
      if (breakdowns) this.planBreak(station, breakdowns.up);
    });
  }

  /** The scheduled change takes place. */
  happen(index: number): void {
    this.scheduled[index]!.apply();
    this.fates.drain();
  }

  /** A station that works breaks; one that is broken is mended. */
  toggle(station: number): void {
    const { up, down, mode } = this.machine.compiled.stations[station]!.breakdowns!;
    const breaks = this.broken[station] === 0;
    this.broken[station] = breaks ? 1 : 0;
    this.planBreak(station, breaks ? down : up);
    this.setDown(station, breaks ? mode : false);
    this.fates.drain();
  }

  private planBreak(station: number, draw: number): void {
    const { agenda: plans, samplers } = this.machine;
    samplers.draw(draw, -1);
    plans.due = plans.now + samplers.drawn;
    plans.plan(agenda.breaking, station, 0);
  }

  private change(station: number, { down, speed }: StationChange): void {
    if (speed !== undefined) this.machine.stations.setSpeed(station, speed);
    if (down !== undefined) this.setDown(station, down);
  }

  private setDown(station: number, down: DownMode | false): void {
    const { stations, requests } = this.machine;
    stations.setDown(station, down);
    if (down !== 'refuse') return;
    for (let row = 0; row < requests.size; row += 1) if (requests.state[row] !== free) this.fates.expel(row, station);
  }
}
