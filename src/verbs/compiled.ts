import { basename, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { compile } from '../blueprint/compile.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Role } from '../kit/role.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { Topology } from '../model/topology.ts';
import { listFolder, readText } from '../ports/files.ts';
import { begunLabs } from '../state/record.ts';
import * as text from '../text/verbs.ts';
import type { TopologySource } from '../topology/document.ts';
import { parseTopology } from '../topology/parse.ts';
import type { Bench, LabRequest } from './bench.ts';
import type { Compiled } from './results.ts';
import { readableRoles, rolesOf } from './roles.ts';

const folder = 'topology';
const ending = '.yaml';

/** Names of the topologies that the project ships or the user wrote. */
export const labNames = async (project: string): Promise<readonly string[]> =>
  (await listFolder(join(project, folder)))
    .filter((file) => file.endsWith(ending))
    .map((file) => basename(file, ending));

const fileOf = async (lab: string | undefined, bench: Bench): Promise<string> => {
  const names = await labNames(bench.project);
  if (lab === undefined) {
    const [only, another] = names;
    if (only === undefined || another !== undefined)
      throw new LabError({ code: 'which-lab', fault: 'usage', ...text.whichLab(names) });
    return join(bench.project, folder, only + ending);
  }
  if (names.includes(lab)) return join(bench.project, folder, lab + ending);
  if (lab.endsWith(ending) || lab.endsWith('.yml') || isAbsolute(lab)) return resolve(bench.directory, lab);
  throw new LabError({ code: 'unknown-lab', fault: 'usage', ...text.unknownLab(lab, names) });
};

/** The name of the lab that is meant, for verbs that work on what is already there: a broken or lost topology is no obstacle. */
export const labNameOf = async (request: LabRequest, bench: Bench): Promise<string> => {
  const begun = await begunLabs(bench.project);
  const [only, another] = begun;
  if (request.lab === undefined && only !== undefined && another === undefined) return only;
  if (request.lab !== undefined && begun.includes(request.lab)) return request.lab;
  if (request.lab === undefined && another !== undefined)
    throw new LabError({ code: 'which-lab', fault: 'usage', ...text.whichLab(begun) });
  const source = await sourceOf(request, bench);
  const { topology } = parseTopology(source, await readableRoles(bench.project));
  return topology?.name ?? basename(source.file, extname(source.file));
};

/** A file's name as the user would give it from where they stand. */
const named = (path: string, directory: string): string => {
  const way = relative(directory, path);
  return way.startsWith('..') || isAbsolute(way) ? path : way;
};

const sourceOf = async (request: LabRequest, bench: Bench): Promise<TopologySource> => {
  const path = await fileOf(request.lab, bench);
  const file = named(path, bench.directory);
  const content = await readText(path);
  if (content === undefined) throw new LabError({ code: 'no-such-file', fault: 'usage', ...text.noSuchFile(file) });
  return { text: content, file };
};

/**
 * Reads, checks and compiles a topology. Its mistakes are in `diagnostics`. `known`: which roles it may name.
 * @throws LabError if there is no such file, or as `known` does
 */
export const readLab = async (request: LabRequest, bench: Bench, known = rolesOf): Promise<Compiled> =>
  readTopology(await sourceOf(request, bench), await known(bench.project));

/** As `readLab`, from a text that need not be any file's. */
const readTopology = (source: TopologySource, roles: readonly Role[]): Compiled => {
  const parsed = parseTopology(source, roles);
  if (parsed.topology === undefined) return { ...source, roles, diagnostics: parsed.diagnostics };
  const compiled = compile(parsed.topology, roles);
  return {
    ...source,
    roles,
    topology: parsed.topology,
    ...(compiled.blueprint !== undefined && { blueprint: compiled.blueprint }),
    diagnostics: [...parsed.diagnostics, ...compiled.diagnostics],
  };
};

/** A topology has mistakes that keep it from being used; they stand in `compiled.diagnostics`. */
class TopologyError extends LabError {
  readonly compiled: Compiled;
  constructor(compiled: Compiled) {
    const mistakes = compiled.diagnostics.filter(({ severity }) => severity === 'error').length;
    super({ code: 'bad-topology', fault: 'topology', ...text.badTopology(compiled.file, mistakes) });
    this.compiled = compiled;
  }
}

/** As `readLab`, for verbs that can do nothing with a mistake. @throws TopologyError */
export const compileLab = async (request: LabRequest, bench: Bench): Promise<CompiledLab> =>
  withoutMistakes(await readLab(request, bench));

/** As `compileLab`, from a text that need not be any file's. @throws TopologyError */
export const compileTopology = (source: TopologySource, roles: readonly Role[]): CompiledLab =>
  withoutMistakes(readTopology(source, roles));

/** A topology without mistakes. */
export type CompiledLab = Compiled & { readonly topology: Topology; readonly blueprint: Blueprint };

const withoutMistakes = (compiled: Compiled): CompiledLab => {
  const { topology, blueprint } = compiled;
  if (
    topology === undefined ||
    blueprint === undefined ||
    compiled.diagnostics.some(({ severity }) => severity === 'error')
  )
    throw new TopologyError(compiled);
  return { ...compiled, topology, blueprint };
};
