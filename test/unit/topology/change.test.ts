import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { changeTopology } from '../../../src/topology/change.ts';

const text = `
networks: { lan: {} }
machines:
  lb: { services: { web: { role: nginx }, redis: } }
  app: # the application
    count: 2
    services: { shop: { workers: 2 } }
  other: { services: { shop: {} } }
`;
const changed = (whose: string, keys: string, value: string): unknown => {
  const result = changeTopology(text, { whose, keys: keys.split('.'), value });
  return 'text' in result ? parse(result.text) : result;
};

test('a group, a member, a network and a service are found by their names', () => {
  expect(changed('app', 'count', '3')).toMatchObject({ machines: { app: { count: 3 } } });
  expect(changed('app2', 'size', 'large')).toMatchObject({
    machines: { app: { members: { app2: { size: 'large' } } } },
  });
  expect(changed('lan', 'link.delay', '5ms')).toMatchObject({ networks: { lan: { link: { delay: '5ms' } } } });
  expect(changed('redis', 'memory', '32')).toMatchObject({ machines: { lb: { services: { redis: { memory: 32 } } } } });
});

test('a service is changed wherever it stands', () => {
  const services = { services: { shop: { workers: 4 } } };
  expect(changed('shop', 'workers', '4')).toMatchObject({ machines: { app: services, other: services } });
});

test('comments stay, and what nobody named is as it was', () => {
  const result = changeTopology(text, { whose: 'app', keys: ['count'], value: '3' });
  expect('text' in result && result.text).toContain('# the application');
  expect(changed('app', 'count', '3')).toMatchObject({ machines: { lb: { services: { web: { role: 'nginx' } } } } });
});

test('a name that is not there comes back with those that are', () => {
  expect(changed('ap', 'count', '3')).toEqual({
    known: ['lb', 'web', 'redis', 'app', 'shop', 'app1', 'app2', 'other', 'lan'],
  });
});
