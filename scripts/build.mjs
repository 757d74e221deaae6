// Bundles the programs into dist/: the command line with lazy chunks, and those that run apart, each self-contained.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const started = new Date();

const commandLine = { bancada: 'src/cli/main.ts' };

/** The simulator as a library, `bancada/sim`, and what its threads run. */
const simulator = { sim: 'src/sim/index.ts', 'sim-thread': 'src/sim/thread.ts' };

/** Run under sudo, in a lab's network namespace, or by others' programs: one file each. */
const programs = {
  ...simulator,
  root: 'src/providers/local/root/main.ts',
  door: 'src/providers/local/door/main.ts',
  load: 'src/load/program/main.ts',
};

/** What CommonJS packages take for granted and ESM does not have. */
const forCommonJs = `import { createRequire as $createRequire } from 'node:module';
const require = $createRequire(import.meta.url);
const __filename = import.meta.filename ?? '';
const __dirname = import.meta.dirname ?? '';`;

/**
 * What blessed takes a terminal for that the computer has no description of. It looks for it beside its own sources; in
 * the bundle it lies beside the bundle.
 */
const terminals = {
  name: 'terminals',
  setup({ onLoad }) {
    onLoad({ filter: /blessed[/\\]lib[/\\]tput\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll("__dirname + '/../usr/", "__dirname + '/terminals/"),
    }));
  },
};
cpSync(join(root, 'node_modules/blessed/usr/xterm'), join(dist, 'terminals/xterm'));

/**
 * What string-width knows of Unicode takes 30 ms to make ready, each time the program starts. Almost all that we write
 * is measured without it: it is made ready when it is first asked.
 */
const measuredLate = {
  name: 'measured-late',
  setup({ onLoad }) {
    const late = (text, constant, method) => {
      const [whole, name, value] = constant.exec(text) ?? [];
      if (whole === undefined) throw new Error(`string-width has no ${String(constant)} any more`);
      return text.replace(
        whole,
        `let ${name}Made; const ${name} = { ${method}: (given) => (${name}Made ??= ${value}).${method}(given) };`,
      );
    };
    onLoad({ filter: /string-width[/\\]index\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const segmented = late(text, /^const (segmenter) = (new Intl\.Segmenter\(\));$/m, 'segment');
      return { contents: late(segmented, /^const (rgiEmojiRegex) = (\/.*\/v);$/m, 'test') };
    });
  },
};

/** Only what looks for it has to make it, each time it is loaded. A first line for the shell stays the first. */
const complete = ({ path, text }) => {
  const [, shebang, code] = /^(#!.*\n)?([^]*)$/.exec(text);
  const whole = /\b(require|__filename|__dirname)\b/.test(code) ? `${shebang ?? ''}${forCommonJs}\n${code}` : text;
  writeFileSync(path, whole, { mode: shebang === undefined ? 0o644 : 0o755 });
};

const bundle = async (entryPoints, options) => {
  const { outputFiles, metafile } = await build({
    entryPoints,
    absWorkingDir: root,
    outdir: dist,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    // `module` before `main`: a CommonJS twin of a package would be bundled beside its ESM form.
    mainFields: ['module', 'main'],
    minifySyntax: true, // not its blanks: a stack trace shows the line
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    write: false,
    // ssh2's native accelerators are optional and never built here: it catches that they are missing.
    // blessed's widget that shows other terminals is not used, nor are the packages that it needs.
    external: ['*.node', 'cpu-features', 'term.js', 'pty.js'],
    plugins: [terminals, measuredLate],
    // Which Node AWS's client will want one day is ours to heed, and nothing that a user could act on.
    define: { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"' },
    ...options,
  });
  for (const file of outputFiles) complete(file);
  return metafile;
};

/** Chunks of earlier builds stay for a day: a command that is still running may yet load one. */
const removeOldChunks = (current) => {
  const yesterday = started.getTime() - 24 * 60 * 60 * 1000;
  for (const name of readdirSync(dist)) {
    const path = join(dist, name);
    if (name.endsWith('.js') && !current.has(name) && statSync(path).mtimeMs < yesterday) rmSync(path);
  }
};

const present = (entryPoints) =>
  Object.fromEntries(Object.entries(entryPoints).filter(([, path]) => existsSync(join(root, path))));

mkdirSync(dist, { recursive: true });
const metafiles = await Promise.all([
  bundle(present(commandLine), { splitting: true, chunkNames: 'chunk-[hash]' }),
  bundle(present(programs), {}),
]).catch(() => process.exit(1)); // esbuild has printed what is wrong and where
removeOldChunks(new Set(metafiles.flatMap(({ outputs }) => Object.keys(outputs).map((path) => basename(path)))));
// The stamp bears the time of the start: what was edited meanwhile is newer, and is built next time.
writeFileSync(join(dist, '.built'), '');
utimesSync(join(dist, '.built'), started, started);
