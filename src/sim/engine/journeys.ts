import type { CompiledSource } from '../program/compiled.ts';
import type { Machine } from './machine.ts';

type Journey = CompiledSource['journey'];

/** Takes visitors from one request of their visit to the next. */
export class Journeys {
  private readonly machine: Machine;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** A request that was just drawn is the first of its visit. */
  begin(row: number, journey: Journey): void {
    const { requests } = this.machine;
    requests.step[row] = 0;
    requests.key[row] = journey[0]!.key;
    this.drawDemand(row, journey[0]!);
  }

  /** Sends the request that comes after this one, which was answered. Tells whether there is one. */
  goOn(row: number, journey: Journey): boolean {
    const { requests } = this.machine;
    const step = requests.step[row]! + 1;
    if (step >= journey.length) return false;
    const next = journey[step]!;
    const follower = requests.allocate();
    requests.copy(row, follower);
    requests.step[follower] = step;
    requests.key[follower] = next.key;
    this.drawDemand(follower, next);
    requests.attempt[follower] = 1;
    requests.balancer[follower] = -1;
    this.sendAfter(follower, next.think);
    return true;
  }

  private drawDemand(row: number, { demand }: Journey[number]): void {
    const { requests, samplers } = this.machine;
    if (demand < 0) return;
    samplers.draw(demand, row);
    requests.demand[row] = samplers.drawn;
  }

  private sendAfter(row: number, think: number): void {
    const { requests, samplers, agenda } = this.machine;
    if (think >= 0) samplers.draw(think, row);
    const pause = think < 0 ? 0 : samplers.drawn;
    requests.sent[row] = agenda.now + pause;
    requests.until[row] = pause;
    this.machine.pause(row, requests.entry[row]! - 1);
  }
}
