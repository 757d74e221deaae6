import { sitesOn } from '../blueprint/targets.ts';
import type { Bench, LabRequest } from './bench.ts';
import { compileLab } from './compiled.ts';
import { openOwnLab } from './own-lab.ts';
import { plannedLab } from './planned.ts';
import type { DoctorResult } from './results.ts';
import { prepareComputer } from './setup.ts';
import { providerFor, standingOf } from './targets.ts';
import { findingsOf, type PlannedLab, type Provider } from '../providers/provider.ts';

/** For which lab, or labs in general, this computer is looked at. */
export interface DoctorRequest extends LabRequest {
  /** Bring what is missing and, of a lab that is named, build beforehand what takes long. */
  readonly setup?: boolean;
}

interface Patient {
  readonly provider: Provider;
  /** Absent: labs in general. */
  readonly lab?: PlannedLab;
}

const patientOf = async (request: DoctorRequest, bench: Bench): Promise<Patient> => {
  if (request.lab === undefined) return { provider: await providerFor(bench.project, inGeneral(request)) };
  const { blueprint, topology } = await compileLab(request, bench);
  const begun = await openOwnLab(bench.project, blueprint.name);
  const standing = standingOf({ topology, blueprint, begun, ...request });
  return { provider: await providerFor(bench.project, standing), lab: plannedLab(blueprint, begun) };
};

/** Where a lab of this computer and the cloud would go. */
const inGeneral = ({ on }: DoctorRequest) => ({
  sites: on === undefined ? {} : (sitesOn({ targets: {} }, on, ['here', 'cloud']) ?? {}),
  options: {},
});

/** Says what this computer has and lacks for running labs, or one lab; with `setup`, brings what is missing. */
export const doctor = async (request: DoctorRequest, bench: Bench): Promise<DoctorResult> => {
  const { provider, lab } = await patientOf(request, bench);
  if (request.setup !== true) return { findings: await findingsOf(provider, lab) };
  // Of a lab that is to come they may have been raised for it.
  if (lab === undefined) await provider.tidy?.(bench.stage);
  const findings = await prepareComputer(provider, bench, { consented: true, ...(lab && { lab }) });
  if (lab) await provider.prepare?.(lab, bench.stage);
  return { findings };
};
