import { join } from 'node:path';
import { build } from 'esbuild';
import { lastingFolder } from './temporary.ts';

/** Bundles the root program and the door from the sources as they are now, for all tests of a file. @returns the root program's file */
export const bundleLocalPrograms = async (): Promise<string> => {
  const outdir = await lastingFolder();
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
