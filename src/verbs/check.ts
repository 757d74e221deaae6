import { runChecks } from '../checks/run-checks.ts';
import type { CheckResult } from '../model/verdict.ts';
import { systemClock } from '../ports/clock.ts';
import { secureRandom } from '../ports/random.ts';
import { timed } from '../ports/timed.ts';
import { visitsIn } from '../state/visits.ts';
import * as text from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { openRunning } from './opened.ts';
import { roleWorld, type LabAtWork } from './provisioned.ts';
import type { CheckVerbResult } from './results.ts';
import { openSessions } from './sessions.ts';

/** Which lab is checked, and for how long. */
export interface CheckRequest extends LabRequest {
  /** How long a check that does not hold yet is repeated; 20 s if not said. */
  readonly timeoutMs?: number;
}

/** The smoke test: every question that follows from the topology, and those the user wrote. Changes nothing, leaves nothing. */
export const check = async (request: CheckRequest, bench: Bench): Promise<CheckVerbResult> => {
  const lab = await openRunning(request, bench);
  await using sessions = openSessions(lab, bench);
  const results = await checkLab({ lab, world: await roleWorld(lab), sessions }, bench, request.timeoutMs ?? 20_000);
  return { lab: lab.identity.name, results };
};

/** As `check`, for a lab that is already at work. */
export const checkLab = async (
  { lab, world, sessions }: LabAtWork,
  { stage }: Bench,
  deadlineMs: number,
): Promise<readonly CheckResult[]> => {
  const machines = lab.blueprint.machines.map(({ name }) => name);
  const reachable = await sessions.reachable(machines);
  return timed(stage, { phase: 'check', what: text.checking }, () =>
    runChecks({
      world,
      sessions: reachable,
      vantage: (network) => lab.provider.vantage(lab.known, network),
      stage,
      clock: systemClock,
      random: secureRandom,
      visits: visitsIn(lab.identity.folder),
      deadlineMs,
    }),
  );
};
