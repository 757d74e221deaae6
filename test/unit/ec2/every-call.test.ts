import { execa } from 'execa';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { systemClock } from '../../../src/ports/clock.ts';
import type { CloudLab } from '../../support/ec2/cloud-lab.ts';
import type { Misfortune, StandIn } from '../../support/ec2/endpoint.ts';
import { hasServiceModel } from '../../support/ec2/model.ts';
import { database, ec2, standInForTest, up } from '../../support/ec2/provider.ts';
import type { Work } from '../../support/ec2/worker.ts';
import { aliveIn } from '../../support/ec2/world.ts';
import { counted, exhaustive, isTried, rotatingSeed } from '../../support/seed.ts';

/*
 * Something goes wrong at each request that EC2 receives, one after the other: of all that making a machine, stopping and
 * removing it asks for. Then `up` completes it, or `destroy` removes it. A few of them, that a seed chooses, in every run;
 * all in --all.
 */

vi.setConfig({ testTimeout: 900_000 });

let aws: StandIn;

const down = (lab: CloudLab) => ec2().stop(lab, lab.stage);
const destroy = (lab: CloudLab) => ec2().destroy(lab.identity, lab.stage);
const verbs = { up, down, destroy } as const;

const standing = (): readonly number[] => {
  const { addresses, groups, keys } = aws.world;
  return [aliveIn(aws.world), addresses, groups, keys].map(({ length }) => length);
};

/** There once, and as described; nothing is there twice. */
const isWhole = async (lab: CloudLab, why: string): Promise<void> => {
  expect(standing(), why).toEqual([1, 1, 1, 1]);
  const { machines, networks } = await ec2().observe(lab);
  expect(machines, why).toMatchObject([{ name: 'db', state: 'running' }]);
  expect(networks, why).toBe('ready');
  const asked = aws.asked.length;
  await up(lab);
  const orders = aws.asked.slice(asked).filter((one) => !one.startsWith('Describe'));
  expect(orders, `${why}: nothing is left to do`).toEqual([]);
};

/** As kill -9 does: what was not written down is forgotten. */
const killed = 'is done, and whoever asked for it is killed';

const whats: Readonly<Record<string, Omit<Misfortune, 'operation'>>> = {
  'fails once': { what: { code: 'InternalError', status: 500 } },
  'is refused, and all after it: credentials have ended': { times: 999, what: { code: 'ExpiredToken' } },
  'is done, and no answer is heard any more': { times: 999, what: 'lost-answer' },
  [killed]: { times: 999, what: 'no-answer' },
};

interface Point {
  readonly verb: Work['verb'];
  readonly request: number;
  readonly what: string;
  readonly then: 'up' | 'destroy';
}

const callsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = aws.asked.length;
  await work();
  return aws.asked.length - before;
};

const everyPoint = async (): Promise<readonly Point[]> => {
  const lab = await database();
  const points: Point[] = [];
  for (const verb of ['up', 'down', 'destroy'] as const) {
    if (verb !== 'up') await up(lab);
    const requests = await callsOf(() => verbs[verb](lab));
    points.push(...pointsOf(verb, requests));
  }
  return points;
};

const pointsOf = (verb: Point['verb'], requests: number): readonly Point[] =>
  Array.from({ length: requests }, (_, index) =>
    Object.keys(whats).flatMap((what) =>
      (['up', 'destroy'] as const).map((then) => ({ verb, request: index + 1, what, then })),
    ),
  ).flat();

/** In a program of its own, until it waits for the answer to that request, or to its end. */
const workAndBeKilled = async (verb: Point['verb'], lab: CloudLab): Promise<void> => {
  const keys = Object.entries(lab.hostKeys).map(
    ([name, { privateKey, publicKey }]) => [name, { privateKey: privateKey.reveal(), publicKey }] as const,
  );
  const { identity, blueprint, own, bindings, authorizedKey } = lab;
  const open = { privateKey: lab.privateKey.reveal(), hostKeys: Object.fromEntries(keys) };
  const work: Work = { verb, lab: { identity, blueprint, own, bindings, authorizedKey, ...open } };
  const running = execa(process.execPath, ['--import', 'tsx', 'test/support/ec2/worker.ts'], {
    ...{ input: JSON.stringify(work), env: aws.environment, reject: false },
  });
  const asking = { isOver: false };
  const ended = running.finally(() => (asking.isOver = true));
  while (!asking.isOver && aws.misfortunes[0]?.times === 999) await systemClock.sleep(5);
  running.kill('SIGKILL');
  const { signal, exitCode, stderr } = await ended;
  // How often it looks whether something is there yet is never quite the same.
  expect(signal === 'SIGKILL' || exitCode === 0, stderr).toBe(true);
};

/** @returns whether it came to that request */
const strike = async ({ verb, request, what }: Point, lab: CloudLab): Promise<boolean> => {
  const luck: Misfortune = { operation: '*', times: 1, skips: request - 1, ...whats[what]! };
  const { times } = luck;
  aws.misfortunes.push(luck);
  const work = what === killed ? workAndBeKilled(verb, lab) : verbs[verb](lab);
  await work.catch((error: unknown) => {
    // Told, in words of ours.
    if (!(error instanceof LabError) || error.fault === 'bug') throw error;
  });
  aws.misfortunes.length = 0;
  return luck.times !== times;
};

const seed = rotatingSeed();
const numbers = { what: 'misfortunes at requests to EC2', count: 0, missed: 0, failed: 0, seed };

const tried = async (point: Point): Promise<void> => {
  const { verb, request, what, then } = point;
  const lab = await database();
  if (verb !== 'up') await up(lab);
  numbers[(await strike(point, lab)) ? 'count' : 'missed'] += 1;
  const why = `${verb}, request ${String(request)} ${what}, then ${then}`;
  if (then === 'up') {
    await up(lab);
    await isWhole(lab, why);
  }
  await destroy(lab);
  expect(standing(), `${why}: left behind`).toEqual([0, 0, 0, 0]);
};

describe.skipIf(!hasServiceModel)('every request to EC2 (needs the package python3-botocore)', () => {
  const started = systemClock.elapsed();

  beforeEach(async () => {
    aws = await standInForTest();
  });
  afterAll(() => {
    counted({ ...numbers, seconds: Math.round((systemClock.elapsed() - started) / 1000) });
  });

  test('whatever goes wrong at any of them, the next up completes it, and the next destroy removes it', async () => {
    const points = await everyPoint();
    const chosen = exhaustive ? points : points.filter((_, index) => index % 43 === seed % 43);
    const fails: string[] = [];
    for (const point of chosen) {
      await tried(point).catch((error: unknown) => {
        fails.push(error instanceof Error ? error.message : String(error));
        aws.misfortunes.length = 0;
        for (const kind of ['instances', 'addresses', 'groups', 'keys'] as const) aws.world[kind].length = 0;
      });
    }
    numbers.failed = fails.length;
    expect(fails).toEqual([]);
    expect(numbers.count).toBeGreaterThan(3);
    expect(isTried(numbers), JSON.stringify(numbers)).toBe(true);
  });
});
