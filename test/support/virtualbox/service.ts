import { mkdirSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import * as groups from '../../../src/providers/local/root/groups.ts';
import { untilEmpty } from '../../../src/providers/local/root/machine.ts';
import { execute, type VirtualBox } from './commands.ts';
import { groupOf } from './machine.ts';
import { Refusal } from './refusal.ts';
import { readState, writeState } from './state.ts';
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

/** What a test has ordered for one of the calls to come, counted from then on. */
let luck: { readonly at: number; readonly what: string } | undefined;
let calls = 0;
/** A call that was done, and whose caller does not hear of it until it is let go. */
let held: (() => void) | undefined;

/** Of the stand-in itself: a test's orders, which are no calls. */
const ordered = (words: readonly string[]): string | undefined => {
  switch (words[0]) {
    case 'stand-in-luck':
      luck = { at: Number(words[1]), what: words[2] ?? '' };
      calls = 0;
      return '';
    case 'stand-in-calls':
      return `${String(calls)} ${held === undefined ? 'none' : 'held'}\n`;
    case 'stand-in-release':
      held?.();
      [held, luck] = [undefined, undefined];
      return '';
    default:
      return undefined;
  }
};

const failure =
  'VBoxManage: error: The stand-in was told to fail\nVBoxManage: error: Details: code E_FAIL (0x80004005)\n';

/** One at a time, as a machine's lock would have it. */
let turn: Promise<unknown> = Promise.resolve();

const serve = (socket: Socket): void => {
  const chunks: Buffer[] = [];
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('end', () => {
    const words = Buffer.concat(chunks).toString().split('\0');
    const told = ordered(words);
    if (told !== undefined) return void socket.end(['0', told, ''].join('\0'));
    calls += 1;
    const fate = luck?.at === calls ? luck.what : 'none';
    turn = turn.then(async () => {
      if (fate === 'refuse') return void socket.end(['1', '', failure].join('\0'));
      const reply = (await answer(words)).join('\0');
      if (fate === 'hold') return void (held = () => socket.end(reply));
      if (state.late !== words[0]) return void socket.end(reply);
      state.late = undefined;
      setTimeout(() => socket.end(reply), 5000);
    });
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
