import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { CheckGround } from '../../src/checks/check.ts';
import { flowsFrom } from '../../src/checks/matrix.ts';
import { placeNamed } from '../../src/checks/place.ts';
import { compile } from '../../src/blueprint/compile.ts';
import { factsOf } from '../../src/kit/facts.ts';
import type { Question } from '../../src/kit/question.ts';
import { reference } from '../../src/kit/reference.ts';
import type { Inspection, Journey, Role, RoleCheck } from '../../src/kit/role.ts';
import { defineRole } from '../../src/kit/role.ts';
import type { Blueprint } from '../../src/model/blueprint.ts';
import { Secret } from '../../src/model/secret.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { ownVantage } from '../../src/ports/own-vantage.ts';
import { secureRandom } from '../../src/ports/random.ts';
import type { DialFailure } from '../../src/model/verdict.ts';
import type { Vantage } from '../../src/ports/vantage.ts';
import { DialError } from '../../src/ports/vantage.ts';
import type { RoleWorld } from '../../src/provision/context.ts';
import type { Session } from '../../src/ssh/session.ts';
import { visitsIn } from '../../src/state/visits.ts';
import { parseTopology } from '../../src/topology/parse.ts';

// A lab of stand-in roles whose addresses are all on this computer's loopback, so that real servers can play its services.
const topology = `
bancada: 1
name: shop
title: Shop
networks:
  lan: { subnet: 192.168.56.0/24 }
  internet: { type: internet, subnet: 203.0.113.0/24 }
machines:
  gate:
    networks: { lan: 192.168.56.10, internet: auto }
    services: { front: { upstream: shop }, cache: {} }
  app:
    count: 2
    networks: { lan: 192.168.56.11 }
    services: { shop: { sessions: cache, database: store } }
  back:
    networks: { lan: 192.168.56.20 }
    services: { store: {} }
visitors:
  class: { from: lan, to: front }
`;

// Test files that run at the same time have addresses of their own.
const net = `127.${process.env['VITEST_POOL_ID'] ?? '0'}`;

const onLoopback = (text: string): string =>
  text.replaceAll('192.168.56.', `${net}.56.`).replaceAll('203.0.113.', `${net}.113.`);

export const ports = { front: 18_080, shop: 18_000, cache: 16_379, store: 13_306 } as const;
export const addresses = {
  gate: `${net}.56.10`,
  app1: `${net}.56.11`,
  app2: `${net}.56.12`,
  back: `${net}.56.20`,
};
export const account = { user: 'probe', password: new Secret('look'), database: 'shop' };

/** What the stand-in roles promise. */
export interface Promises {
  readonly balance?: Extract<RoleCheck, { check: 'balance' }>['promise'];
  readonly weights?: Readonly<Record<string, number>>;
  readonly journey?: Journey;
}

const rolesWith = ({ balance = 'even-rotation', weights = {}, journey }: Promises): readonly Role[] => {
  const named = (name: string) => ({ name, summary: { en: name, pt: name }, resources: () => [] });
  const inspection = (speaks: Inspection['speaks'], address: string, port: number): Inspection => ({
    ...{ speaks, address, port, ...account },
  });
  return [
    defineRole<{ upstream: z.infer<ReturnType<typeof reference>> }>({
      ...named('front'),
      params: z.strictObject({ upstream: reference() }),
      offers: () => [{ name: 'http', port: ports.front }],
      needs: ({ upstream }) => [{ name: 'upstream', of: upstream }],
      checks: () => [
        { check: 'balance', need: 'upstream', path: '/whoami', field: 'machine', promise: balance, weights },
      ],
    }),
    defineRole<Record<'sessions' | 'database', z.infer<ReturnType<typeof reference>>>>({
      ...named('shop'),
      params: z.strictObject({ sessions: reference(), database: reference() }),
      offers: () => [{ name: 'http', port: ports.shop }],
      needs: ({ sessions, database }) => [
        { name: 'sessions', of: sessions },
        { name: 'database', of: database },
      ],
      checks: () => (journey ? [{ check: 'journey', journey }] : []),
    }),
    defineRole<object>({
      ...named('cache'),
      params: z.strictObject({}),
      offers: () => [{ name: 'redis', port: ports.cache }],
      needs: () => [],
      inspect: () => inspection('redis', addresses.gate, ports.cache),
    }),
    defineRole<object>({
      ...named('store'),
      params: z.strictObject({}),
      offers: () => [{ name: 'mysql', port: ports.store }],
      needs: () => [],
      inspect: () => inspection('mysql', addresses.back, ports.store),
    }),
  ] as readonly Role[];
};

/** What stands in for firewalls: `from->address:port` to how a connection fails, `open` for a hole, `slow` for one far away. */
export type Walls = Map<string, DialFailure | 'open' | 'slow'>;

/** The lab with what is between its machines. Nothing but the declared flows passes, until the test says otherwise in `walls`. */
export interface LoopbackLab {
  readonly blueprint: Blueprint;
  readonly ground: CheckGround;
  readonly walls: Walls;
  /** Where the lab's state lies. */
  readonly folder: string;
}

export const loopbackLab = (promises: Promises = {}, checks = ''): LoopbackLab => {
  const folder = mkdtempSync(join(tmpdir(), 'bancada-loopback-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const roles = rolesWith(promises);
  const parsed = parseTopology({ file: 'shop.yaml', text: topology + checks }, roles);
  const compiled = parsed.topology && compile(parsed.topology, roles);
  if (compiled?.blueprint === undefined) throw new Error(JSON.stringify([parsed.diagnostics, compiled?.diagnostics]));
  const blueprint = JSON.parse(onLoopback(JSON.stringify(compiled.blueprint))) as Blueprint;
  const walls: Walls = new Map();
  const nothing = new Secret('');
  const world: RoleWorld = {
    ...{ lab: { id: 'abcd1234', name: 'shop' }, blueprint, roles },
    secrets: { secret: () => nothing, pair: () => nothing },
    texts: { template: () => '', carried: () => [] },
  };
  const sessions = new Map(blueprint.machines.map(({ name }) => [name, sessionOn(vantage(blueprint, walls, name))]));
  const ground: CheckGround = {
    ...{ world, sessions, clock: systemClock, random: secureRandom, visits: visitsIn(folder) },
    vantage: (network) => Promise.resolve(vantage(blueprint, walls, `visitors@${network}`)),
  };
  return { blueprint, ground, walls, folder };
};

/** The checks that are tried here go into a machine only to open connections there, and to knock. */
const sessionOn = (place: Vantage): Session => {
  const knock = async (question: Question): Promise<DialFailure | null> => {
    if (question.ask !== 'knock') throw new Error(`nobody answers ${question.ask} here`);
    try {
      (await place.dial(question.address, question.port, question)).destroy();
      return null;
    } catch (error) {
      if (error instanceof DialError) return error.failure;
      throw error;
    }
  };
  const ask: Session['ask'] = async (questions) => factsOf(questions, await Promise.all(questions.map(knock)));
  return { ...place, ask } as Session;
};

const here = ownVantage('here');

const vantage = (blueprint: Blueprint, walls: Walls, name: string): Vantage => ({
  name,
  dial: (address, port, options) => {
    const place = placeNamed(blueprint, name);
    const own = place.kind === 'machine' && place.machine.interfaces.some((each) => each.address === address);
    const declared = flowsFrom(blueprint, place).some(({ to }) => to.address === address && to.port === port);
    const wall = walls.get(`${name}->${address}:${String(port)}`) ?? (own || declared ? 'open' : 'refused');
    if (wall === 'slow') return slowly(options.timeoutMs, () => here.dial(address, port, options));
    return wall === 'open' ? here.dial(address, port, options) : fail(wall, options.timeoutMs);
  },
});

/** How long a connection takes that is `slow`, milliseconds. */
const slowness = 2000;

const slowly = async (timeoutMs: number, dial: () => ReturnType<Vantage['dial']>): ReturnType<Vantage['dial']> => {
  if (timeoutMs <= slowness) return fail('silent', timeoutMs);
  await systemClock.sleep(slowness);
  return dial();
};

const fail = async (failure: DialFailure, timeoutMs: number): Promise<never> => {
  if (failure === 'silent') await systemClock.sleep(timeoutMs);
  throw new DialError(failure, failure);
};
