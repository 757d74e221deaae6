import type { Distribution } from '../model/distribution.ts';
import { knownCauses, type Cause } from '../model/step.ts';
import type { Draw } from '../random/samplers.ts';
import { frameAt, stride, type Code, type Frame } from './code.ts';

type Opening = Pick<Frame, 'kind'> & Partial<Omit<Frame, 'parent' | 'depth'>>;

/** Writes instructions one after the other, and keeps the tables that they point into. */
export class Assembler {
  private readonly instructions: number[] = [];
  private readonly frames: { -readonly [K in keyof Frame]: Frame[K] }[] = [];
  private readonly places: number[] = [];
  private readonly numbers: number[] = [];
  private readonly weights: (readonly number[])[] = [];
  private readonly draws: Draw[] = [];
  private readonly streams: string[] = [];
  private readonly causes: string[] = [...knownCauses];
  private readonly measures: string[] = [];
  private readonly clocks: string[] = [];
  private frame = -1;

  /** Where the next instruction will be. */
  get here(): number {
    return this.instructions.length / stride;
  }

  /** The place of the new instruction. */
  emit(operation: number, ...operands: readonly number[]): number {
    const at = this.here;
    const row = [operation, ...operands, ...Array<number>(frameAt - 1 - operands.length).fill(0), this.frame];
    this.instructions.push(...row);
    return at;
  }

  /** Fills in an operand, counted from 1, that was not known yet. */
  patch(at: number, operand: number, value: number): void {
    this.instructions[at * stride + operand] = value;
  }

  /** Adds a frame to the one that is open; `inside` opens it. */
  addFrame({ kind, thing = 0, place = 0, causes = -1, tries = 1 }: Opening): number {
    const depth = this.frame < 0 ? 0 : this.frames[this.frame]!.depth + 1;
    return this.frames.push({ kind, parent: this.frame, depth, thing, place, causes, tries }) - 1;
  }

  inside(frame: number, write: () => void): void {
    const around = this.frame;
    this.frame = frame;
    write();
    this.frame = around;
  }

  /** The innermost of the open frames of that kind and thing, or -1. */
  openFrame(kind: number, thing: number): number {
    let frame = this.frame;
    while (frame >= 0 && (this.frames[frame]!.kind !== kind || this.frames[frame]!.thing !== thing))
      frame = this.frames[frame]!.parent;
    return frame;
  }

  setPlace(frame: number, place: number): void {
    this.frames[frame]!.place = place;
  }

  /** Room for so many places in a row; the index of the first. */
  reservePlaces(count: number): number {
    return this.places.push(...Array<number>(count).fill(0)) - count;
  }

  fillPlace(index: number): void {
    this.places[index] = this.here;
  }

  number(value: number): number {
    return this.numbers.push(value) - 1;
  }

  weightsOf(values: readonly number[]): number {
    return this.weights.push(values) - 1;
  }

  /** The stream for this purpose. */
  stream(purpose: string): number {
    return indexIn(this.streams, purpose);
  }

  draw(distribution: Distribution, purpose: string): number {
    const stream = this.stream(purpose);
    const known = this.draws.findIndex((draw) => draw.stream === stream && draw.distribution === distribution);
    return known >= 0 ? known : this.draws.push({ distribution, stream }) - 1;
  }

  /** The same, or -1 for nothing. */
  optionalDraw(distribution: Distribution | undefined, purpose: string): number {
    return distribution === undefined ? -1 : this.draw(distribution, purpose);
  }

  cause(word: Cause): number {
    return indexIn(this.causes, word);
  }

  /** One bit for each; all of them if none is named. */
  causesOf(words: readonly Cause[] | undefined): number {
    return words === undefined ? -1 : words.reduce((mask, word) => mask | (1 << this.cause(word)), 0);
  }

  measure(name: string): number {
    return indexIn(this.measures, name);
  }

  clock(name: string): number {
    return indexIn(this.clocks, name);
  }

  finish(): Code {
    const { frames, weights, draws, streams, causes, measures, clocks } = this;
    return {
      instructions: Int32Array.from(this.instructions),
      frames,
      depth: frames.reduce((most, { depth }) => Math.max(most, depth + 1), 1),
      places: Int32Array.from(this.places),
      numbers: Float64Array.from(this.numbers),
      ...{ weights, draws, streams, causes, measures, clocks },
    };
  }
}

function indexIn(list: string[], word: string): number {
  const known = list.indexOf(word);
  return known >= 0 ? known : list.push(word) - 1;
}
