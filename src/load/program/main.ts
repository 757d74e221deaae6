import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import type { LoadOrder, LoadReply } from '../order.ts';
import { perform } from './perform.ts';

/*
 * The visitors of a lab: a program of its own, so that it can be run where visitors are, and so that nothing else that
 * happens in Bancada delays a request. Its order is the first line of its input; what it measures goes to its output.
 */

const say = (reply: LoadReply): void => void process.stdout.write(`${JSON.stringify(reply)}\n`);

/** An address that this place does not have would make every request fail, each in the same way. */
const mustBeOurs = (address: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen({ host: address, port: 0 }, () => server.close(() => resolve()));
  });

const main = async (): Promise<void> => {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  const lines = createInterface({ input: process.stdin });
  // Ctrl-C reaches us together with whoever gave the order: they decide, and say so.
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.stdout.on('error', stop);
  try {
    const first = await new Promise<string | undefined>((resolve) => {
      const take = (line: string): void => {
        // At once: the next line may have come together with this one.
        lines.once('line', stop);
        resolve(line);
      };
      lines.once('line', take).once('close', () => {
        stop();
        resolve(undefined);
      });
    });
    if (first === undefined) return;
    const order = JSON.parse(first) as LoadOrder;
    if (order.sources[0] !== undefined) await mustBeOurs(order.sources[0]);
    say({
      reply: 'result',
      result: await perform(order, (second) => say({ reply: 'second', second }), stopping.signal),
    });
  } catch (error) {
    say({ reply: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
  lines.close();
  process.stdin.destroy();
};

await main();
