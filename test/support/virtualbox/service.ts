import { mkdirSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import * as groups from '../../../src/providers/local/root/groups.ts';
import { untilEmpty } from '../../../src/providers/local/root/machine.ts';
import { execute, isReading } from './commands.ts';
import { groupOf } from './machine.ts';
import { Refusal } from './refusal.ts';
import type { VirtualBox } from './registry.ts';
import { readState, writeState, type Fate } from './state.ts';
import { Words } from './words.ts';

/*
 * The stand-in's counterpart of VBoxSVC: knows all machines and makes them run. Its argument is the folder where it
 * keeps them; it runs as root in a network namespace that plays the computer with VirtualBox.
 */

const [folder = ''] = process.argv.slice(2);
mkdirSync(join(folder, 'machines'), { recursive: true });
const state = readState(folder);
for (const vm of state.vms) if (vm.state !== 'poweroff') vm.state = 'aborted';
const box: VirtualBox = { folder, state, running: new Map(), save: () => writeState(folder, state) };

const answer = async (words: readonly string[]): Promise<readonly [number, string, string]> => {
  try {
    return [0, await execute(new Words(words), box), ''];
  } catch (error) {
    if (error instanceof Refusal) return [error.code, '', error.message];
    return [1, '', `VBoxManage: error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`];
  }
};

/** What a test has ordered for one of the calls to come, of those that fit, counted from then on. */
let luck: { readonly at: number; readonly what: Fate; readonly of: RegExp } | undefined;
const heard: (readonly string[])[] = [];
/** A call whose caller hears nothing until it is let go; `begin`: carries out what was not even begun. */
let held: { readonly socket: Socket; readonly begin?: () => void; readonly reply?: string } | undefined;

const letGo = (how: string | undefined): void => {
  const { socket, begin, reply } = held ?? {};
  [held, luck] = [undefined, undefined];
  if (begin !== undefined && how !== 'undone') begin();
  else socket?.end(reply ?? '');
};

/** Of the stand-in itself: a test's orders, which are no calls. */
const ordered = (words: readonly string[]): string | undefined => {
  switch (words[0]) {
    case 'stand-in-luck':
      luck = { at: Number(words[1]), what: words[2] as Fate, of: new RegExp(words[3] ?? '') };
      heard.length = 0;
      return '';
    case 'stand-in-calls':
      return heard.map((each) => `${isReading(each) ? 'reads' : 'changes'} ${each.join(' ')}\n`).join('');
    case 'stand-in-held':
      return held === undefined ? 'none' : 'held';
    case 'stand-in-release':
      letGo(words[1]);
      return '';
    default:
      return undefined;
  }
};

const failures: Readonly<Record<string, string>> = {
  refuse: 'VBoxManage: error: The stand-in was told to fail\nVBoxManage: error: Details: code E_FAIL (0x80004005)\n',
  full: 'VBoxManage: error: VERR_DISK_FULL (stand-in)\nVBoxManage: error: Details: code VBOX_E_FILE_ERROR (0x80bb0004)\n',
};

/** One at a time, as a machine's lock would have it. */
let turn: Promise<unknown> = Promise.resolve();

const fateOf = (words: readonly string[]): Fate | undefined => {
  if (luck?.of.test(words.join(' ')) === false) return undefined;
  return heard.push(words) === luck?.at ? luck.what : undefined;
};

const carryOut = (words: readonly string[], socket: Socket, fate: Fate | undefined): void => {
  turn = turn.then(async () => {
    const failure = failures[fate ?? ''];
    if (failure !== undefined) return void socket.end(['1', '', failure].join('\0'));
    const reply = (await answer(words)).join('\0');
    if (fate === 'hold') return void (held = { socket, reply });
    if (state.late !== words[0]) return void socket.end(reply);
    state.late = undefined;
    setTimeout(() => socket.end(reply), 5000);
  });
};

const serve = (socket: Socket): void => {
  const chunks: Buffer[] = [];
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('end', () => {
    const words = Buffer.concat(chunks).toString().split('\0');
    const told = ordered(words);
    if (told !== undefined) return void socket.end(['0', told, ''].join('\0'));
    const fate = fateOf(words);
    if (fate === 'halt') held = { socket, begin: () => carryOut(words, socket, undefined) };
    else carryOut(words, socket, fate);
  });
};

const stop = async (): Promise<void> => {
  const group = groupOf(folder);
  groups.kill(group);
  await untilEmpty(group, undefined, 5000);
  await groups.remove(group);
  process.exit(0);
};

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
rmSync(join(folder, 'service.sock'), { force: true });
createServer({ allowHalfOpen: true }, serve).listen(join(folder, 'service.sock'), () =>
  process.stdout.write('ready\n'),
);
