import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { roles } from '../../../ansible-free-provision/index.ts';
import { compile } from '../../../src/blueprint/compile.ts';
import type { CheckGround } from '../../../src/checks/check.ts';
import { checkKinds } from '../../../src/checks/kinds.ts';
import type { Blueprint } from '../../../src/model/blueprint.ts';
import type { Topology } from '../../../src/model/topology.ts';
import { resourcesOf, type RoleWorld } from '../../../src/provision/context.ts';
import { labModel } from '../../../src/sim/lab/lab-model.ts';
import { parseTopology } from '../../../src/topology/parse.ts';
import { serviceModels } from '../../../src/verbs/sim/service-models.ts';
import { roleWorld } from '../../support/role-world.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const names = roles.map(({ name }) => name);

test('a role is one folder and one line of the registry', () => {
  const registry = readFileSync('ansible-free-provision/index.ts', 'utf8');
  const entries = readdirSync('ansible-free-provision', { withFileTypes: true });
  expect(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)).toEqual(names);
  expect([...registry.matchAll(/^import \{ \w+ \} from '\.\/(.+)\/role\.ts';$/gm)].map(([, folder]) => folder)).toEqual(
    names,
  );
});

/** What these words mean to the engines, which is not the role. */
const otherMeanings: Readonly<Record<string, string>> = {
  base: 'what something is built on',
  docker: 'a runtime of services in the topology language',
  firewall: 'the rules of a machine, and the resource that loads them',
  nginx: 'the format of a configuration file, to the escapes of templates',
  openvpn: 'a kind of network in the topology language',
  redis: 'a protocol that checks speak, and its client',
};

/** The names and whole strings in the code of a file; comments, and sentences for people, are neither. */
const wordsOf = (path: string): ReadonlySet<string> => {
  const words = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) words.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest));
  return words;
};

test('no name of a role is a word of the engines', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const words = new Set(files.flatMap((path) => [...wordsOf(join('src', path))]));
  const camelCase = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const named = names.filter((name) => words.has(name) || words.has(camelCase(name)));
  expect(named).toEqual(Object.keys(otherMeanings));
});

test('certificates and keys are made without openssl', () => {
  const files = readdirSync('src/pki', { recursive: true, encoding: 'utf8' });
  const words = files.flatMap((path) => [...wordsOf(join('src/pki', path))]);
  expect(words).toContain('@peculiar/x509');
  expect(words.filter((word) => /openssl|ports\/process/.test(word))).toEqual([]);
});

const alias = (name: string): string => `alias-of-${name}`;
const aliased = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('alias-of-', '')) as T;

/** The same topology, whose services have roles of other names. */
const withAliases = (topology: Topology): Topology => ({
  ...topology,
  groups: topology.groups.map((group) => ({
    ...group,
    services: group.services.map((service) => ({ ...service, role: alias(service.role) })),
  })),
});

/** The same lab, as if every role had been given another name. */
const renamed = (lab: string, world: RoleWorld): RoleWorld => {
  const file = `topology/${lab}.yaml`;
  const { topology } = parseTopology({ file, text: readFileSync(file, 'utf8') }, roles);
  const aliases = roles.map((role) => ({ ...role, name: alias(role.name) }));
  const { blueprint } = compile(withAliases(topology!), aliases);
  const texts: RoleWorld['texts'] = {
    template: (role, path) => world.texts.template(aliased(role), path),
    carried: (role, path) => world.texts.carried(aliased(role), path),
  };
  return { ...world, blueprint: blueprint!, roles: aliases, texts };
};

/** What a lab is to the simulator. */
const simulated = ({ blueprint, roles: all }: RoleWorld) => {
  const services = serviceModels({ blueprint, roles: all });
  const coming = Object.fromEntries(blueprint.visitors.map(({ name }) => [name, { arrivals: { rate: 1 } }]));
  return labModel({ blueprint, services, coming, clients: 1, faults: [] }).model;
};

/** What a lab comes to: its blueprint, what is made on each machine, what is checked, and its model. */
const outcome = (world: RoleWorld) => ({
  model: simulated(world),
  blueprint: JSON.parse(JSON.stringify(world.blueprint)) as Blueprint,
  resources: world.blueprint.machines.flatMap((machine) =>
    resourcesOf(world, machine).map(({ service, resource }) => `${service} ${resource.id}`),
  ),
  checks: checkKinds.flatMap((kind) => kind.derive({ world } as CheckGround).map(({ id }) => id)),
});

test.each(['survey', 'weights'])('a lab is the same whatever its roles are called: %s', async (lab) => {
  const world = await roleWorld(lab, await temporaryFolder());
  const expected = outcome(world);
  expect(expected.checks.length).toBeGreaterThan(20);
  expect(Object.keys(expected.model.stations ?? {}).length).toBeGreaterThan(10);
  expect(aliased(outcome(renamed(lab, world)))).toEqual(expected);
});
