import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import type { MachineState } from '../providers/provider.ts';
import type { Lab } from '../state/lab.ts';
import { loadBlueprint } from '../state/record.ts';
import { findLabs } from '../state/registry.ts';
import type { Bench } from './bench.ts';
import { labNames, readLab } from './compiled.ts';
import { workOn } from './opened.ts';
import type { Compiled, ListedLab } from './results.ts';
import { readableRoles, shippedRoles } from './roles.ts';
import { projectOfLab } from './targets.ts';

/** The topologies of this project and the labs of this user, with what is known of their machines. */
export const list = async (bench: Bench): Promise<readonly ListedLab[]> => {
  const begun = await findLabs();
  const names = await labNames(bench.project);
  const topologies = await Promise.all(names.map((lab) => readOrName(lab, bench)));
  const shipped = topologies.map(async ({ file, topology, blueprint, mistakes }, index): Promise<ListedLab> => {
    const name = topology?.name ?? names[index] ?? file;
    const lab = begun.find(({ identity }) => identity.name === name && projectOfLab(identity) === bench.project);
    const known = { name, title: topology?.title ?? '', file, machines: blueprint?.machines.length ?? 0 };
    const wrong = mistakes === 0 ? {} : { mistakes };
    return lab === undefined
      ? { ...known, ...wrong, state: 'absent' }
      : { ...known, ...wrong, id: lab.identity.id, target: lab.target, ...(await stateOf(lab)) };
  });
  const listed = await Promise.all(shipped);
  const others = begun.filter(({ identity }) => !listed.some(({ id }) => id === identity.id));
  return [...listed, ...(await Promise.all(others.map((lab) => unlisted(lab, bench))))];
};

type Row = Pick<Compiled, 'file' | 'topology' | 'blueprint'> & { readonly mistakes: number };

/** A role of the project's own may fail of a topology: that is this one's mistake, and no other's. */
const readOrName = async (lab: string, bench: Bench): Promise<Row> => {
  try {
    const compiled = await readLab({ lab }, bench, readableRoles);
    return { ...compiled, mistakes: compiled.diagnostics.filter(({ severity }) => severity === 'error').length };
  } catch (error) {
    if (!(error instanceof LabError) || error.fault !== 'topology') throw error;
    return { file: join('topology', `${lab}.yaml`), mistakes: 1 };
  }
};

const unlisted = async (lab: Lab, bench: Bench): Promise<ListedLab> => {
  const project = projectOfLab(lab.identity);
  const blueprint = await loadBlueprint(lab.identity).catch(() => undefined);
  return {
    name: lab.identity.name,
    title: blueprint?.title ?? lab.identity.folder,
    ...(project === bench.project ? {} : { project }),
    id: lab.identity.id,
    target: lab.target,
    ...(await stateOf(lab)),
    machines: blueprint?.machines.length ?? 0,
  };
};

const stateOf = async (lab: Lab): Promise<Pick<ListedLab, 'state' | 'why'>> => {
  try {
    const blueprint = await loadBlueprint(lab.identity);
    if (blueprint === undefined) return { state: 'partly' };
    const { provider, known } = await workOn(lab, blueprint, { keep: false, known: shippedRoles });
    return { state: summary((await provider.observe(known)).machines) };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { state: 'unknown', why: error.sentence };
  }
};

const summary = (machines: readonly MachineState[]): ListedLab['state'] => {
  const states = new Set(machines.map(({ state }) => state));
  if (states.size > 1) return 'partly';
  const [state] = states;
  return state === 'running' || state === 'stopped' || state === 'absent' ? state : 'unknown';
};
