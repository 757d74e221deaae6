import type { Duplex } from 'node:stream';
import { createInterface } from 'node:readline';
import { LabError } from '../errors/lab-error.ts';
import type { LoadSecond } from '../model/load.ts';
import * as text from '../text/load.ts';
import type { LoadOrder, LoadReply, Measured } from './order.ts';

/**
 * Has the visitors do what is ordered, over their input and output. Aborted, they come to their end and still say what
 * they measured. @throws LabError `load-failed`
 */
export const conduct = async (
  visitors: Duplex,
  order: LoadOrder,
  { onSecond, signal }: { readonly onSecond: (second: LoadSecond) => void; readonly signal: AbortSignal },
): Promise<Measured> => {
  const stop = (): void => void visitors.write('stop\n');
  // The connection may break when the lab goes; that it brought no result is what counts.
  visitors.on('error', () => undefined);
  visitors.write(`${JSON.stringify(order)}\n`);
  signal.addEventListener('abort', stop);
  try {
    for await (const line of createInterface({ input: visitors })) {
      const reply = JSON.parse(line) as LoadReply;
      if (reply.reply === 'result') return reply.result;
      if (reply.reply === 'failed') throw failed(reply.message);
      onSecond(reply.second);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    visitors.destroy();
  }
  throw failed();
};

const failed = (message?: string): LabError =>
  new LabError({ code: 'load-failed', fault: 'operation', ...text.loadFailed(message) });
