import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

/** A project of somebody else, which has the simulator as a package. */
export interface SimProject {
  /** What a program there prints, by these words before its file: `node`. */
  run(program: string, ...words: readonly string[]): Promise<string>;
}

/** Bundles the simulator as it is now, below its own `package.json`, into a folder outside of this one. */
export const simProject = async (folder: string): Promise<SimProject> => {
  const bancada = join(folder, 'node_modules', 'bancada');
  await mkdir(bancada, { recursive: true });
  await cp('package.json', join(bancada, 'package.json'));
  await build({
    entryPoints: { sim: 'src/sim/index.ts', 'sim-thread': 'src/sim/thread.ts' },
    outdir: join(bancada, 'dist'),
    ...{ bundle: true, platform: 'node', target: 'node20.19', format: 'esm', logLevel: 'error' },
  });
  return {
    run: async (program, ...words) => {
      const file = join(folder, 'main.mjs');
      await writeFile(file, program);
      const [command = 'node', ...argv] = words;
      const { stdout } = await promisify(execFile)(command, [...argv, file], { cwd: folder, maxBuffer: 2 ** 26 });
      return stdout;
    },
  };
};
