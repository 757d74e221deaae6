import type { Calibration } from '../../sim/lab/calibration.ts';
import type { LabSetup } from '../../sim/lab/lab-model.ts';
import type { Bench } from '../bench.ts';
import { loadCalibration } from '../compare/calibrations.ts';
import type { CompiledLab } from '../compiled.ts';
import { comingOf, comingOfEach, lengthOf, mostOften, type Coming } from './coming.ts';
import type { Design } from './design.ts';
import { mostLogged, usual, type SimRequest } from './request.ts';
import { serviceModels } from './service-models.ts';
import { readFaults, readMix, refuseSlowServices } from './words.ts';

/** What is to be foretold, with all that is needed for it. */
export interface Plan extends SimRequest {
  readonly coming: Coming;
  readonly milliseconds: number;
  readonly seed: number;
  readonly calibration?: Calibration;
  /** Whether the requests of the first run are written down, unless there are too many. */
  readonly timeline: boolean;
}

/** @throws LabError usage where visitors cannot come like that */
export async function planOf(request: SimRequest, lab: CompiledLab, bench: Bench): Promise<Plan> {
  const { milliseconds, seed = usual.seed, uncalibrated } = request;
  const coming = await comingOf(request, lab, bench);
  const calibration = uncalibrated ? undefined : await loadCalibration(bench.project, lab.blueprint.name);
  return {
    ...{ ...request, coming, seed, timeline: true },
    milliseconds: milliseconds ?? lengthOf(coming) ?? usual.milliseconds,
    ...(calibration && { calibration }),
  };
}

/** A design, as the simulator gets it. @throws LabError usage for a mix or a fault that cannot be */
export function setupOf(design: Design, plan: Plan): LabSetup {
  const { blueprint } = design;
  const services = serviceModels(design);
  const mix = readMix(plan.ask ?? [], services);
  const faults = readFaults(plan.faults ?? [], blueprint, plan.milliseconds / 1000);
  refuseSlowServices(faults, blueprint);
  const coming = comingOfEach(
    plan.coming,
    blueprint.visitors.map(({ name }) => name),
  );
  const { calibration, clients = usual.clients } = plan;
  return {
    ...{ blueprint, services, coming, clients, faults },
    ...(mix && { mix }),
    ...(calibration && { calibration }),
  };
}

/** About how many requests of a run are too many to be written down; undefined where all of them are. */
export const tooMany = ({
  coming,
  milliseconds,
  rate = usual.rate,
  closed = 0,
  thinkMs = 0,
  log,
}: Plan): number | undefined => {
  if (log || 'trace' in coming) return undefined;
  const perSecond = 'users' in coming ? mostOften(closed, thinkMs) : rate;
  const requests = (perSecond * milliseconds) / 1000;
  return requests < mostLogged ? undefined : requests;
};
