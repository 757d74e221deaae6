import type { Named, SimModel } from '../model/model.ts';
import { knownCauses, type Cause } from '../model/step.ts';

/** All causes of failure that can occur in a model: the known ones, and the words of its `fail` steps, wherever they are. */
export function causesOf(model: SimModel): Named<true> {
  const words = new Set<Cause>(knownCauses);
  JSON.stringify(model, (key, value: unknown) => {
    if (key === 'fail' && typeof value === 'string') words.add(value);
    return key === 'trace' ? undefined : value;
  });
  return Object.fromEntries([...words].map((word) => [word, true]));
}
