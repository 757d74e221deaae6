import type { Probe, Values } from '../../src/kit/probe.ts';
import type { Question } from '../../src/kit/question.ts';

/** What nginx's own counters say, which it tells on a loopback port. */
export const connectionsProbe = (port: number): Probe => {
  const question = { ask: 'http', address: '127.0.0.1', port, path: '/status', timeoutSeconds: 1 } satisfies Question;
  return {
    probe: 'gauges',
    source: {
      from: 'questions',
      questions: [question],
      read: (facts) => {
        const answer = facts.answer(question);
        return answer.status === 200 ? countersIn(answer.body) : {};
      },
    },
    gauges: [
      {
        name: 'connections',
        label: { en: 'connections', pt: 'conexões' },
        unit: 'count',
        // One of them is our own question.
        value: ({ number }) => number('active') && Math.max(0, (number('active') ?? 0) - 1),
      },
    ],
  };
};

/** The first line of stub_status: `Active connections: 3`. */
const countersIn = (body: string): Values => {
  const active = /^Active connections: (\d+)/.exec(body)?.[1];
  return active === undefined ? {} : { active };
};
