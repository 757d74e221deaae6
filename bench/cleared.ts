import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../src/ports/files.ts';

/** A lab of ours stays, for it could not be destroyed. */
export class LabLeft extends Error {}

const bancada = join(packageRoot(), 'bancada');

/**
 * Whatever came before, interrupted or not: that lab of a project does not stay. `through`: the program that starts the
 * command line, and its first words. @throws LabLeft what `destroy` said; the folder is kept for another try
 */
export const destroyed = async (folder: string, lab: string, through: readonly string[] = []): Promise<void> => {
  const [program, ...argv] = [...through, bancada, 'destroy', lab, '--yes', '--json'];
  const { failed, stdout } = await execa(program, argv, { cwd: folder, stdin: 'ignore', reject: false });
  if (failed && !stdout.includes('"lab-not-up"'))
    throw new LabLeft(`the lab ${lab} stays; in ${folder}, ${program} ${argv.join(' ')} said:\n${stdout}`);
};
