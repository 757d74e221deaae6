import { expect, test } from 'vitest';
import { simulate, type SimModel, type Steps } from '../../../src/sim/index.ts';

/** Twenty requests, one a second, and what failed at which station. */
const failuresOf = async (steps: Steps, model: Partial<SimModel>): Promise<Readonly<Record<string, object>>> => {
  const times = Array.from({ length: 20 }, (_, i) => i + 0.5);
  const { stations } = await simulate(
    { stations: {}, ...model, sources: { visitors: { trace: { times }, steps } } },
    { seconds: 60, warmup: 0, replications: 1 },
  );
  const failed = Object.entries(stations).filter(([, { failures }]) => Object.keys(failures).length > 0);
  return Object.fromEntries(failed.map(([name, { failures }]) => [name, failures]));
};

/** The shop keeps a clerk while it asks the store. */
const shop = (inside: Steps): Steps => [{ hold: 'shop', steps: inside }];
const stations = { shop: { discipline: 'delay' }, store: {} } as const;

test('who is turned away counts where it is turned away, once, although another one is asked then', async () => {
  const closed = { ...stations, store: { schedule: [{ at: 10, down: 'refuse' as const }] } };
  const ask: Steps = [{ visit: 'store', for: 0.1 }];
  expect(await failuresOf(shop(ask), { stations: closed })).toEqual({ store: { down: 10 } });
  const another = shop([{ attempt: ask, otherwise: [{ fail: 'sorry' }] }]);
  expect(await failuresOf(another, { stations: closed })).toEqual({ store: { down: 10 }, shop: { sorry: 10 } });
  const quiet = shop([{ attempt: ask, otherwise: [] }]);
  expect(await failuresOf(quiet, { stations: closed })).toEqual({ store: { down: 10 } });
});

test('no room, and no patience', async () => {
  const ask = (patience: number): Steps => shop([{ visit: 'store', for: 100, patience }]);
  expect(await failuresOf(ask(1000), { stations: { ...stations, store: { room: 4 } } })).toEqual({
    store: { full: 15 },
  });
  expect(await failuresOf(ask(2), { stations })).toEqual({ store: { 'gave-up': 19 } });
});

test('what takes too long counts with whom it is then: who keeps it, or lets it wait', async () => {
  const slow: Steps = [{ within: 0.2, steps: [{ visit: 'store', for: 0.3 }] }];
  expect(await failuresOf(slow, { stations })).toEqual({ store: { timeout: 20 } });
  expect(await failuresOf(shop(slow), { stations })).toEqual({ shop: { timeout: 20 } });
  const kept: Steps = [{ within: 0.2, steps: [{ hold: 'store', steps: [{ delay: 0.3 }] }] }];
  expect(await failuresOf(shop(kept), { stations })).toEqual({ store: { timeout: 20 } });
  const stuck = { ...stations, store: { schedule: [{ at: 0, down: 'pause' as const }] } };
  expect(await failuresOf(shop(kept), { stations: stuck })).toEqual({ store: { timeout: 20 } });
});

test('what is lost counts with who sent it; what somebody leaves behind, and probes, do not count', async () => {
  const lost: Steps = [{ cross: 'wire' }];
  const links = { wire: { delay: 0.01, loss: 1 } };
  expect(await failuresOf(shop(lost), { stations, links })).toEqual({ shop: { lost: 20 } });
  expect(await failuresOf(lost, { stations, links })).toEqual({});
  const leave: Steps = [
    { attempt: [{ within: 0.1, then: 'leave', steps: [{ delay: 1 }, { fail: 'late' }] }], otherwise: [] },
  ];
  expect(await failuresOf(shop(leave), { stations, links })).toEqual({});
  const store = { steps: [{ visit: 'store', for: 0.1 }] as const };
  const balancers = {
    front: {
      policy: 'round-robin',
      targets: { store },
      active: { every: 1, steps: { store: shop([{ fail: 'ill' }]) } },
    },
  };
  expect(await failuresOf([{ balance: 'front' }], { stations, balancers })).toEqual({});
});

test('who is thrown out counts where it is thrown out', async () => {
  const closing = { ...stations, shop: { discipline: 'delay', schedule: [{ at: 10, down: 'refuse' }] } } as const;
  expect(await failuresOf(shop([{ delay: 5 }]), { stations: closing })).toEqual({ shop: { down: 15 } });
});
