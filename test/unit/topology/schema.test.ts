import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const schema = JSON.parse(readFileSync('topology/schema.json', 'utf8')) as object;
const ajv = new Ajv({ allErrors: true });

/** What an editor underlines in a text, by the place's path. */
const underlined = (text: string): readonly string[] => {
  const fits = ajv.validate(schema, parse(text));
  return fits === true ? [] : (ajv.errors ?? []).map(({ dataPath, message }) => `${dataPath} ${message ?? ''}`);
};

const read = (file: string): string => readFileSync(join('topology', file), 'utf8');
const files = readdirSync('topology').filter((file) => file.endsWith('.yaml'));

test.each(files)('an editor finds nothing to underline in %s, and finds the schema', (file) => {
  expect(underlined(read(file))).toEqual([]);
  expect(read(file).split('\n')[0]).toBe('# yaml-language-server: $schema=./schema.json');
});

test.each([
  ['a key of the file', 'title:', 'titel:', ''],
  ['a key of a network', 'subnet: 192', 'subnett: 192', ".networks['lan']"],
  ['a key of a machine', 'count: 2', 'cuont: 2', ".machines['app']"],
  ['a parameter of a role that is named', 'upstream:', 'upstrem:', ".machines['lb'].services['web']"],
  [
    'a parameter of a role that the service is named after',
    'database: survey }',
    'databse: x }',
    ".machines['db'].services.mariadb",
  ],
  ['a choice', 'round_robin', 'roundrobin', ".services['web'].balance"],
  ['a number', 'count: 2', 'count: two', ".machines['app'].count"],
  ['a key of visitors', 'to: web', 'too: web', ".visitors['class']"],
])('an editor underlines %s that is wrong', (_, right, wrong, place) => {
  const text = read('survey.yaml');
  expect(text).toContain(right);
  expect(underlined(text.replace(right, wrong)).filter((each) => each.includes(place))).not.toEqual([]);
});

/** Every schema below one that is given. */
const parts = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  typeof value !== 'object' || value === null
    ? []
    : [value as Readonly<Record<string, unknown>>, ...Object.values(value).flatMap(parts)];

test('an editor can say of each role and of each of its parameters what it is', () => {
  const { definitions } = schema as { readonly definitions: Readonly<Record<string, Record<string, unknown>>> };
  const roles = Object.entries(definitions).filter(([name]) => name.startsWith('role-'));
  expect(roles.length).toBeGreaterThan(4);
  for (const [name, { description }] of roles) expect(description, name).toMatch(/\S/);
  expect(parts(definitions['role-nginx']).flatMap(({ enum: choices }) => choices ?? [])).toContain('least_conn');
});
