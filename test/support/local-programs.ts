import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the root program and the door from the sources as they are now, until this process ends. @returns the root program's file */
export const bundleLocalPrograms = async (): Promise<string> => {
  const outdir = await mkdtemp(join(tmpdir(), 'bancada-programs-'));
  process.once('exit', () => {
    rmSync(outdir, { recursive: true, force: true });
  });
  await build({
    entryPoints: {
      root: 'src/providers/local/root/main.ts',
      door: 'src/providers/local/door/main.ts',
      load: 'src/load/program/main.ts',
    },
    outdir,
    outExtension: { '.js': '.js' },
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    logLevel: 'error',
    banner: { js: "import{createRequire as $require}from'node:module';const require=$require(import.meta.url);" },
  });
  return join(outdir, 'root.js');
};
