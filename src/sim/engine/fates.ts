import * as code from '../program/code.ts';
import type { Outcome } from '../policies/policy.ts';
import { down, finished, timeout, type Machine } from './machine.ts';
import { blocked } from './stations.ts';

/** Told when a request leaves: with an answer, or (from 0) with the cause of its failure. */
export const answered = -1;

/** How requests fail, are tried again, and leave. */
export class Fates {
  private readonly machine: Machine;
  private readonly onLeave: (row: number, cause: number) => void;

  constructor(machine: Machine, onLeave: (row: number, cause: number) => void) {
    this.machine = machine;
    this.onLeave = onLeave;
  }

  /** Takes a request on from a place, and whoever can go on because of it, until all of them have to wait. */
  proceed(row: number, place: number): void {
    this.walk(row, place);
    const { ready, requests } = this.machine;
    for (let next = ready.take(); next >= 0; next = ready.take()) this.walk(next, requests.place[next]!);
  }

  /** Lets go on whoever can. */
  drain(): void {
    const { ready, requests } = this.machine;
    for (let next = ready.take(); next >= 0; next = ready.take()) this.walk(next, requests.place[next]!);
  }

  /** The request fails where it is. */
  fail(row: number, cause: number): void {
    this.count(row, cause, this.machine.failedAt(row, false));
    this.unwind(row, cause, this.machine.frameOf(row));
  }

  /** A deadline may be over: the slot of the frame tells whose. */
  deadline(slot: number, stamp: number): void {
    const { machine } = this;
    const { requests, frameDepth, frameParent, agenda } = machine;
    if (requests.frameStamp[slot] !== stamp) {
      agenda.wasForgotten();
      return;
    }
    requests.frameStamp[slot] = (stamp + 1) | 0;
    const row = Math.floor(slot / requests.depth);
    const depth = slot - row * requests.depth;
    let frame = machine.frameOf(row);
    while (frameDepth[frame]! > depth) frame = frameParent[frame]!;
    const outside = frameParent[frame]!;
    if (machine.frameThing[frame] === 1) {
      this.unwind(this.leaveBehind(row, frame), timeout, outside);
      return;
    }
    this.count(row, timeout, machine.failedAt(row, true));
    machine.interrupt(row);
    this.abandon(row, machine.frameOf(row), frame);
    this.unwind(row, timeout, outside);
  }

  /** The station throws the request out, if it is there or keeps one of its servers. */
  expel(row: number, station: number): void {
    const { machine } = this;
    const { requests, frameDepth, frameParent } = machine;
    const here = machine.frameOf(row);
    let outermost = -1;
    for (let frame = here; frame >= 0 && frameDepth[frame]! >= requests.floor[row]!; frame = frameParent[frame]!)
      if (machine.frameKind[frame] === code.holding && machine.frameThing[frame] === station) outermost = frame;
    const inside = machine.stations.has(row, station);
    if (outermost < 0 && !inside) return;
    this.count(row, down, station);
    machine.interrupt(row);
    if (outermost >= 0) this.abandon(row, here, outermost);
    this.unwind(row, down, outermost >= 0 ? outermost : here);
  }

  /** Not of probes, and not of what goes on for nobody. */
  private count(row: number, cause: number, station: number): void {
    const { requests, compiled, stations } = this.machine;
    if (station < 0 || requests.floor[row]! > 0 || requests.source[row] === compiled.sources.length) return;
    stations.tallies.fail(station, cause);
  }

  private walk(row: number, place: number): void {
    const outcome = this.machine.walk(row, place);
    if (outcome === blocked) return;
    if (outcome === finished) this.leave(row, answered);
    else this.fail(row, outcome);
  }

  /** Out of one frame after the other, until one of them knows what to do. */
  private unwind(row: number, cause: number, from: number): void {
    const { machine } = this;
    const { requests, frameDepth, frameParent } = machine;
    const floor = requests.floor[row]!;
    for (let frame = from; frame >= 0 && frameDepth[frame]! >= floor; frame = frameParent[frame]!) {
      const concerned = ((machine.compiled.code.frames[frame]!.causes >>> cause) & 1) === 1;
      // To a balancer, an error that it does not try again for is an answer like any other.
      const isAnswer = machine.frameKind[frame] === code.balancing && !concerned;
      this.undo(row, frame, isAnswer ? 'answered' : 'failed');
      const place = concerned ? this.wayOut(row, frame) : -1;
      if (place < 0) continue;
      machine.ready.add(row, place);
      return;
    }
    if (floor > 0 || !this.sendAgain(row, cause)) this.leave(row, cause);
  }

  /** Where a request goes on after a failure inside this frame; -1 if it does not. */
  private wayOut(row: number, frame: number): number {
    const { machine } = this;
    const { kind, place, tries } = machine.compiled.code.frames[frame]!;
    if (kind === code.attempting) return place;
    if (kind !== code.balancing || machine.requests.frameTries[machine.slot(row, frame)]! >= tries) return -1;
    return machine.target(row, frame);
  }

  /** Gives up all frames from `inner` to `outer`, exclusive, without asking them. */
  private abandon(row: number, inner: number, outer: number): void {
    const { frameParent } = this.machine;
    for (let frame = inner; frame !== outer; frame = frameParent[frame]!) this.undo(row, frame, 'abandoned');
  }

  private undo(row: number, frame: number, outcome: Outcome): void {
    const { machine } = this;
    const thing = machine.frameThing[frame]!;
    const kind = machine.frameKind[frame]!;
    if (kind === code.holding) machine.stations.drop(thing);
    else if (kind === code.waitingWithin) machine.dropDeadline(row, frame);
    else if (kind === code.balancing) {
      const { tries } = machine.compiled.code.frames[frame]!;
      machine.balancers[thing]!.ended(row, machine.slot(row, frame), outcome, tries);
    }
  }

  /** Splits the request: it goes on inside the frame for nobody, and a copy of it, whose row is told, is outside. */
  private leaveBehind(row: number, frame: number): number {
    const { machine } = this;
    const { requests, frameParent, frameDepth } = machine;
    const copy = requests.allocate();
    requests.copy(row, copy);
    for (let outer = frameParent[frame]!; outer >= 0; outer = frameParent[outer]!) {
      if (frameDepth[outer]! < requests.floor[copy]!) break;
      if (machine.frameKind[outer] !== code.waitingWithin) continue;
      machine.dropDeadline(row, outer);
      machine.planDeadline(copy, outer);
    }
    requests.floor[row] = frameDepth[frame]! + 1;
    return copy;
  }

  /** Whether the client tries once more, after a pause. */
  private sendAgain(row: number, cause: number): boolean {
    const { machine } = this;
    const { requests } = machine;
    const retry = machine.compiled.sources[requests.source[row]!]?.retry;
    const attempt = requests.attempt[row]!;
    if (!retry || attempt >= retry.attempts || ((retry.causes >>> cause) & 1) === 0) return false;
    const { factor = 1, limit = Infinity } = retry;
    machine.samplers.draw(retry.after, row);
    let pause = machine.samplers.drawn;
    for (let n = 1; n < attempt && pause < limit; n += 1) pause *= factor;
    requests.attempt[row] = attempt + 1;
    requests.until[row] = Math.min(pause, limit);
    machine.pause(row, requests.entry[row]! - 1);
    return true;
  }

  private leave(row: number, cause: number): void {
    const { requests } = this.machine;
    if (requests.floor[row] === 0) this.onLeave(row, cause);
    requests.release(row);
  }
}
