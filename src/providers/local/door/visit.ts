import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import type { DialAnswer } from './orders.ts';

/** The program that is a lab's visitors, beside this one in the bundle. */
const program = join(import.meta.dirname, 'load.js');

/**
 * Runs the visitors here, in the lab's network and as the lab's owner, and gives them the connection for their input and
 * output. It is this program and no other, whatever is asked. It ends when the connection does, or with the lab.
 */
export const runVisitors = (client: Socket): void => {
  client.write(`${JSON.stringify({ dial: 'connected' } satisfies DialAnswer)}\n`, () => {
    const child = spawn(process.execPath, [program], { stdio: [client, client, 'inherit'], cwd: '/' });
    child.on('error', () => undefined);
    // The child has a descriptor of its own; the connection ends with it.
    client.destroy();
  });
};
