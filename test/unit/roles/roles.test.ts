import { describe, expect, test } from 'vitest';
import { roles } from '../../../ansible-free-provision/index.ts';
import { memcached } from '../../../ansible-free-provision/memcached/role.ts';
import type { RoleContext } from '../../../src/kit/role.ts';
import { Secret } from '../../../src/model/secret.ts';
import { resourcesOf, servicesOn } from '../../../src/provision/context.ts';
import type { RoleWorld } from '../../../src/provision/context.ts';
import { atWork, operationsOnNothing, roleWorld } from '../../support/role-world.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** The world, and every secret that a role has looked at in it. */
const watched = async (lab: string): Promise<{ world: RoleWorld; seen: Set<string> }> => {
  const world = await roleWorld(lab, await temporaryFolder());
  const seen = new Set<string>();
  const note = (secret: Secret): Secret => {
    seen.add(secret.reveal());
    return secret;
  };
  const secrets = {
    secret: (service: string, name: string) => note(world.secrets.secret(service, name)),
    pair: (from: string, to: string) => note(world.secrets.pair(from, to)),
  };
  return { world: { ...world, secrets }, seen };
};

describe.each(['survey', 'weights'])('the roles of %s', (lab) => {
  test('describe every machine, each thing once', async () => {
    const { world } = await watched(lab);
    for (const machine of world.blueprint.machines) {
      const ids = resourcesOf(world, machine).map(({ resource }) => resource.id);
      expect(new Set(ids).size, machine.name).toBe(ids.length);
      expect(ids.length).toBeGreaterThan(5);
    }
  });

  test('let no secret out but as a Secret', async () => {
    const { world, seen } = await watched(lab);
    const operations = world.blueprint.machines.flatMap((machine) =>
      resourcesOf(world, machine).flatMap(({ resource }) => operationsOnNothing(resource)),
    );
    const plain = JSON.stringify(operations);
    expect(seen.size).toBeGreaterThan(2);
    // A certificate and a list of the revoked are for everybody; what is secret about them is the key.
    const hidden = [...seen].filter((secret) => !/BEGIN (CERTIFICATE|X509 CRL)/.test(secret));
    for (const secret of hidden) expect(plain).not.toContain(JSON.stringify(secret).slice(1, -1));
    for (const operation of operations) {
      if (operation.do !== 'write' || !(operation.content instanceof Secret)) continue;
      const content = operation.content.reveal();
      if (hidden.some((secret) => content.includes(secret)))
        expect(operation.mode, operation.path).toMatch(/^06[04]0$/);
    }
  });

  test('say in both languages what is awaited', async () => {
    const { world } = await watched(lab);
    const all = world.blueprint.machines.flatMap((machine) => servicesOn(world, machine));
    const awaited = all.flatMap(({ role, context }) => role.ready?.(context) ?? []);
    expect(awaited.length).toBeGreaterThan(3);
    for (const { what } of awaited) expect(what.en).not.toBe(what.pt);
  });
});

test('no two roles share a name, and each says in both languages what it is', () => {
  expect(new Set(roles.map(({ name }) => name)).size).toBe(roles.length);
  for (const { name, summary } of roles) {
    expect(name).toMatch(/^[a-z][a-z0-9-]{0,14}$/);
    expect(summary.en).not.toBe(summary.pt);
  }
});

test('a cache listens where a flow leads to it, and on the loopback address where none does', async () => {
  const { world } = await watched('weights');
  const { context } = atWork(world, 'redis@lb');
  const params = memcached.params.parse({ memory: 16 });
  const config = (flows: typeof world.blueprint.flows) => {
    const blueprint = { ...world.blueprint, flows };
    const template: RoleContext['template'] = (file, locals) => {
      expect(file).toBe('memcached.conf.ejs');
      return JSON.stringify(locals);
    };
    const [file] = memcached.resources?.({ ...context, blueprint, params, template }) ?? [];
    return file && JSON.stringify(operationsOnNothing(file));
  };
  expect(config(world.blueprint.flows)).toContain('192.168.57.');
  expect(config([])).toContain('127.0.0.1');
});
