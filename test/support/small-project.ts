import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { LabEvent } from '../../src/model/event.ts';
import type { UpResult } from '../../src/verbs/results.ts';
import { bancadaAt, saidBy, startAt, type Said, type Standing } from './bancada.ts';
import { lastingFolder, temporaryFolder } from './temporary.ts';

/** A line of what `up --json` says. */
export type UpLine = LabEvent | ({ readonly type: 'result' } & UpResult) | { readonly type: 'error' };

/** A use of the command line that is under way. */
export interface UnderWay {
  readonly pid: number;
  /** Once it has said a line that fits. @throws if it ends without having done so */
  said(fits: (line: UpLine) => boolean): Promise<void>;
  /** As a terminal does: to it and to all that it started. */
  pressCtrlC(): void;
  /** With `kill -9`, unless it has ended. */
  kill(): void;
  readonly ended: Promise<Said>;
}

/** A folder with one topology of its own, and a registry of its own; what is up when the test ends is destroyed. */
export interface SmallProject {
  readonly standing: Standing & { readonly directory: string };
  readonly labFolder: string;
  bancada(verb: string, ...words: readonly string[]): Promise<Said>;
  /** Starts `up --json`. */
  startUp(...words: readonly string[]): UnderWay;
  /** Starts a verb; what comes of it is the test's to await, or to end. */
  start(verb: string, ...words: readonly string[]): ReturnType<typeof startAt>;
  /** The random id of the lab, once it was begun. */
  id(): Promise<string>;
}

/** Makes one; `topology` is what stands below the name, `place` a folder for it. */
export const smallProject = async (lab: string, topology: string, place = '.'): Promise<SmallProject> => {
  const project = await projectIn(join(await temporaryFolder(), place), lab, topology);
  onTestFinished(async () => {
    await project.bancada('destroy', '--yes');
  });
  return project;
};

/** Makes one for all tests of a file, which ends with a `destroy` of its own. */
export const lastingProject = async (lab: string, topology: string): Promise<SmallProject> =>
  projectIn(await lastingFolder(), lab, topology);

const projectIn = async (folder: string, lab: string, topology: string): Promise<SmallProject> => {
  const standing = { directory: folder, environment: { XDG_STATE_HOME: join(folder, 'state') } };
  await mkdir(join(folder, 'topology'), { recursive: true });
  await writeFile(join(folder, 'topology', `${lab}.yaml`), `bancada: 1\nname: ${lab}\n${topology}`);
  const bancada: SmallProject['bancada'] = (verb, ...words) => bancadaAt(standing, verb, lab, ...words);
  const labFolder = join(folder, '.bancada', lab);
  return {
    standing,
    labFolder,
    bancada,
    start: (verb, ...words) => startAt(standing, verb, lab, ...words),
    startUp: (...words) => underWay(startAt(standing, 'up', lab, '--json', ...words)),
    id: async () => (JSON.parse(await readFile(join(labFolder, 'lab.json'), 'utf8')) as { id: string }).id,
  };
};

const underWay = (running: ReturnType<typeof startAt>): UnderWay => {
  const pid = running.pid ?? 0;
  const lines = createInterface({ input: running.stdout });
  return {
    pid,
    said: (fits) =>
      new Promise((resolve, reject) => {
        lines.on('line', (line) => {
          if (fits(JSON.parse(line) as UpLine)) resolve();
        });
        lines.once('close', () => reject(new Error('it ended before it said so')));
      }),
    pressCtrlC: () => {
      // On a slow computer it may have ended already of the first.
      if (running.exitCode === null) process.kill(-pid, 'SIGINT');
    },
    kill: () => {
      running.kill('SIGKILL');
    },
    ended: running.then(saidBy),
  };
};
