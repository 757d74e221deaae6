import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { places } from '../src/providers/local/places.ts';
import { destroyed } from './cleared.ts';
import { timed, type Run } from './timed.ts';

/*
 * A lab on a computer where no image is: what is kept of images and machines lies in an empty folder, as whoever is within
 * sees it. The images of this computer, and what it has downloaded for them, are left alone. As root.
 */

/** What `up` with no image came to, and what it said of the images that it built. */
export interface ColdRun {
  readonly run: Run;
  readonly built: string;
}

/** Arguments: the folder. Stays until its input ends. */
const holding = `mkdir -p ${places.state} && mount --bind "$0" ${places.state} && echo $$ && exec cat`;

/** A line of what `up --json` says, in the user's language. */
interface Line {
  readonly code?: string;
  readonly what?: string;
}

const saidOfImages = (stdout: string): string =>
  stdout
    .split('\n')
    .flatMap((line) => (line.startsWith('{"') ? [JSON.parse(line) as Line] : []))
    .flatMap(({ code, what }) => (code === 'images-built' ? [what] : []))
    .join('; ');

/** Brings a lab of a project up where no image is, and destroys it. @throws what the tool said, if it fails; LabLeft */
export const coldUp = async (project: string, bancada: string, lab: string): Promise<ColdRun> => {
  const store = join(project, 'no-images');
  await mkdir(store);
  const holder = spawn('unshare', ['--mount', 'sh', '-c', holding, store], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [pid] = (await once(createInterface({ input: holder.stdout }), 'line')) as [string];
    const within = [
      'nsenter',
      `--mount=/proc/${pid}/ns/mnt`,
      '--',
      'sh',
      '-c',
      'cd "$0" && exec "$@"',
      project,
    ] as const;
    try {
      const run = await timed(project, [...within, bancada, 'up', lab, '--json']);
      return { run, built: saidOfImages(run.stdout) };
    } finally {
      await destroyed(project, lab, within);
    }
  } finally {
    holder.stdin.end();
    await once(holder, 'close');
    await rm(store, { recursive: true });
  }
};
