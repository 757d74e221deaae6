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

/** One at a time, as a machine's lock would have it. */
let turn: Promise<unknown> = Promise.resolve();

const serve = (socket: Socket): void => {
  const chunks: Buffer[] = [];
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('end', () => {
    const words = Buffer.concat(chunks).toString().split('\0');
    turn = turn.then(async () => {
      const reply = (await answer(words)).join('\0');
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
