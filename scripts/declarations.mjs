// Writes into dist/types/ how the package's libraries, `bancada/sim` and `bancada/role`, look from outside. Run where the package
// is packed: sources would be held to the settings of whoever uses them, and need the packages that are bundled.
import { cpSync, rmSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const types = join(root, 'dist', 'types');
const files = ['src/sim/index.ts', 'src/kit/toolbox.ts'];

/** zod is part of what a role is handed: its declarations come along, for there is nothing to install besides. */
const zod = join(types, 'zod');

/** Nothing that is named is a source, or a package that would have to be there. */
const selfContained = (path, text) => {
  const toZod = `./${relative(dirname(path), zod).replaceAll(sep, '/')}/index.js`;
  return text.replaceAll(/(?<=(?:from |import\()(['"]))(?:(\.[^'"]*)\.ts|zod)(?=\1)/g, (_, __, own) =>
    own === undefined ? toZod : `${own}.js`,
  );
};

const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
const only = { noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: root, outDir: types };
const { fileNames, options } = ts.parseJsonConfigFileContent({ ...config, files, include: [] }, ts.sys, root, only);

rmSync(types, { recursive: true, force: true });
cpSync(join(root, 'node_modules', 'zod'), zod, {
  recursive: true,
  filter: (path) => !/\.\w+$/.test(path) || path.endsWith('.d.ts'),
});
const { diagnostics, emitSkipped } = ts
  .createProgram(fileNames, options)
  .emit(undefined, (path, text) => ts.sys.writeFile(path, selfContained(path, text)));
if (emitSkipped || diagnostics.length > 0) {
  console.error(
    ts.formatDiagnostics(diagnostics, { ...ts.sys, getCanonicalFileName: (name) => name, getNewLine: () => '\n' }),
  );
  process.exitCode = 1;
}
