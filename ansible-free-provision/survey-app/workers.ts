import type { Probe } from '../../src/kit/probe.ts';
import type { Question } from '../../src/kit/question.ts';

/** gunicorn's processes: one that leads, and the workers. */
export const workersProbe = (unit: string): Probe => {
  const question = { ask: 'processes', unit } satisfies Question;
  return {
    probe: 'gauges',
    source: {
      from: 'questions',
      questions: [question],
      read: (facts) => {
        const processes = facts.answer(question);
        const sum = (of: 'cpuSeconds' | 'memoryBytes') => processes.reduce((total, each) => total + each[of], 0);
        return { processes: processes.length, cpuSeconds: sum('cpuSeconds'), memoryBytes: sum('memoryBytes') };
      },
    },
    gauges: [
      {
        name: 'workers',
        label: { en: 'workers', pt: 'processos' },
        unit: 'count',
        value: ({ number }) => Math.max(0, (number('processes') ?? 0) - 1),
      },
      {
        name: 'cpu',
        label: { en: 'processors', pt: 'processadores' },
        unit: 'ratio',
        value: ({ rate }) => rate('cpuSeconds'),
      },
    ],
  };
};
