import { expect, test } from 'vitest';
import fc from 'fast-check';
import type { Flow, Service } from '../../../src/model/blueprint.ts';
import { stoppingOrder } from '../../../src/verbs/snapshot/order.ts';

const service = (id: string): Service => ({
  ...{ id, name: id, machine: id, role: 'sketch', params: {}, offers: [], uses: [] },
  ...{ provisionable: true, implied: false, path: [] },
});
const flow = (from: string, to: string): Flow => ({
  id: `${from}->${to}`,
  from: { kind: 'service', service: from, machine: from, address: '10.0.0.1' },
  to: { service: to, machine: to, address: '10.0.0.2', port: 1, portName: 'x' },
  protocol: 'tcp',
  path: [],
});
const order = (ids: readonly string[], asks: readonly (readonly [string, string])[]) =>
  stoppingOrder({ services: ids.map(service), flows: asks.map(([from, to]) => flow(from, to)) });

test('who asks stops before who is asked, a database last', () => {
  const asks = [
    ['web', 'app1'],
    ['web', 'app2'],
    ['app1', 'redis'],
    ['app1', 'db'],
    ['app2', 'redis'],
    ['app2', 'db'],
    ['redis', 'db'],
  ] as const;
  expect(order(['db', 'redis', 'app1', 'web', 'app2'], asks)).toEqual([['web'], ['app1', 'app2'], ['redis'], ['db']]);
});

test('what asks in a circle stops at once, and so does what asks itself', () => {
  const asks = [
    ['web', 'one'],
    ['one', 'two'],
    ['two', 'one'],
    ['two', 'two'],
  ] as const;
  expect(order(['one', 'two', 'web'], asks)).toEqual([['web'], ['one', 'two']]);
});

test('every service stops once, whoever asks whom', () => {
  const id = fc.integer({ min: 0, max: 9 }).map(String);
  fc.assert(
    fc.property(fc.uniqueArray(id), fc.array(fc.tuple(id, id)), (ids, asks) => {
      expect(order(ids, asks).flat().toSorted()).toEqual(ids.toSorted());
    }),
  );
});
