import { kindsOf } from '../../src/sim/lab/kinds.ts';
import { secondsFor } from '../../src/sim/lab/demands.ts';
import { labModel, type LabSetup } from '../../src/sim/lab/lab-model.ts';
import { labOutcome } from '../../src/sim/lab/outcome.ts';
import { drawWorkload } from '../../src/sim/lab/workload.ts';
import { simulate } from '../../src/sim/simulate.ts';
import { machineOf, type Both } from '../../src/verbs/compare/figures.ts';
import type { Measurement } from '../../src/verbs/compare/session.ts';
import { comingOf } from '../../src/verbs/compare/settling.ts';
import type { Use } from '../../src/verbs/compare/use.ts';
import { simSetup } from './sim-setup.ts';

/** The survey lab, of which nothing was measured. */
export const plain = simSetup('survey', 1);
const { blueprint, services } = plain;
/** What it can be asked for. */
export const kinds = kindsOf(services, undefined);
/** From where. */
export const sources = ['192.168.56.130', '192.168.56.131'];
/** A lab that has used nothing yet. */
export const none: Use = { at: 0, machines: {}, services: {}, host: undefined, logs: {}, requests: {} };

/** A lab that did exactly what was foretold, but for what `of` changes in each outcome. */
export const asForetold = async (
  of: Partial<{ slower: number; seconds: number; rate: number; only: string }> = {},
): Promise<Both> => {
  const { slower = 1, seconds = 10, rate = 40, only } = of;
  const asked = only === undefined ? kinds : kinds.map((kind) => ({ ...kind, share: kind.name === only ? 1 : 0 }));
  const workload = await drawWorkload({ arrivals: { rate }, seconds, kinds: asked, sources, seed: 1 });
  const [visitors] = blueprint.visitors;
  const setup: LabSetup = { ...plain, clients: 1, coming: comingOf(visitors!.name, workload) };
  const lab = labModel(setup);
  const result = await simulate(lab.model, { seconds: seconds + 5, warmup: 0, replications: 1, seed: 1, log: true });
  const outcome = labOutcome(lab, result);
  const byMoment = result.requests!.toSorted((one, other) => one.at - other.at);
  const outcomes = workload.requests.map(({ at, path }, i) => {
    const request = byMoment[i]!;
    const machine = machineOf(blueprint, request);
    return {
      at,
      path,
      sent: at,
      status: 200,
      latency: slower * request.seconds * 1000,
      ...(machine !== undefined && { machine }),
    };
  });
  const machines = Object.fromEntries(
    outcome.machines.map(({ machine, cpus, utilisation }) => [machine, utilisation.value * cpus * result.seconds]),
  );
  // Each request keeps one thread, of one process or another.
  const requests = Object.fromEntries(
    ['survey@app1', 'survey@app2'].map((id) => {
      const threads = outcome.pools.filter(({ service, pool }) => service === id && pool.startsWith('threads'));
      return [
        id,
        threads.reduce((sum, { utilisation, places }) => sum + utilisation.value * places, 0) * result.seconds,
      ];
    }),
  );
  const measurement = {
    measured: { outcomes, failed: 0, pace: { kept: true } },
    before: none,
    after: { ...none, at: seconds * 1000, machines, services: Object.fromEntries(secondsFor(lab, byMoment)), requests },
  } as unknown as Measurement;
  const foretold = { lab, outcome, result, isBroken: false, starts: {} };
  return { blueprint, services, ...foretold, measurement, workload, seconds };
};
