import { expect, test } from 'vitest';
import { nginx } from '../../../ansible-free-provision/nginx/role.ts';
import type { RoleContext } from '../../../src/kit/role.ts';
import { atWork, filesOf, roleWorld } from '../../support/role-world.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const web = async (lab: string) => {
  const { context } = atWork(await roleWorld(lab, await temporaryFolder()), 'web@lb');
  return context as RoleContext<ReturnType<typeof nginx.params.parse>>;
};

test.each([
  ['round_robin', 'even-rotation', 'weighted-rotation'],
  ['least_conn', 'even-rotation', 'weighted-rotation'],
  ['ip_hash', 'sticky', 'sticky'],
  ['hash', 'sticky', 'sticky'],
] as const)('%s promises %s, and %s where weights differ', async (balance, even, weighted) => {
  const context = await web('survey');
  const promise = (weights: Readonly<Record<string, number>>) =>
    nginx.checks?.({ ...context, params: { ...context.params, balance, weights } })[0];
  expect(promise({})).toMatchObject({ promise: even, weights: { 'survey@app1': 1, 'survey@app2': 1 } });
  expect(promise({ app1: 3, app2: 3 })).toMatchObject({ promise: even });
  expect(promise({ app2: 3 })).toMatchObject({ promise: weighted, weights: { 'survey@app1': 1, 'survey@app2': 3 } });
});

test('worker processes that share nothing promise the shares only, and are foretold as so many', async () => {
  const context = await web('survey');
  const told = (cpus: number, zone: boolean) => {
    const { machine, params } = context;
    const changed = {
      ...context,
      machine: { ...machine, size: { ...machine.size, cpus } },
      params: { ...params, zone },
    };
    const [check] = nginx.checks?.(changed) ?? [];
    const workers = /"workers":(\d+)/.exec(JSON.stringify(nginx.model?.(changed).answers))?.[1];
    return [check?.check === 'balance' && check.promise, workers];
  };
  expect(told(2, true)).toEqual(['even-rotation', undefined]);
  expect(told(2, false)).toEqual(['random', '2']);
  expect(told(1, false)).toEqual(['even-rotation', '1']);
});

test('weights by machine name reach the configuration', async () => {
  const config = filesOf(await roleWorld('weights', await temporaryFolder()), 'web@lb').get('/etc/nginx/nginx.conf');
  expect(config?.match(/server .* weight=\d+/g)?.map((line) => line.split('weight=')[1])).toEqual(['5', '1', '1']);
});

test('random_two promises the chances of the second of two that are drawn', async () => {
  const context = await web('weights');
  const promise = (weights: Readonly<Record<string, number>>) =>
    nginx.checks?.({ ...context, params: { ...context.params, balance: 'random_two', weights } })[0] as {
      readonly promise: string;
      readonly weights: Readonly<Record<string, number>>;
    };
  expect(promise({ app1: 5 }).promise).toBe('random');
  // What 3500 requests to nginx 1.22 came to, one after the other: 0.238, 0.380 and 0.383.
  const chances = Object.values(promise({ app1: 5 }).weights).map((chance) => Math.round(chance * 1000) / 1000);
  expect(chances).toEqual([0.238, 0.381, 0.381]);
  expect(new Set(Object.values(promise({}).weights).map((chance) => chance.toFixed(6))).size).toBe(1);
});
