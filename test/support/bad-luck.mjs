/**
 * Loaded with `node --import` into the tool, and into the program that it runs as root, before their own modules. Counts
 * the steps by which they change the world: whatever they write, start, end and say. At one of them it ends the process,
 * as kill -9 does, or has every write from there on fail. The product knows nothing of it.
 *
 * BANCADA_TEST_LUCK: whose luck, what it is, and when: `bancada.js kill 17`, `root.js ENOSPC 3`, `root.js count FILE`.
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';

const [whose, what, when] = (process.env.BANCADA_TEST_LUCK ?? '').split(' ');
const { appendFileSync } = fs;
const kill = process.kill.bind(process);

let steps = 0;
/** Before each step. @returns the error with which it fails, if it does */
const step = (path) => {
  const fails = what !== 'kill' && what !== 'count';
  // Only what lies on a disk can be full or read-only.
  if (fails && (typeof path !== 'string' || /^\/(proc|sys|dev)\//.test(path))) return undefined;
  steps += 1;
  if (what === 'kill' && steps === Number(when)) kill(process.pid, 'SIGKILL');
  if (!fails || steps < Number(when)) return undefined;
  return Object.assign(new Error(`${what}: bad luck, '${path}'`), { code: what, errno: -1, syscall: 'open', path });
};

const { O_WRONLY, O_RDWR } = fs.constants;
const mayWrite = (flags) =>
  typeof flags === 'number' ? (flags & (O_WRONLY | O_RDWR)) !== 0 : /[wa+]/.test(flags ?? 'r');
const pathOf = (name, [first, second]) => (/^rename/.test(name) ? second : first);
const isStep = (name, [, flags]) => !/^open/.test(name) || mayWrite(flags);

/** Removing needs no room; it fails where nothing may be written. */
const removes = /^(rm|unlink|rmdir)/;
const fate = (name, words) => {
  if (!isStep(name, words) || (what === 'ENOSPC' && removes.test(name))) return undefined;
  return step(pathOf(name, words));
};

const wrap = (holder, name, made) => {
  const original = holder[name];
  if (typeof original === 'function') holder[name] = made(original);
};
const asPromise = (name) => (original) =>
  async function (...words) {
    const error = fate(name, words);
    if (error) throw error;
    return original.apply(this, words);
  };
const withCallback = (name) => (original) =>
  function (...words) {
    const error = fate(name, words);
    if (error) return void process.nextTick(words.at(-1), error);
    return original.apply(this, words);
  };
const atOnce = (name) => (original) =>
  function (...words) {
    const error = fate(name, words);
    if (error) throw error;
    return original.apply(this, words);
  };

/** A step that does not fail: a start, an end, a word. */
const plainly = (original) =>
  function (...words) {
    step();
    return original.apply(this, words);
  };

const begin = () => {
  const names = ['open', 'mkdir', 'writeFile', 'appendFile', 'rename', 'rm', 'rmdir', 'unlink', 'symlink', 'link'];
  for (const name of [...names, 'chmod', 'chown', 'truncate']) {
    wrap(fsPromises, name, asPromise(name));
    wrap(fs, name, withCallback(name));
    wrap(fs, `${name}Sync`, atOnce(name));
  }
  wrap(
    childProcess,
    'spawn',
    (original) =>
      function (...words) {
        step();
        const child = original.apply(this, words);
        if (child.stdin) wrap(child.stdin, 'write', plainly);
        return child;
      },
  );
  wrap(childProcess, 'spawnSync', plainly);
  wrap(process, 'kill', plainly);
  wrap(process.stdout, 'write', plainly);
  syncBuiltinESMExports();
  if (what === 'count') process.on('exit', () => appendFileSync(when, `${String(steps)}\n`));
};

if (whose !== '' && basename(process.argv[1] ?? '') === whose) begin();
