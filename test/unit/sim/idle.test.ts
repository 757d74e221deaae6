import { describe, expect, test } from 'vitest';
import type { SimModel } from '../../../src/sim/model/model.ts';
import type { Steps } from '../../../src/sim/model/step.ts';
import { simulate } from '../../../src/sim/simulate.ts';

const counted = (name: string): Steps => [{ measure: name, steps: [] }];

describe('what sleeps while nobody comes', () => {
  const ways = [
    { after: 0, steps: counted('awake') },
    { after: 0.01, steps: counted('drowsy') },
    { after: 0.05, steps: counted('asleep') },
  ];

  test('is met as often as Poisson says: longer pauses than t come with e^-λt', async () => {
    const rate = 40;
    const model: SimModel = {
      sources: { visitors: { arrivals: { rate }, steps: [{ idle: 'lab', steps: [], ways }] } },
    };
    const { measures, sources } = await simulate(model, { seconds: 2000, warmup: 0, replications: 1, seed: 3 });
    const share = (name: string): number => measures[name]!.count / sources['visitors']!.sent;
    expect(share('asleep')).toBeCloseTo(Math.exp(-rate * 0.05), 2);
    expect(share('drowsy')).toBeCloseTo(Math.exp(-rate * 0.01) - Math.exp(-rate * 0.05), 2);
    expect(share('awake')).toBeCloseTo(1 - Math.exp(-rate * 0.01), 2);
  });

  test('goes by when a request came, not by when its steps were through, and the first wakes it', async () => {
    const steps: Steps = [{ idle: 'lab', steps: [{ delay: 0.2 }], ways }];
    const model: SimModel = { sources: { visitors: { trace: { times: [1, 1.02, 1.025, 1.5] }, steps } } };
    const { measures } = await simulate(model, { seconds: 3, warmup: 0, replications: 1 });
    expect([measures['asleep']!.count, measures['drowsy']!.count, measures['awake']!.count]).toEqual([2, 1, 1]);
  });

  test('is one thing for all who come to it by the same name', async () => {
    const steps = (key: number): Steps => [{ idle: key === 0 ? 'one' : 'other', steps: [], ways }];
    const byName = (names: Steps): SimModel => ({
      sources: { visitors: { trace: { times: [1, 1.02, 1.04, 1.06], keys: [0, 1, 0, 1] }, keys: 2, steps: names } },
    });
    const apart = await simulate(byName([{ byKey: [steps(0), steps(1)] }]), { seconds: 2, warmup: 0, replications: 1 });
    expect(apart.measures['asleep']!.count).toBe(2);
    const alike = await simulate(byName([{ byKey: [steps(0), steps(0)] }]), { seconds: 2, warmup: 0, replications: 1 });
    expect(alike.measures['asleep']!.count).toBe(1);
  });
});
