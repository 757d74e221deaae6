import type { DownMode } from '../model/model.ts';
import type { Compiled } from '../program/compiled.ts';
import { resume, shared, type Agenda } from './agenda.ts';
import { Queues } from './queues.ts';
import type { ReadyQueue } from './ready.ts';
import { queued, served, sharing, type Requests } from './requests.ts';
import { Sharing } from './sharing.ts';
import { StationTallies } from './station-tallies.ts';

/** What became of a request at a station: it has to wait, it can go on, or (from 0) the cause of its failure. */
export const blocked = -2;
export const goesOn = -1;

const full = 0;
const down = 1;

const running = 0;
const paused = 1;
const refusing = 2;

/** A big number of servers, which is as good as infinitely many. */
const everybody = 2 ** 31 - 1;

interface Around {
  readonly requests: Requests;
  readonly agenda: Agenda;
  readonly ready: ReadyQueue;
}

/** All stations of a model: who is served, who waits, and for how long. */
export class Stations {
  readonly tallies: StationTallies;
  readonly requests: Requests;
  readonly agenda: Agenda;
  private readonly ready: ReadyQueue;
  private readonly queues: Queues;
  private readonly shares: readonly (Sharing | undefined)[];
  private readonly stamps: Int32Array;
  private readonly plannedAt: Float64Array;
  private readonly servers: Int32Array;
  private readonly room: Float64Array;
  private readonly byPriority: Uint8Array;
  private readonly speed: Float64Array;
  private readonly mode: Uint8Array;

  constructor({ stations, code }: Pick<Compiled, 'stations' | 'code'>, { requests, agenda, ready }: Around) {
    const specs = stations.map(({ spec }) => spec);
    this.requests = requests;
    this.agenda = agenda;
    this.ready = ready;
    this.queues = new Queues(stations.length, requests);
    this.servers = Int32Array.from(specs, ({ servers = 1, discipline }) =>
      discipline === 'delay' ? everybody : servers,
    );
    this.room = Float64Array.from(specs, ({ room = Infinity }) => room);
    this.byPriority = Uint8Array.from(specs, ({ discipline }) => Number(discipline === 'priority'));
    this.speed = Float64Array.from(specs, ({ speed = 1 }) => speed);
    this.mode = new Uint8Array(specs.length);
    this.shares = specs.map(({ discipline, servers = 1, speed = 1, quota }) =>
      discipline === 'sharing' ? new Sharing({ servers, speed, quota }, this) : undefined,
    );
    this.stamps = new Int32Array(specs.length);
    this.plannedAt = new Float64Array(specs.length).fill(Infinity);
    this.tallies = new StationTallies(this.servers, code.causes.length, this);
  }

  /**
   * A request comes. Its `work` is what it wants done, or -1 to keep a server; its `until` is for how long it waits at
   * most, or -1.
   */
  enter(row: number, station: number, priority: number): number {
    const { requests, tallies } = this;
    tallies.arrivals[station] = tallies.arrivals[station]! + 1;
    if (this.mode[station] === refusing) return this.refuse(station, down);
    requests.station[row] = station;
    requests.entered[row] = this.agenda.now;
    const share = this.shares[station];
    if (share) return this.join(row, station, share);
    if (this.mode[station] === running && tallies.busy[station]! < this.servers[station]!) {
      tallies.start(station, row);
      return this.serve(row, station);
    }
    if (tallies.waiting[station]! >= this.room[station]!) return this.refuse(station, full);
    this.wait(row, station, priority);
    return blocked;
  }

  /** The service of a request is over: its server takes the next one. */
  finish(row: number): void {
    const station = this.requests.station[row]!;
    this.leave(row, station);
    this.admit(station);
  }

  /** A server that was kept takes the next one; the slot of the frame tells since when. */
  release(station: number, slot: number): void {
    const { timeSum } = this.tallies;
    timeSum[station] = timeSum[station]! + this.agenda.now - this.requests.frameTime[slot]!;
    this.tallies.leave(station);
    this.admit(station);
  }

  /** The same, after a failure. */
  drop(station: number): void {
    this.tallies.abandon(station);
    this.admit(station);
  }

  /** The request gives up waiting or being served. */
  cancel(row: number): void {
    const { requests, tallies } = this;
    const station = requests.station[row]!;
    const state = requests.state[row]!;
    if (state === queued) {
      this.queues.remove(station, row);
      tallies.giveUp(station);
      if (requests.impatient[row] === 1) this.agenda.forget();
    } else if (state === sharing) {
      const share = this.shares[station]!;
      share.remove(row);
      tallies.abandon(station);
      this.planShared(station, share);
    } else if (state === served) {
      if (this.speedNow(station) > 0) this.agenda.forget();
      tallies.abandon(station);
      this.admit(station);
    }
  }

  /** The event of a shared station: who is ready, or -1 if nobody is yet. */
  sharedEvent(station: number, stamp: number): number {
    if (stamp !== this.stamps[station]) {
      this.agenda.wasForgotten();
      return -1;
    }
    this.plannedAt[station] = Infinity;
    const share = this.shares[station]!;
    const row = share.takeReady(); // nobody, if others have come since and slowed all down
    if (row >= 0) this.leave(row, station);
    this.planShared(station, share);
    return row;
  }

  /** Whether the request waits or is served there. */
  has(row: number, station: number): boolean {
    const { requests } = this;
    const state = requests.state[row]!;
    return requests.station[row] === station && (state === queued || state === served || state === sharing);
  }

  /** A new window begins. */
  clear(): void {
    for (const share of this.shares) share?.takeUsed();
    this.tallies.clear();
  }

  /** Counts the time up to now. */
  settle(): void {
    this.tallies.settle();
    this.shares.forEach((share, station) => {
      const used = share?.takeUsed();
      // Who is there while nobody may run is served, and uses nothing.
      if (used !== undefined) this.tallies.busyArea[station] = used;
    });
  }

  /** Breaks the station, or mends it. */
  setDown(station: number, down: DownMode | false): void {
    const before = this.speedNow(station);
    this.mode[station] = down === false ? running : down === 'pause' ? paused : refusing;
    this.adaptSpeed(station, before);
    this.admit(station);
  }

  /** From now on; the services that are going on as well. */
  setSpeed(station: number, speed: number): void {
    const before = this.speedNow(station);
    this.speed[station] = speed;
    this.adaptSpeed(station, before);
  }

  /** Whether what is planned for a shared station still holds. */
  matters(station: number, stamp: number): boolean {
    return stamp === this.stamps[station];
  }

  private join(row: number, station: number, share: Sharing): number {
    if (share.count >= this.servers[station]! + this.room[station]!) return this.refuse(station, full);
    this.tallies.start(station, row);
    this.requests.state[row] = sharing;
    share.add(row);
    this.planShared(station, share);
    return blocked;
  }

  /** Plans when the next one is ready. If that is later than was planned, the planned event will see to it. */
  private planShared(station: number, share: Sharing): void {
    if (share.due >= this.plannedAt[station]!) return;
    if (this.plannedAt[station]! < Infinity) this.agenda.forget();
    this.stamps[station] = (this.stamps[station]! + 1) | 0;
    this.plannedAt[station] = share.due;
    this.agenda.due = share.due;
    this.agenda.plan(shared, station, this.stamps[station]);
  }

  private speedNow(station: number): number {
    return this.mode[station] === running ? this.speed[station]! : 0;
  }

  /** What is being served goes on at the present speed, and not at the one before. */
  private adaptSpeed(station: number, before: number): void {
    const { requests } = this;
    const speed = this.speedNow(station);
    const share = this.shares[station];
    if (share) {
      share.setSpeed(speed);
      this.planShared(station, share);
      return;
    }
    for (let row = 0; row < requests.size; row += 1)
      if (requests.state[row] === served && requests.station[row] === station) this.adapt(row, before, speed);
  }

  private adapt(row: number, before: number, speed: number): void {
    const { requests, agenda } = this;
    const left = before > 0 ? (requests.until[row]! - agenda.now) * before : requests.until[row]!;
    if (before > 0) {
      requests.stamp[row] = (requests.stamp[row]! + 1) | 0;
      agenda.forget();
    }
    requests.until[row] = speed > 0 ? agenda.now + left / speed : left;
    if (speed === 0) return;
    agenda.due = requests.until[row]!;
    agenda.plan(resume, row, requests.stamp[row]!);
  }

  private leave(row: number, station: number): void {
    const { timeSum } = this.tallies;
    timeSum[station] = timeSum[station]! + this.agenda.now - this.requests.entered[row]!;
    this.tallies.leave(station);
  }

  private refuse(station: number, cause: number): number {
    this.tallies.refused[station] = this.tallies.refused[station]! + 1;
    return cause;
  }

  private serve(row: number, station: number): number {
    const { requests, agenda } = this;
    const work = requests.work[row]!;
    if (work < 0) return goesOn;
    const time = agenda.now + work / this.speed[station]!;
    requests.state[row] = served;
    requests.until[row] = time;
    agenda.due = time;
    agenda.plan(resume, row, requests.stamp[row]!);
    return blocked;
  }

  private wait(row: number, station: number, priority: number): void {
    const { requests, agenda } = this;
    const patience = requests.until[row]!;
    requests.state[row] = queued;
    requests.impatient[row] = patience < 0 ? 0 : 1;
    if (patience >= 0) {
      agenda.due = agenda.now + patience;
      agenda.plan(resume, row, requests.stamp[row]!);
    }
    this.tallies.wait(station, 1);
    this.queues.add(station, this.byPriority[station] === 1 ? priority : 0, row);
  }

  /** Servers that are free take who waits. */
  private admit(station: number): void {
    const { tallies, requests, agenda } = this;
    while (
      tallies.waiting[station]! > 0 &&
      tallies.busy[station]! < this.servers[station]! &&
      this.mode[station] === running
    ) {
      const row = this.queues.takeFirst(station);
      tallies.wait(station, -1);
      tallies.start(station, row);
      if (requests.impatient[row] === 1) {
        requests.stamp[row] = (requests.stamp[row]! + 1) | 0;
        agenda.forget();
      }
      if (this.serve(row, station) === goesOn) this.ready.add(row, requests.place[row]! + 1);
    }
  }
}
