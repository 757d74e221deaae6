import { build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../../src/ports/files.ts';

/*
 * What is loaded only by those who use it, by the graph of modules from which the command line is bundled: whatever is
 * imported at the top of a module is loaded with it.
 */

let inputs: Metafile['inputs'];
beforeAll(async () => {
  const { metafile } = await build({
    entryPoints: ['src/cli/main.ts'],
    absWorkingDir: packageRoot(),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    external: ['*.node', 'cpu-features', 'term.js', 'pty.js'],
    outdir: 'unused',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  ({ inputs } = metafile);
});

type Kind = 'at once' | 'late';

const importersOf = (paths: ReadonlySet<string>, kind: Kind): readonly string[] =>
  Object.entries(inputs)
    .filter(([, { imports }]) =>
      imports.some(({ path, kind: how }) => paths.has(path) && (how === 'dynamic-import') === (kind === 'late')),
    )
    .map(([path]) => path);

/** The modules whose loading loads one of these packages. */
const loading = (packages: RegExp): ReadonlySet<string> => {
  const found = new Set(Object.keys(inputs).filter((path) => packages.test(path)));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const path of importersOf(found, 'at once')) found.add(path);
  }
  return found;
};

const ours = (paths: Iterable<string>): readonly string[] =>
  [...paths].filter((path) => !path.includes('node_modules/'));

describe('AWS’s SDK', () => {
  test('is imported by the provider for EC2, and by nobody else', () => {
    const those = ours(loading(/node_modules\/@(aws-sdk|smithy)\//));
    expect(those).toContain('src/providers/ec2/account.ts');
    expect(those.filter((path) => !path.startsWith('src/providers/ec2/'))).toEqual([]);
  });

  test('is loaded by whoever opens that provider, and no sooner', () => {
    expect(ours(importersOf(loading(/node_modules\/@(aws-sdk|smithy)\//), 'late'))).toEqual([
      'src/providers/registry.ts',
    ]);
  });
});

test('ssh2 is loaded by whoever connects', () => {
  const late = ours(importersOf(loading(/node_modules\/ssh2\//), 'late'));
  expect(late).toContain('src/ssh/connect.ts');
  expect(loading(/node_modules\/ssh2\//).has('src/cli/main.ts')).toBe(false);
});
