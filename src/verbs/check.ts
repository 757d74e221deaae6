import { isDeepStrictEqual } from 'node:util';
import { runChecks } from '../checks/run-checks.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { CheckResult } from '../model/verdict.ts';
import { systemClock } from '../ports/clock.ts';
import { secureRandom } from '../ports/random.ts';
import { timed } from '../ports/timed.ts';
import { openLab } from '../state/record.ts';
import { visitsIn } from '../state/visits.ts';
import * as text from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { readLab } from './compiled.ts';
import { openRunning, type OpenedLab } from './opened.ts';
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
  const lab = await withCurrentChecks(await openRunning(request, bench), bench);
  await using sessions = openSessions(lab, bench);
  const results = await checkLab({ lab, world: await roleWorld(lab), sessions }, bench, request.timeoutMs ?? 20_000);
  return { lab: lab.identity.name, results };
};

/**
 * Written checks are those of the file as it is now, for they change nothing of the lab. Where more has changed, or the file
 * has mistakes, the lab is asked as it came up, and that is said. A lost file is no obstacle.
 */
const withCurrentChecks = async (lab: OpenedLab, bench: Bench): Promise<OpenedLab> => {
  const begun = await openLab(bench.project, lab.identity.name);
  const current = begun && (await readLab({ lab: begun.topology }, bench).catch(() => undefined));
  if (current === undefined) return lab;
  const { checks: _, ...known } = lab.known.blueprint;
  // As it is kept: without what is undefined.
  const { checks = [], ...described } = JSON.parse(JSON.stringify(current.blueprint ?? {})) as Partial<Blueprint>;
  if (isDeepStrictEqual(described, known)) return { ...lab, blueprint: { ...lab.blueprint, checks } };
  const what = text.changedSinceUp(current.file, lab.identity.name);
  bench.stage.emit({ type: 'notice', code: 'changed-since-up', what });
  return lab;
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
