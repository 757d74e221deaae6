import { targetNames } from '../../blueprint/targets.ts';
import type { Blueprint } from '../../model/blueprint.ts';
import { begunLabs } from '../../state/record.ts';
import type { Bench } from '../../verbs/bench.ts';
import { choicesIn } from '../../verbs/choices.ts';
import { labNameOf, labNames, readLab } from '../../verbs/compiled.ts';
import type { Compiled } from '../../verbs/results.ts';
import { explainAll } from '../../verbs/explain.ts';
import { listFaults } from '../../verbs/fault.ts';
import { listSnapshots } from '../../verbs/snapshot/list.ts';
import { scenarioNames } from '../../verbs/scenario/read.ts';

/** What is known of a line so far: the names in it by their kind. */
export interface Known {
  readonly names: Readonly<Record<string, string>>;
  readonly bench: Bench;
}

/** The lab that is meant. @throws LabError where it is not clear which */
const compiledOf = async ({ names, bench }: Known): Promise<Compiled> =>
  readLab({ lab: names['lab'] ?? (await labNameOf({}, bench)) }, bench);

const fromBlueprint =
  (pick: (blueprint: Blueprint, names: Known['names']) => readonly string[]) =>
  async (known: Known): Promise<readonly string[]> => {
    const { blueprint } = await compiledOf(known);
    return blueprint === undefined ? [] : pick(blueprint, known.names);
  };

const faultsOf = async ({ names: { lab }, bench }: Known) =>
  (await listFaults(lab === undefined ? {} : { lab }, bench)).faults;

/** How names are found, by what usage lines and flags call them: `<machine>`, `[lab]`, `--on <target>`. */
export const namesOf: Readonly<Record<string, (known: Known) => Promise<readonly string[]>>> = {
  lab: async ({ bench: { project } }) => [...(await labNames(project)), ...(await begunLabs(project))],
  machine: fromBlueprint(({ machines }) => machines.map(({ name }) => name)),
  network: fromBlueprint(({ machines }, { machine }) =>
    machines
      .filter(({ name }) => machine === undefined || name === machine)
      .flatMap(({ interfaces }) => interfaces.map(({ network }) => network)),
  ),
  service: fromBlueprint(({ services }) => services.flatMap(({ id, name }) => [name, id])),
  'name.key=value': async (known) => {
    const { blueprint, roles } = await compiledOf(known);
    return (blueprint === undefined ? [] : choicesIn({ blueprint, roles })).flatMap(({ service, key, words }) =>
      words.map((word) => `${service}.${key}=${word}`),
    );
  },
  fault: async (known) => (await faultsOf(known)).map(({ name }) => name),
  place: async (known) =>
    (await faultsOf(known)).filter(({ name }) => name === known.names['fault']).map(({ target }) => target),
  snapshot: async ({ names, bench }) =>
    (await listSnapshots({ lab: names['lab'] ?? (await labNameOf({}, bench)) }, bench)).snapshots.map(
      ({ name }) => name,
    ),
  target: async (known) => targetNames({ targets: {}, ...(await compiledOf(known)).topology }),
  scenario: ({ bench }) => scenarioNames(bench),
  code: async () => explainAll().map(({ code }) => code),
};
