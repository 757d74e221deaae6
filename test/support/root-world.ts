import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { places } from '../../src/providers/local/places.ts';
import type { Reply, Request } from '../../src/providers/local/protocol.ts';
import { bundleLocalPrograms } from './local-programs.ts';
import { luckEnvironment, type Luck } from './luck.ts';

type Words = readonly [string, ...string[]];

/** As root, whoever runs the tests. */
export const asRoot = (...words: Words): Words => (process.getuid?.() === 0 ? words : ['sudo', '-n', ...words]);

/** What came of a request: what was told, the last of it whether it was done, and whether luck struck. */
export interface Answer {
  readonly replies: readonly Reply[];
  readonly notes: string;
}

/** How it is asked. */
interface Asked {
  readonly luck?: Luck;
  /** The user for whom sudo has started it; whoever runs the tests if not said. */
  readonly caller?: number;
  /** Who asks is gone as soon as it has asked. */
  readonly isGone?: true;
  /** Called while it works. */
  readonly onReply?: (reply: Reply) => void;
}

/** The program that runs as root, in a world where nothing of this computer's is kept and no machine is. */
export interface RootWorld extends AsyncDisposable {
  /** Runs a program in that world, as root. @returns what it says. @throws where it fails */
  run(...words: Words): Promise<string>;
  /** The same of a program that is left running. */
  start(...words: Words): ChildProcessByStdio<Writable, Readable, null>;
  ask(request: Request, asked?: Asked): Promise<Answer>;
}

/** Where this computer's own images are found in such a world. */
export const ownImages = '/run/own-images';

/** Makes one whose disk, in memory, has room for so much; with `images` this computer's own can be looked at. */
export const rootWorld = async (mebibytes = 64, { images = false } = {}): Promise<RootWorld> => {
  const program = await bundleLocalPrograms();
  const folder = await mkdtemp(join(tmpdir(), 'bancada-world-'));
  const kept = images ? [`mkdir ${ownImages}`, `mount --no-mtab --bind -o ro ${places.images} ${ownImages}`] : [];
  // What is mounted would be noted in that world's own /run.
  const begin = [
    ...[
      'mount --no-mtab -t tmpfs none /run',
      ...kept,
      `mount --no-mtab -t tmpfs -o size=${String(mebibytes)}m none /var/lib`,
    ],
    ...['echo $$', 'exec cat'],
  ].join(' && ');
  const [unshare, ...rest] = asRoot('unshare', '--mount', '--propagation', 'private', 'sh', '-c', begin);
  const holder = spawn(unshare, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [pid] = (await once(createInterface({ input: holder.stdout }), 'line')) as [string];
  const within = (...words: Words): Words => asRoot('nsenter', `--mount=/proc/${pid}/ns/mnt`, '--', ...words);
  const start: RootWorld['start'] = (...words) => {
    const [first, ...others] = within(...words);
    return spawn(first, others, { stdio: ['pipe', 'pipe', 'inherit'] });
  };
  const ask: RootWorld['ask'] = async (request, { luck, caller, isGone, onReply } = {}) => {
    const note = join(folder, 'luck');
    await rm(note, { force: true });
    const variables = {
      ...(luck !== undefined && luckEnvironment(luck, note)),
      ...(caller !== undefined && { SUDO_UID: String(caller), SUDO_GID: String(caller) }),
    };
    const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    // The end of its input means: stop.
    const working = start('env', ...settings, process.execPath, program);
    const replies: Reply[] = [];
    createInterface({ input: working.stdout }).on('line', (line) => {
      const reply = JSON.parse(line) as Reply;
      replies.push(reply);
      onReply?.(reply);
    });
    working.stdin.write(`${JSON.stringify(request)}\n`);
    if (isGone) working.stdin.end();
    await once(working, 'close');
    return { replies, notes: await readFile(note, 'utf8').catch(() => '') };
  };

  return {
    async run(...words) {
      const [first, ...others] = within(...words);
      return (await execa(first, others)).stdout;
    },
    start,
    ask,
    async [Symbol.asyncDispose]() {
      holder.stdin.end();
      await once(holder, 'close');
      await rm(folder, { recursive: true, force: true });
    },
  };
};
