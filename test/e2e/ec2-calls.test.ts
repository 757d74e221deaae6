import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanResult } from '../../src/verbs/results.ts';
import type { Said } from '../support/bancada.ts';
import { badRequests, struckAtRequest, type BadRequest } from '../support/ec2/luck.ts';
import { agreedOn, cloudProject, type CloudProject } from '../support/ec2/project.ts';
import { filesLeft } from '../support/luck.ts';
import { counted, exhaustive, isTried, rotatingSeed } from '../support/seed.ts';

/*
 * Something goes wrong at each request that EC2 receives while the command line makes a lab of one machine, shuts it down or
 * removes it: of what may go wrong the seed says which, and then `up` or `destroy`; its neighbours have the others. What the
 * provider does without the verbs meets all of them, in test/unit/ec2/every-call.test.ts.
 */

const topology = `bancada: 1
name: far
targets: { aws: { cloud: ec2 } }
networks: { internet: { type: internet } }
machines: { one: { site: cloud, networks: { internet: auto }, services: { memcached: {} } } }
`;

const agreed = agreedOn('aws');
const words = { up: [...agreed, '--no-check'], down: [], destroy: ['--yes'] } as const;
type Verb = keyof typeof words;

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot || !exhaustive)('every request of the verbs to EC2, as root (in --all)', () => {
  let project: CloudProject;
  const seed = rotatingSeed();

  const good = ({ code, stdout, stderr }: Said, why: string): void =>
    expect(code, `${why}: ${stdout.slice(-2000)}${stderr}`).toBe(0);
  const bringUp = async (why: string): Promise<void> => good(await project.bancada('up', ...words.up), why);
  const nothingIsLeft = async (why: string): Promise<void> => {
    const { addresses, groups, keys } = project.aws.world;
    expect([...project.alive(), ...addresses, ...groups, ...keys], why).toEqual([]);
    expect(await filesLeft(project), why).toEqual([]);
  };

  interface Point {
    readonly verb: Verb;
    readonly request: number;
    readonly what: BadRequest;
    readonly then: 'up' | 'destroy';
  }

  const tried = async ({ verb, request, what, then }: Point, why: string): Promise<boolean> => {
    if (verb !== 'up') await bringUp(`before ${why}`);
    const { struck, said } = await struckAtRequest(project, { request, what }, verb, 'far', ...words[verb], '--json');
    expect(said.stdout, why).not.toMatch(/"fault": ?"bug"/);
    if (then === 'up') {
      good(await project.bancada('up', ...agreed), why);
      expect(project.alive().length, why).toBe(1);
      const plan = (await project.bancada('plan', '--json')).json<PlanResult>();
      expect([plan.changes, plan.machines.map(({ action }) => action)], why).toEqual([[], ['keep']]);
      if (verb !== 'up') return struck;
    }
    const { code, stderr } = await project.bancada('destroy', '--yes');
    // There may have been nothing yet, or any more.
    expect([0, 4], `${why}: ${stderr}`).toContain(code);
    await nothingIsLeft(why);
    return struck;
  };

  beforeAll(async () => {
    project = await cloudProject('far', topology);
  });
  afterAll(async () => {
    await project.bancada('destroy', '--yes');
    await project[Symbol.asyncDispose]();
    expect(project.aws.faults).toEqual([]);
  });

  test.each<Verb>(['down', 'destroy', 'up'])(
    'whatever goes wrong at any request of %s, the next up completes it, and the next destroy removes it',
    async (verb) => {
      const started = performance.now();
      if (verb !== 'up') await bringUp('without bad luck');
      const asked = project.aws.asked.length;
      good(await project.bancada(verb, ...words[verb]), 'without bad luck');
      const requests = project.aws.asked.slice(asked);
      if (verb !== 'destroy') good(await project.bancada('destroy', '--yes'), 'without bad luck');
      const numbers = { what: `misfortunes at requests of ${verb} to EC2`, count: 0, missed: 0, seed };
      const fails: string[] = [];
      for (const [index, operation] of requests.entries()) {
        const what = badRequests[(seed + index) % 4]!;
        const then = (seed + index) % 8 < 4 ? 'up' : 'destroy';
        const why = `${verb}, request ${String(index + 1)} (${operation}) ${what}, then ${then}`;
        await tried({ verb, request: index + 1, what, then }, why).then(
          (struck) => (numbers[struck ? 'count' : 'missed'] += 1),
          async (error: unknown) => {
            fails.push(`${why}: ${error instanceof Error ? error.message : String(error)}`);
            console.log(`failed: ${fails.at(-1) ?? ''}`);
            project.aws.misfortunes.length = 0;
            await project.bancada('destroy', '--yes');
          },
        );
      }
      counted({ ...numbers, failed: fails.length, seconds: Math.round((performance.now() - started) / 1000) });
      expect(fails).toEqual([]);
      expect(isTried(numbers), `${String(requests.length)} requests: ${JSON.stringify(numbers)}`).toBe(true);
    },
    5_400_000,
  );
});
