import { expect, test } from 'vitest';
import type { CheckGround, Outcome } from '../../../src/checks/check.ts';
import { tunnels } from '../../../src/checks/tunnels.ts';
import type { Question } from '../../../src/kit/question.ts';
import { systemClock } from '../../../src/ports/clock.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import type { DialFailure } from '../../../src/model/verdict.ts';
import { DialError } from '../../../src/ports/vantage.ts';
import type { Session } from '../../../src/ssh/session.ts';
import { visitsIn } from '../../../src/state/visits.ts';
import { roleWorld } from '../../support/role-world.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** What the balancer's machine says of itself: the way to the database, and its counters, look by look. */
interface Told {
  readonly device: string;
  /** What becomes of connections through it. */
  readonly dialling?: DialFailure;
  readonly counters: readonly Readonly<Record<string, number>>[];
}

const sessionThatTells = ({ device, counters, dialling = 'refused' }: Told): Session => {
  let look = 0;
  const answers = (argv: readonly string[]): unknown => {
    if (argv.includes('route')) return [{ dst: argv.at(-1), dev: device }];
    const links = counters[Math.min(look++, counters.length - 1)] ?? {};
    return Object.entries(links).map(([ifname, bytes]) => ({ ifname, stats64: { rx: { bytes }, tx: { bytes: 0 } } }));
  };
  const told = {
    name: 'lb',
    dial: () => Promise.reject(new DialError(dialling, dialling)),
    ask: () =>
      Promise.resolve({
        answer: (question: Question) => ({
          ...{ code: 0, stderr: '' },
          stdout: question.ask === 'command' ? JSON.stringify(answers(question.argv)) : '',
        }),
      }),
  };
  return told as unknown as Session;
};

const ask = async (told: Told): Promise<Outcome> => {
  const folder = await temporaryFolder();
  const world = await roleWorld('survey', folder);
  const session = sessionThatTells(told);
  const sessions = new Map(['lb', 'app1', 'app2', 'db'].map((name) => [name, session]));
  const ground: CheckGround = {
    ...{ world, sessions, clock: systemClock, random: secureRandom, visits: visitsIn(folder) },
    vantage: () => Promise.resolve(session),
  };
  const [check, other] = tunnels.derive(ground);
  expect([check?.id, other]).toEqual(['tunnel:vpn@lb', undefined]);
  if (check === undefined) throw new Error('no check');
  return check.ask(new AbortController().signal);
};

const quiet = { lan: 0, internet: 1000, vpn: 500 };

test('what is sent is counted in the tunnel, and more of it outside', async () => {
  const outcome = await ask({ device: 'vpn', counters: [quiet, { lan: 9000, internet: 9000, vpn: 5000 }] });
  expect(outcome).toMatchObject({
    verdict: 'pass',
    seen: { en: expect.stringContaining('vpn counted 4500, internet 8000') as string },
  });
});

test.each([
  ['the device is not there', { device: 'vpn', counters: [{ lan: 0, internet: 0 }] }, 'there is no device vpn'],
  ['the way leads elsewhere', { device: 'internet', counters: [quiet] }, 'the way to 10.8.0.1 leads through internet'],
  ['nothing is counted in it', { device: 'vpn', counters: [quiet, { ...quiet, internet: 90_000 }] }, 'vpn counted 0'],
  ['nothing is counted outside', { device: 'vpn', counters: [quiet, { ...quiet, vpn: 90_000 }] }, 'internet 0'],
  [
    'nobody answers, whatever is counted',
    { device: 'vpn', dialling: 'silent', counters: [quiet, { lan: 0, internet: 9000, vpn: 5000 }] },
    'nobody answered',
  ],
] satisfies [string, Told, string][])('it fails when %s', async (_, told, seen) => {
  const outcome = await ask(told);
  expect(outcome.verdict).toBe('fail');
  expect(outcome.seen.en).toContain(seen);
  expect(outcome.hint?.en).toMatch(/./);
});
