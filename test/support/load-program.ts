import { spawn } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { LoadOrder, LoadReply, Measured } from '../../src/load/order.ts';
import type { LoadSecond } from '../../src/model/load.ts';
import { bundleLocalPrograms } from './local-programs.ts';

let bundled: Promise<string> | undefined;

/** Visitors under way: the real program, as a lab runs it. */
export interface Visitors {
  readonly seconds: readonly LoadSecond[];
  /** Tells them to stop now. */
  stop(): void;
  /** Ends their input, as happens when Bancada itself is killed. */
  hangUp(): void;
  /** What they measured. @throws what they say if they fail */
  readonly result: Promise<Measured>;
  /** Once the program has ended. */
  readonly ended: Promise<void>;
}

const usual: Omit<LoadOrder, 'port'> = {
  address: '127.0.0.1',
  sources: [],
  arrivals: { kind: 'open', perSecond: 50, spacing: 'even' },
  milliseconds: 1000,
  script: { steps: [{ step: 'get', path: '/' }], cleanup: [], again: [] },
  keepAlive: true,
  timeoutMs: 5000,
  seed: 1,
};

/** Starts visitors of a port of this computer. What is not said is: 50 a second, evenly, for a second, one page. */
export const startVisitors = async (order: Partial<LoadOrder> & Pick<LoadOrder, 'port'>): Promise<Visitors> => {
  bundled ??= bundleLocalPrograms();
  const program = join(dirname(await bundled), 'load.js');
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const seconds: LoadSecond[] = [];
  const result = (async (): Promise<Measured> => {
    for await (const line of createInterface({ input: child.stdout })) {
      const reply = JSON.parse(line) as LoadReply;
      if (reply.reply === 'second') seconds.push(reply.second);
      else if (reply.reply === 'result') return reply.result;
      else throw new Error(reply.message);
    }
    throw new Error('they ended without a word');
  })();
  result.catch(() => undefined);
  child.stdin.write(`${JSON.stringify({ ...usual, ...order })}\n`);
  return {
    seconds,
    stop: () => void child.stdin.write('stop\n'),
    hangUp: () => void child.stdin.end(),
    result,
    ended: new Promise((resolve) => child.once('exit', () => resolve())),
  };
};

/** Starts visitors and waits for what they measured. */
export const measure = async (order: Parameters<typeof startVisitors>[0]): Promise<Measured> =>
  (await startVisitors(order)).result;

/** A web server for the time of a test. @returns its port */
export const webServer = async (listener: RequestListener): Promise<number> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
};
