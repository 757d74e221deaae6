import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** Does it, and prints how long that took. */
export const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const started = performance.now();
  const result = await work();
  console.log(`${what.padEnd(44)} ${((performance.now() - started) / 1000).toFixed(1).padStart(8)} s`);
  return result;
};

/** Ends the program where somebody else than root runs it, or a program is missing; `packages` are Debian's that have them. */
export const needPrograms = async (script: string, programs: readonly string[], packages: string): Promise<void> => {
  const found = await Promise.all(programs.map((program) => execa('which', [program], { reject: false })));
  const lacking = programs.filter((_program, index) => found[index]?.exitCode !== 0);
  if (lacking.length === 0 && process.getuid?.() === 0) return;
  console.error(`${script} is run as root and needs: ${lacking.join(', ') || 'root'}`);
  console.error(`apt-get install ${packages}`);
  process.exit(69);
};

/** A folder that is gone when this process ends, also by Ctrl-C; in `keptIn` it stays. */
export const scratchFolder = async (name: string, keptIn?: string): Promise<string> => {
  const folder = await mkdtemp(join(keptIn ?? tmpdir(), `bancada-${name}-`));
  if (keptIn !== undefined) return folder;
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  return folder;
};
