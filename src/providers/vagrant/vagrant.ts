import { join } from 'node:path';
import { environmentVariable } from '../../ports/computer.ts';
import { packageRoot } from '../../ports/files.ts';
import type { Processes } from '../../ports/process.ts';
import type { Stage } from '../../ports/stage.ts';
import { explain } from './errors.ts';
import type { HypervisorName } from './hypervisor.ts';
import { parseLine, type VagrantEvent } from './machine-readable.ts';

/** The whole of a phase: downloads and serial boots of a large lab take their time. Vagrant limits each boot itself. */
const usualMs = 60 * 60_000;

/** Folder of what Vagrant keeps for its user: boxes, and the key that every box has. */
export const vagrantHome = (): string =>
  environmentVariable('VAGRANT_HOME') ||
  join(environmentVariable('HOME') || environmentVariable('USERPROFILE'), '.vagrant.d');

/** Where Vagrant keeps what it knows of a project's machines. Plain `vagrant` in the project looks there too. */
export const vagrantState = (project: string): string => join(project, '.vagrant');

/** What Vagrant is run with. */
export interface VagrantRun {
  readonly processes: Processes;
  readonly project: string;
  readonly hypervisor: HypervisorName;
  readonly stage: Stage;
  readonly onEvent?: (event: VagrantEvent) => void;
  /** For all of it; an hour if not said. */
  readonly timeoutMs?: number;
}

/**
 * The checkout's own Vagrantfile, for the project's labs. Always said: for a version of VirtualBox that it does not know
 * Vagrant would fall back to another provider, in silence.
 */
const environment = (project: string, hypervisor: HypervisorName): Readonly<Record<string, string>> => ({
  VAGRANT_CWD: packageRoot(),
  VAGRANT_DOTFILE_PATH: vagrantState(project),
  BANCADA_PROJECT: project,
  VAGRANT_DEFAULT_PROVIDER: hypervisor,
  VAGRANT_CHECKPOINT_DISABLE: '1',
  VAGRANT_NO_COLOR: '1',
  LC_ALL: 'C.UTF-8',
});

/** Runs Vagrant to its end. @throws LabError what went wrong, in our words; `interrupted` */
export const runVagrant = async (
  words: readonly string[],
  { processes, project, hypervisor, stage, onEvent, timeoutMs = usualMs }: VagrantRun,
): Promise<void> => {
  let failure: Extract<VagrantEvent, { event: 'failed' }> | undefined;
  const said: string[] = [];
  const hear = (line: string): void => {
    const event = parseLine(line);
    if (event === undefined) said.push(line);
    else if (event.event === 'failed') failure = event;
    else if (event.event === 'said') tell(stage, event.text);
    if (event !== undefined) onEvent?.(event);
  };
  const { code } = await processes.run({
    argv: ['vagrant', ...words, '--machine-readable'],
    directory: project,
    environment: environment(project, hypervisor),
    signal: stage.signal,
    politely: true,
    timeoutMs,
    onLine: hear,
  });
  if (code === 0) return;
  const text = failure?.text ?? said.join('\n');
  throw explain({ program: 'vagrant', command: words.join(' '), ...(failure && { type: failure.type }), text });
};

const tell = (stage: Stage, text: string): void => {
  for (const line of text.split('\n')) if (line.trim() !== '') stage.emit({ type: 'output', source: 'vagrant', line });
};
