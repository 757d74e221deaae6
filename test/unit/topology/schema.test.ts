import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { scenarioEditorSchema } from '../../../src/scenarios/editor-schema.ts';

const schemaIn = (file: string) => JSON.parse(readFileSync(`topology/${file}`, 'utf8')) as object;
const schema = schemaIn('schema.json');
const ofScenarios = schemaIn('scenario.schema.json');
const ajv = new Ajv({ allErrors: true });

/** What an editor underlines in a text, by the place's path. */
const underlined = (text: string, by = schema): readonly string[] => {
  const fits = ajv.validate(by, parse(text));
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

test('the schema of scenarios is that of their language; else run npm run schema', () => {
  expect(ofScenarios).toEqual(scenarioEditorSchema());
});

const scenarios = readdirSync('topology/scenarios');

test.each(scenarios)('an editor finds nothing to underline in scenarios/%s, and finds the schema', (file) => {
  const text = read(`scenarios/${file}`);
  expect(underlined(text, ofScenarios)).toEqual([]);
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../scenario.schema.json');
});

test.each([
  ['a key of a step', 'inject:', 'inyect:', '.timeline[1]'],
  ['a key of traffic', 'rate: 20', 'rat: 20', '.timeline[0].traffic'],
  ['a measure', 'errors:', 'erors:', '.expect[1]'],
  ['a moment', 'from: start\n', 'from: 3\n', '.expect[1].from'],
  ['a sentence in one language', ', pt: quase ninguém vê um erro', '', '.expect[1].say'],
])('an editor underlines %s of a scenario that is wrong', (_, right, wrong, place) => {
  const text = read('scenarios/failover.yaml');
  expect(text).toContain(right);
  const found = underlined(text.replace(right, wrong), ofScenarios);
  expect(found.filter((each) => each.startsWith(place))).not.toEqual([]);
});

test('an editor can say of each key of a scenario what it is', () => {
  const { properties } = ofScenarios as { readonly properties: Readonly<Record<string, object>> };
  const step = parts(properties['timeline']).find(
    ({ properties: keys }) => keys !== undefined && 'at' in (keys as object),
  );
  const keys = Object.entries({ ...properties, ...(step?.['properties'] as object) });
  expect(keys.length).toBeGreaterThan(9);
  for (const [key, { description }] of keys as [string, { description?: string }][])
    expect(description, key).toMatch(/\S/);
});
