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
  ['least_conn', 'none', 'none'],
  ['ip_hash', 'sticky', 'sticky'],
  ['hash', 'sticky', 'sticky'],
  ['random_two', 'random', 'none'],
] as const)('%s promises %s, and %s where weights differ', async (balance, even, weighted) => {
  const context = await web('survey');
  const promise = (weights: Readonly<Record<string, number>>) =>
    nginx.checks?.({ ...context, params: { ...context.params, balance, weights } })[0];
  expect(promise({})).toMatchObject({ promise: even, weights: { 'survey@app1': 1, 'survey@app2': 1 } });
  expect(promise({ app1: 3, app2: 3 })).toMatchObject({ promise: even });
  expect(promise({ app2: 3 })).toMatchObject({ promise: weighted, weights: { 'survey@app1': 1, 'survey@app2': 3 } });
});

test('weights by machine name reach the configuration', async () => {
  const config = filesOf(await roleWorld('weights', await temporaryFolder()), 'web@lb').get('/etc/nginx/nginx.conf');
  expect(config?.match(/server .* weight=\d+/g)?.map((line) => line.split('weight=')[1])).toEqual(['5', '1', '1']);
});
