/**
 * Loaded with `node --import` into the tool, and into the program that it runs as root, before their own modules. Counts
 * the steps by which they change the world: whatever they write, start, end and say. At one of them something goes wrong.
 * The product knows nothing of it.
 *
 * BANCADA_TEST_LUCK, a JSON document: `whose` (the program's file name), `of` (the operation that root is asked for; any if
 * not said), `what`, `when` (the step's number), `note` (a file that gets a line once it has come to that). What there is:
 *   kill                    the program itself, as kill -9 does
 *   SIGINT SIGTERM SIGHUP   to it and to all that it started, as a terminal sends them; `SIGINT SIGINT`: twice
 *   ENOSPC EROFS EACCES     the disk is full, or read-only, or somebody else's from there on
 *   machine switch door     whatever runs in that part of the lab is killed
 *   connection              whoever is logged in to the computers of the lab whose id is `hosts`, as student, is thrown out
 *   count                   nothing; at its end, `note` gets the program's name, how many steps it has made, how many of them write,
 *                           how many need room, and what root was asked for
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers';

const { whose, of, what, when, note, hosts } = JSON.parse(process.env.BANCADA_TEST_LUCK ?? '{}');
const { appendFileSync, readdirSync, readFileSync } = fs;
const { spawnSync } = childProcess;
const kill = process.kill.bind(process);

const denials = ['ENOSPC', 'EROFS', 'EACCES'];
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const lines = (path) => {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return []; // it ended meanwhile
  }
};

/** Of the labs in this folder's project: what runs in that part of them. */
const processesIn = (part) => {
  const labs = join(process.cwd(), '.bancada');
  const ids = readdirSync(labs).flatMap(
    (lab) => /"id": "([a-z0-9]{8})"/.exec(lines(join(labs, lab, 'lab.json')).join())?.[1] ?? [],
  );
  const group = new RegExp(`bancada-(${ids.join('|')})\\b.*\\b${part}\\b`);
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.length === 0 ? [] : pids.filter((pid) => lines(`/proc/${pid}/cgroup`).some((line) => group.test(line)));
};

/** What serves a connection of the tool's to one of the computers, as its SSH server calls it: `sshd: student [priv]`. */
const sessions = () =>
  readdirSync('/proc').filter(
    (pid) =>
      /^\d+$/.test(pid) &&
      lines(`/proc/${pid}/cgroup`).some((line) => line.includes(`bancada-${hosts}`)) &&
      /^sshd: student\b/.test(lines(`/proc/${pid}/cmdline`).join()),
  );

const end = (part) => {
  const pids = part === 'connection' ? sessions() : processesIn(part);
  const words = ['kill', '-9', ...pids];
  if (pids.length > 0) spawnSync(...(process.getuid() === 0 ? [words[0], words.slice(1)] : ['sudo', ['-n', ...words]]));
  return pids.length > 0;
};

/** Node writes a file by its own functions, which are no steps meanwhile. */
let noting = false;
const noteDown = (line) => {
  noting = true;
  appendFileSync(note, `${line}\n`);
  noting = false;
};

/** @returns whether there was anything to go wrong */
const strike = () => {
  const [signal, again] = what.split(' ');
  if (what === 'kill') {
    noteDown('struck');
    kill(process.pid, 'SIGKILL');
  }
  if (!signals.includes(signal)) return end(what);
  kill(0, signal);
  if (again) setTimeout(() => kill(0, again), 20);
  return true;
};

/** What the root program is asked for, once it has read that. */
let operation;
let steps = 0;
let writes = 0;
let rooms = 0;
let struck = false;
const comeToIt = () => {
  if (!struck) noteDown('struck');
  struck = true;
};

/** Before each step; writing into an open file is a part of opening it, but for the disk. @returns the error with which it fails, if it does */
const step = (path, isPart = false, takesRoom = false) => {
  if (noting || (of !== undefined && of !== operation)) return undefined;
  if (!isPart) steps += 1;
  // Only what lies on a disk can be full or read-only.
  const onDisk = typeof path === 'string' && !/^\/(proc|sys|dev)\//.test(path);
  if (onDisk) writes += 1;
  if (onDisk && takesRoom) rooms += 1;
  if (what === 'count') return undefined;
  if (!denials.includes(what)) {
    if (!isPart && steps === when && strike()) comeToIt();
    return undefined;
  }
  if (!onDisk || writes < when) return undefined;
  comeToIt();
  return Object.assign(new Error(`${what}: bad luck, '${path}'`), { code: what, errno: -1, syscall: 'open', path });
};

const { O_WRONLY, O_RDWR } = fs.constants;
const mayWrite = (flags) =>
  typeof flags === 'number' ? (flags & (O_WRONLY | O_RDWR)) !== 0 : /[wa+]/.test(flags ?? 'r');
const isStep = (name, [, flags]) => !/^open/.test(name) || mayWrite(flags);
const pathOf = (name, [first, second]) =>
  /^(rename|copyFile|symlink|link)/.test(name) ? second : typeof first === 'number' ? paths.get(first) : first;

/** A full disk still removes, renames and opens; what is written there is cut short. */
const needsRoom = /^(write|append|mkdir|copyFile|symlink|link|truncate)/;
const fate = (name, words) =>
  isStep(name, words) && (what !== 'ENOSPC' || needsRoom.test(name))
    ? step(pathOf(name, words), /^write(Sync)?$/.test(name), needsRoom.test(name))
    : undefined;

/** Of the files that are open for writing, by their numbers. */
const paths = new Map();
const cutShort = /^(write|append)File/;
const leaveHalf = (name, [path, content]) => {
  if (what !== 'ENOSPC' || !cutShort.test(name) || typeof path !== 'string') return;
  noting = true;
  appendFileSync(path, String(content).slice(0, String(content).length / 2));
  noting = false;
};

const wrap = (holder, name, made) => {
  const original = holder[name];
  if (typeof original === 'function') holder[name] = made(original);
};
const asPromise = (name, itsPath) => (original) =>
  async function (...words) {
    const error = fate(name, itsPath === undefined ? words : [itsPath]);
    if (error) throw error;
    const made = await original.apply(this, words);
    if (name === 'open' && mayWrite(words[1]))
      for (const method of ['write', 'writeFile', 'appendFile']) wrap(made, method, asPromise(method, words[0]));
    return made;
  };
const withCallback = (name) => (original) =>
  function (...words) {
    const error = fate(name, words);
    if (error) {
      leaveHalf(name, words);
      return void process.nextTick(words.at(-1), error);
    }
    if (name !== 'open' || !mayWrite(words[1])) return original.apply(this, words);
    return original.call(this, ...words.slice(0, -1), (failure, number) => {
      if (!failure) paths.set(number, words[0]);
      words.at(-1)(failure, number);
    });
  };
const atOnce = (name) => (original) =>
  function (...words) {
    const error = fate(name, words);
    if (error) {
      leaveHalf(name, words);
      throw error;
    }
    return original.apply(this, words);
  };

/** A step that does not fail: a start, an end, a word. */
const plainly = (original) =>
  function (...words) {
    step();
    return original.apply(this, words);
  };

const self = basename(process.argv[1] ?? '');

const begin = () => {
  const names = ['open', 'mkdir', 'writeFile', 'appendFile', 'rename', 'rm', 'rmdir', 'unlink', 'symlink', 'link'];
  for (const name of [...names, 'copyFile', 'write', 'chmod', 'fchmod', 'chown', 'truncate', 'utimes']) {
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
  wrap(JSON, 'parse', (original) => (...words) => {
    const made = original(...words);
    operation ??= made?.operation;
    return made;
  });
  syncBuiltinESMExports();
  if (what === 'count') process.on('exit', () => noteDown([self, steps, writes, rooms, operation].join(' ')));
};

if (whose === self || (whose === 'both' && ['bancada.js', 'root.js'].includes(self))) begin();
