import type { CompiledBalancer } from '../program/compiled.ts';
import type { Agenda } from './agenda.ts';

/** What the health checks of a balancer think of its targets. */
export class Health {
  private readonly spec: CompiledBalancer;
  private readonly agenda: Agenda;
  /** Of each target: until when it rests, when its last failures were counted from, and how many. */
  private readonly restsUntil: Float64Array;
  private readonly countedFrom: Float64Array;
  private readonly failures: Int32Array;
  /** Probes in a row that contradict what is thought of the target. */
  private readonly contrary: Int32Array;
  private readonly up: Uint8Array;

  constructor(spec: CompiledBalancer, agenda: Agenda) {
    const count = spec.targets.length;
    this.spec = spec;
    this.agenda = agenda;
    this.restsUntil = new Float64Array(count).fill(-1);
    this.countedFrom = new Float64Array(count);
    this.failures = new Int32Array(count);
    this.contrary = new Int32Array(count);
    this.up = new Uint8Array(count).fill(1);
  }

  /** Whether requests may be sent to the target now. */
  allows(target: number): boolean {
    return this.up[target] === 1 && this.agenda.now >= this.restsUntil[target]!;
  }

  /** A request to the target has failed. */
  failed(target: number): void {
    const { passive } = this.spec;
    if (!passive) return;
    const { now } = this.agenda;
    if (now - this.countedFrom[target]! > passive.window || this.failures[target] === 0) {
      this.countedFrom[target] = now;
      this.failures[target] = 0;
    }
    this.failures[target] = this.failures[target]! + 1;
    if (this.failures[target] < passive.failures) return;
    this.restsUntil[target] = now + passive.rest;
    this.failures[target] = 0;
  }

  /** A probe of the target has come back. */
  probed(target: number, good: boolean): void {
    const { active } = this.spec;
    if (!active) return;
    const agrees = good === (this.up[target] === 1);
    this.contrary[target] = agrees ? 0 : this.contrary[target]! + 1;
    if (this.contrary[target] < (good ? active.passes : active.failures)) return;
    this.up[target] = good ? 1 : 0;
    this.contrary[target] = 0;
  }
}
