import * as code from '../program/code.ts';
import type { Compiled } from '../program/compiled.ts';
import type { PolicyMaker } from '../policies/policy.ts';
import { Alias } from '../random/alias.ts';
import { Samplers } from '../random/samplers.ts';
import { Streams } from '../random/streams.ts';
import { Histogram } from '../statistics/histogram.ts';
import { Agenda, deadline, resume } from './agenda.ts';
import { Balancing } from './balancers.ts';
import { Caching } from './caches.ts';
import { Links } from './links.ts';
import { ReadyQueue } from './ready.ts';
import { delayed, ready, Requests } from './requests.ts';
import { blocked, goesOn, Stations } from './stations.ts';

/** Causes that the engine itself gives, by their place in `knownCauses`. */
export const down = 1;
export const timeout = 2;
export const gaveUp = 3;
const lost = 4;
const noTarget = 5;

/** A request has come to the end of its steps. */
export const finished = -3;

export interface MachineSetup {
  readonly compiled: Compiled;
  readonly seed: number;
  readonly replication: number;
  readonly policies: Readonly<Record<string, PolicyMaker>>;
}

/** All that requests move about in, and the loop that takes one of them along its instructions. */
export class Machine {
  readonly compiled: Compiled;
  readonly agenda = new Agenda();
  readonly requests: Requests;
  readonly ready: ReadyQueue;
  readonly streams: Streams;
  readonly samplers: Samplers;
  readonly stations: Stations;
  readonly links: Links;
  readonly caches: readonly Caching[];
  readonly balancers: readonly Balancing[];
  readonly measures: readonly Histogram[];
  /** When somebody came last, by clock: see `Idle`. */
  private readonly came: Float64Array;
  /** Of each frame of the program: see `Frame`. */
  readonly frameKind: Int32Array;
  readonly frameParent: Int32Array;
  readonly frameDepth: Int32Array;
  readonly frameThing: Int32Array;
  private readonly instructions: Int32Array;
  readonly choices: readonly Alias[];

  constructor({ compiled, seed, replication, policies }: MachineSetup) {
    const { frames, depth, draws, streams, weights, measures, clocks, instructions } = compiled.code;
    const mostTargets = compiled.balancers.reduce((most, { targets }) => Math.max(most, targets.length), 1);
    this.compiled = compiled;
    this.instructions = instructions;
    this.requests = new Requests(depth, Math.ceil(mostTargets / 32));
    this.ready = new ReadyQueue(this.requests);
    this.streams = new Streams(streams, seed, replication);
    this.samplers = new Samplers(draws, this.streams, this.requests);
    this.stations = new Stations(compiled, this);
    this.links = new Links(compiled.links, this);
    this.caches = compiled.caches.map((cache) => new Caching(cache, this));
    this.balancers = compiled.balancers.map((balancer) => new Balancing(balancer, this, policies));
    this.measures = measures.map(() => new Histogram());
    this.came = new Float64Array(clocks.length).fill(-Infinity);
    this.choices = weights.map((row) => new Alias(row));
    this.frameKind = Int32Array.from(frames, ({ kind }) => kind);
    this.frameParent = Int32Array.from(frames, ({ parent }) => parent);
    this.frameDepth = Int32Array.from(frames, ({ depth }) => depth);
    this.frameThing = Int32Array.from(frames, ({ thing }) => thing);
  }

  /**
   * Takes the request from this place on as far as it gets without time passing. Answers `blocked`, `finished`, or the
   * cause of its failure; its place tells where.
   */
  walk(row: number, from: number): number {
    const { instructions, requests, stations, agenda, samplers } = this;
    let place = from;
    for (;;) {
      const at = place * code.stride;
      const a = instructions[at + 1]!;
      switch (instructions[at]) {
        case code.visit: {
          requests.place[row] = place;
          this.setPatience(row, instructions[at + 4]!);
          samplers.draw(instructions[at + 2]!, row);
          requests.work[row] = samplers.drawn;
          return stations.enter(row, a, this.priority(row, at));
        }
        case code.acquire: {
          requests.place[row] = place;
          requests.frameTime[this.slot(row, instructions[at + 2]!)] = agenda.now;
          this.setPatience(row, instructions[at + 4]!);
          requests.work[row] = -1;
          const outcome = stations.enter(row, a, this.priority(row, at));
          if (outcome !== goesOn) return outcome;
          break;
        }
        case code.release:
          stations.release(this.frameThing[a]!, this.slot(row, a));
          break;
        case code.delay:
          samplers.draw(a, row);
          requests.until[row] = samplers.drawn;
          return this.pause(row, place);
        case code.cross:
          requests.place[row] = place;
          return this.links.cross(row, a) ? this.pause(row, place) : lost;
        case code.choose: {
          this.streams.toss(instructions[at + 2]!);
          const choice = this.choices[a]!.at(this.streams);
          place = this.compiled.code.places[instructions[at + 3]! + choice]!;
          continue;
        }
        case code.byKey:
          place = this.compiled.code.places[instructions[at + 2]! + (requests.key[row]! % a)]!;
          continue;
        case code.jump:
          place = a;
          continue;
        case code.lookup:
          place = this.lookup(row, a) ? place + 1 : instructions[at + 2]!;
          continue;
        case code.store:
          this.caches[this.frameThing[a]!]!.store(requests.frameThing[this.slot(row, a)]!);
          break;
        case code.balance: {
          requests.place[row] = place;
          this.balancers[this.frameThing[a]!]!.begin(this.slot(row, a));
          const next = this.target(row, a);
          if (next < 0) return noTarget;
          place = next;
          continue;
        }
        case code.balanced:
          this.balancers[this.frameThing[a]!]!.ended(row, this.slot(row, a), 'answered', 1);
          break;
        case code.commit:
          this.balancers[this.frameThing[a]!]!.commit(this.slot(row, a));
          break;
        case code.within:
          requests.frameTime[this.slot(row, a)] = agenda.now + this.compiled.code.numbers[instructions[at + 2]!]!;
          this.planDeadline(row, a);
          break;
        case code.withinOver:
          this.dropDeadline(row, a);
          if (requests.floor[row]! > this.frameDepth[a]!) return finished;
          break;
        case code.fail:
          requests.place[row] = place;
          return a;
        case code.measure:
          requests.frameTime[this.slot(row, a)] = agenda.now;
          break;
        case code.measured:
          this.measured(this.measures[this.frameThing[a]!]!, this.slot(row, a));
          break;
        case code.came:
          this.noteComing(row, a);
          break;
        case code.idled:
          place = this.wayAfter(row, at);
          continue;
        default:
          return finished;
      }
      place += 1;
    }
  }

  /** How long nobody had come before this request: it keeps that, for `wayAfter`. */
  private noteComing(row: number, frame: number): void {
    const clock = this.frameThing[frame]!;
    this.requests.frameTime[this.slot(row, frame)] = this.agenda.now - this.came[clock]!;
    this.came[clock] = this.agenda.now;
  }

  /** Where the request goes on, by how long nobody had come before it. */
  private wayAfter(row: number, at: number): number {
    const { instructions } = this;
    const { numbers, places } = this.compiled.code;
    const seconds = this.requests.frameTime[this.slot(row, instructions[at + 1]!)]!;
    let way = instructions[at + 2]! - 1;
    while (way > 0 && seconds < numbers[instructions[at + 4]! + way]!) way -= 1;
    return places[instructions[at + 3]! + way]!;
  }

  /** Where the request goes from a balancer, or -1 if there is no target for it. */
  target(row: number, frame: number): number {
    const target = this.balancers[this.frameThing[frame]!]!.choose(row, this.slot(row, frame));
    const { places, frames } = this.compiled.code;
    if (target < 0) return -1;
    this.requests.balancer[row] = this.frameThing[frame]!;
    this.requests.target[row] = target;
    return places[frames[frame]!.place + target]!;
  }

  /** Where the request keeps what it knows about a frame. */
  slot(row: number, frame: number): number {
    return row * this.requests.depth + this.frameDepth[frame]!;
  }

  /** The frame that the request is in. */
  frameOf(row: number): number {
    return this.instructions[this.requests.place[row]! * code.stride + code.frameAt]!;
  }

  /**
   * The station where a failure of the request counts, or -1: the one that turned it away or that it asked for a server;
   * of what is `late`, rather the one whose server it keeps than the one that it visits meanwhile.
   */
  failedAt(row: number, late: boolean): number {
    const { instructions, requests, frameKind, frameParent, frameThing } = this;
    const at = requests.place[row]! * code.stride;
    const visits = instructions[at] === code.visit;
    if (instructions[at] === code.acquire || (visits && !late)) return instructions[at + 1]!;
    for (let frame = this.frameOf(row); frame >= 0; frame = frameParent[frame]!)
      if (frameKind[frame] === code.holding) return frameThing[frame]!;
    return visits ? instructions[at + 1]! : -1;
  }

  /** The frame is over at its time. */
  planDeadline(row: number, frame: number): void {
    const slot = this.slot(row, frame);
    const { frameTime, frameStamp } = this.requests;
    this.agenda.due = frameTime[slot]!;
    this.agenda.plan(deadline, slot, frameStamp[slot]!);
  }

  dropDeadline(row: number, frame: number): void {
    const { frameStamp } = this.requests;
    const slot = this.slot(row, frame);
    frameStamp[slot] = (frameStamp[slot]! + 1) | 0;
    this.agenda.forget();
  }

  /** Whatever the request waits for, it does not any more. */
  interrupt(row: number): void {
    const { requests } = this;
    if (requests.state[row] === delayed) this.agenda.forget();
    else if (requests.state[row] !== ready) this.stations.cancel(row);
    requests.stamp[row] = (requests.stamp[row]! + 1) | 0;
  }

  /** The request, which goes on behind `place`, waits for as long as its `until` says. */
  pause(row: number, place: number): number {
    const { requests, agenda } = this;
    requests.place[row] = place;
    requests.state[row] = delayed;
    agenda.due = agenda.now + requests.until[row]!;
    agenda.plan(resume, row, requests.stamp[row]!);
    return blocked;
  }

  private measured(times: Histogram, slot: number): void {
    times.value = this.agenda.now - this.requests.frameTime[slot]!;
    times.take();
  }

  private lookup(row: number, frame: number): boolean {
    const { requests } = this;
    const cache = this.caches[this.frameThing[frame]!]!;
    const item = cache.item(requests.key[row]!);
    requests.frameThing[this.slot(row, frame)] = item;
    return cache.lookup(item);
  }

  private priority(row: number, at: number): number {
    const own = this.instructions[at + 3]!;
    return own < 0 ? this.requests.priority[row]! : own;
  }

  private setPatience(row: number, draw: number): void {
    const { requests, samplers } = this;
    if (draw >= 0) samplers.draw(draw, row);
    requests.until[row] = draw < 0 ? -1 : samplers.drawn;
  }
}
