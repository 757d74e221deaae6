import { basename, extname, join, resolve } from 'node:path';
import { chosen } from '../../faults/choose.ts';
import { possibleFaults } from '../../faults/possible.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FaultCall, Scenario } from '../../model/scenario.ts';
import type { RoleWorld } from '../../provision/context.ts';
import { listFolder, packageRoot, readText } from '../../ports/files.ts';
import { readScenario } from '../../scenarios/read.ts';
import * as text from '../../text/scenarios.ts';
import type { Bench } from '../bench.ts';

const ending = '.yaml';
const folders = (project: string): readonly string[] => [
  ...new Set([join(project, 'topology', 'scenarios'), join(packageRoot(), 'topology', 'scenarios')]),
];

/** Names of the scenarios of a project, and of those that come along. */
export const scenarioNames = async ({ project }: Pick<Bench, 'project'>): Promise<readonly string[]> => {
  const files = (await Promise.all(folders(project).map(listFolder))).flat();
  return [...new Set(files.filter((file) => file.endsWith(ending)).map((file) => basename(file, ending)))].toSorted();
};

/** A scenario has mistakes; they stand in `compiled.diagnostics`, and the command line shows them as it does a topology's. */
class ScenarioError extends LabError {
  readonly compiled: { readonly file: string; readonly text: string; readonly diagnostics: readonly Diagnostic[] };
  constructor(compiled: ScenarioError['compiled']) {
    super({ code: 'bad-scenario', fault: 'topology', ...text.badScenario(compiled.file, compiled.diagnostics.length) });
    this.compiled = compiled;
  }
}

/** A scenario with its name. */
export interface NamedScenario extends Scenario {
  readonly name: string;
}

/** A scenario of that name, or of that file, checked against a lab. @throws LabError `unknown-scenario`, ScenarioError */
export const scenarioFor = async (wanted: string, world: RoleWorld, bench: Bench): Promise<NamedScenario> => {
  const { file, content } = await findScenario(wanted, bench);
  const { scenario, diagnostics } = readScenario({ file, text: content });
  if (scenario === undefined) throw new ScenarioError({ file, text: content, diagnostics });
  const strange = strangers(scenario, world);
  if (strange.length > 0) throw new ScenarioError({ file, text: content, diagnostics: strange });
  return { ...scenario, name: basename(file, extname(file)) };
};

const findScenario = async (
  wanted: string,
  bench: Bench,
): Promise<{ readonly file: string; readonly content: string }> => {
  const isPath = wanted.endsWith(ending) || wanted.includes('/');
  const paths = isPath
    ? [resolve(bench.directory, wanted)]
    : folders(bench.project).map((folder) => join(folder, wanted + ending));
  for (const path of paths) {
    const content = await readText(path);
    if (content !== undefined) return { file: isPath ? wanted : `topology/scenarios/${wanted}${ending}`, content };
  }
  const words = text.unknownScenario(wanted, await scenarioNames(bench));
  throw new LabError({ code: 'unknown-scenario', fault: 'usage', ...words });
};

/** Faults that the lab cannot have, each at its place in the file. */
const strangers = ({ steps }: Scenario, world: RoleWorld): readonly Diagnostic[] => {
  const possible = possibleFaults(world);
  const calls = steps.flatMap(({ deeds }) =>
    deeds.flatMap((deed) => (deed.do === 'inject' || (deed.do === 'undo' && deed.fault) ? deed.fault! : [])),
  );
  const mistakeOf = ({ range, ...choice }: FaultCall): readonly Diagnostic[] => {
    try {
      chosen(choice, possible, world.blueprint);
      return [];
    } catch (error) {
      if (!(error instanceof LabError) || error.fault !== 'usage') throw error;
      const { code, sentence: message, hint } = error;
      return [{ code, severity: 'error', message, range, ...(hint && { hint }) }];
    }
  };
  return calls.flatMap(mistakeOf);
};
