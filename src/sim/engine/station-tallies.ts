import type { Agenda } from './agenda.ts';
import type { Requests } from './requests.ts';

/** How many are where, and what is counted about it since the window began. A column each, a row a station. */
export class StationTallies {
  /** In service, or kept. At a shared station: all that are there. */
  readonly busy: Float64Array;
  readonly waiting: Float64Array;

  readonly arrivals: Float64Array;
  readonly refused: Float64Array;
  /** Who gave up while waiting, and in service. */
  readonly gaveUp: Float64Array;
  readonly abandoned: Float64Array;
  readonly started: Float64Array;
  readonly served: Float64Array;
  /** Seconds, over all that began to be served. */
  readonly waitSum: Float64Array;
  /** Seconds, over all that were served to the end, their waiting included. */
  readonly timeSum: Float64Array;
  /** Integrals over time: of the servers at work, of those who wait, of those who are there. */
  readonly busyArea: Float64Array;
  readonly waitingArea: Float64Array;
  readonly presentArea: Float64Array;
  /** Who failed here: a row of causes a station. */
  readonly failures: Float64Array;

  private readonly changed: Float64Array;
  private readonly servers: Int32Array;
  private readonly causes: number;
  private readonly agenda: Agenda;
  private readonly requests: Requests;

  constructor(servers: Int32Array, causes: number, { agenda, requests }: { agenda: Agenda; requests: Requests }) {
    const column = (): Float64Array => new Float64Array(servers.length);
    this.servers = servers;
    this.causes = causes;
    this.agenda = agenda;
    this.requests = requests;
    this.busy = column();
    this.waiting = column();
    this.arrivals = column();
    this.refused = column();
    this.gaveUp = column();
    this.abandoned = column();
    this.started = column();
    this.served = column();
    this.waitSum = column();
    this.timeSum = column();
    this.busyArea = column();
    this.waitingArea = column();
    this.presentArea = column();
    this.changed = column();
    this.failures = new Float64Array(servers.length * causes);
  }

  /** Somebody who came at `entered[row]` begins to be served. */
  start(station: number, row: number): void {
    this.pass(station);
    this.busy[station] = this.busy[station]! + 1;
    this.started[station] = this.started[station]! + 1;
    this.waitSum[station] = this.waitSum[station]! + this.agenda.now - this.requests.entered[row]!;
  }

  /** A service is over. */
  leave(station: number): void {
    this.pass(station);
    this.busy[station] = this.busy[station]! - 1;
    this.served[station] = this.served[station]! + 1;
  }

  /** Somebody leaves before the service is over. */
  abandon(station: number): void {
    this.pass(station);
    this.busy[station] = this.busy[station]! - 1;
    this.abandoned[station] = this.abandoned[station]! + 1;
  }

  /** Somebody more, or fewer, waits. */
  wait(station: number, change: 1 | -1): void {
    this.pass(station);
    this.waiting[station] = this.waiting[station]! + change;
  }

  /** Somebody leaves without having been served at all. */
  giveUp(station: number): void {
    this.wait(station, -1);
    this.gaveUp[station] = this.gaveUp[station]! + 1;
  }

  /** A request failed here. */
  fail(station: number, cause: number): void {
    const at = station * this.causes + cause;
    this.failures[at] = this.failures[at]! + 1;
  }

  /** A new window begins: all counts are 0 again; who is there stays. */
  clear(): void {
    for (const column of Object.values(this.counts)) column.fill(0);
    this.changed.fill(this.agenda.now);
  }

  /** All that is counted, by its name. */
  get counts() {
    const { arrivals, refused, gaveUp, abandoned, started, served } = this;
    const { waitSum, timeSum, busyArea, waitingArea, presentArea, failures } = this;
    return {
      arrivals,
      refused,
      gaveUp,
      abandoned,
      started,
      served,
      waitSum,
      timeSum,
      busyArea,
      waitingArea,
      presentArea,
      failures,
    };
  }

  /** Counts the time up to now. */
  settle(): void {
    for (let station = 0; station < this.busy.length; station += 1) this.pass(station);
  }

  private pass(station: number): void {
    const { now } = this.agenda;
    const span = now - this.changed[station]!;
    if (span === 0) return;
    this.changed[station] = now;
    const busy = this.busy[station]!;
    const waiting = this.waiting[station]!;
    const servers = this.servers[station]!;
    this.busyArea[station] = this.busyArea[station]! + span * (busy < servers ? busy : servers);
    this.waitingArea[station] = this.waitingArea[station]! + span * waiting;
    this.presentArea[station] = this.presentArea[station]! + span * (busy + waiting);
  }
}
