import type { Sentence } from '../../model/sentence.ts';
import { simText, type Requirement } from '../../text/sim.ts';
import type { Named } from '../model/model.ts';

/** A mistake in a model, and where it is: `stations.desk.servers`. */
export interface ModelProblem {
  readonly path: string;
  readonly message: Sentence;
}

const holds: Readonly<Record<Requirement, (value: number) => boolean>> = {
  positive: (value) => value > 0,
  notNegative: (value) => value >= 0,
  count: (value) => Number.isInteger(value) && value >= 1,
  countOrNone: (value) => Number.isInteger(value) && value >= 0,
  probability: (value) => value >= 0 && value <= 1,
  belowOne: (value) => value >= 0 && value < 1,
  priority: (value) => Number.isInteger(value) && value >= 0 && value <= 15,
  atLeastOne: (value) => value >= 1,
  several: (value) => Number.isInteger(value) && value >= 2,
  key: (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 31,
  client: (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32,
  seed: (value) => Number.isInteger(value) && value >= 0 && value <= 2 ** 53,
};

/** Collects what is wrong, all of it. */
export class Problems {
  readonly found: ModelProblem[] = [];

  add(path: string, message: Sentence): void {
    this.found.push({ path, message });
  }

  /** A finite number that is as it has to be. What is left out is good. */
  number(path: string, value: number | undefined, requirement: Requirement): void {
    if (value === undefined || (Number.isFinite(value) && holds[requirement](value))) return;
    this.add(path, simText.mustBe(value, requirement));
  }

  /** One of these things, by its name. */
  name(path: string, name: string, { kind, among }: { kind: Sentence; among: Named<unknown> | undefined }): boolean {
    if (among && Object.hasOwn(among, name)) return true;
    this.add(path, simText.unknownName(kind, name, Object.keys(among ?? {})));
    return false;
  }

  /** Add up to 1, as far as decimal fractions do. */
  probabilities(path: string, values: readonly number[]): void {
    values.forEach((value, i) => this.number(`${path}.${i}.probability`, value, 'probability'));
    const sum = values.reduce((total, value) => total + value, 0);
    if (Math.abs(sum - 1) > 1e-9) this.add(path, simText.sum(Number(sum.toPrecision(12))));
  }

  /** Not before one another, none negative. */
  times(path: string, times: readonly number[]): void {
    times.forEach((time, i) => {
      this.number(`${path}.${i}`, time, 'notNegative');
      const before = times[i - 1];
      if (before !== undefined && time < before) this.add(`${path}.${i}`, simText.order(before, time));
    });
  }
}
