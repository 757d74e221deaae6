import type { Duplex } from 'node:stream';
import { createInterface } from 'node:readline';
import { LabError } from '../errors/lab-error.ts';
import type { LoadSecond } from '../model/load.ts';
import type { Sentence } from '../model/sentence.ts';
import * as text from '../text/load.ts';
import type { LoadOrder, LoadReply, Measured } from './order.ts';

interface Conducting {
  readonly onSecond: (second: LoadSecond) => void;
  readonly signal: AbortSignal;
  /** After which they are given up, milliseconds; never if absent. */
  readonly limitMs?: number;
}

/**
 * Has the visitors do what is ordered, over their input and output. Aborted, they come to their end and still say what
 * they measured. @throws LabError `load-failed`
 */
export const conduct = async (
  visitors: Duplex,
  order: LoadOrder,
  { onSecond, signal, limitMs }: Conducting,
): Promise<Measured> => {
  const stop = (): void => void visitors.write('stop\n');
  // The connection may break when the lab goes; that it brought no result is what counts.
  visitors.on('error', () => undefined);
  visitors.write(`${JSON.stringify(order)}\n`);
  signal.addEventListener('abort', stop);
  const lines = createInterface({ input: visitors });
  // A connection that is reset does not end: without this nobody would ever know.
  visitors.once('close', () => lines.close());
  let end: Sentence = text.badEnds.cutOff;
  const giveUp = (): void => {
    end = text.badEnds.givenUp(limitMs ?? 0);
    visitors.destroy();
  };
  const limit = limitMs === undefined ? undefined : setTimeout(giveUp, limitMs);
  try {
    for await (const line of lines) {
      const reply = JSON.parse(line) as LoadReply;
      if (reply.reply === 'result') return reply.result;
      if (reply.reply === 'failed') throw failed(told(reply.message));
      onSecond(reply.second);
    }
  } catch (error) {
    if (error instanceof LabError) throw error;
    // Half a line is what is left of who was cut off.
    throw failed(error instanceof Error && !(error instanceof SyntaxError) ? told(error.message) : end);
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', stop);
    visitors.destroy();
  }
  throw failed(end);
};

/** As the visitors' program says it, which knows one language. */
const told = (message: string): Sentence => ({ en: message, pt: message });

const failed = (why: Sentence): LabError =>
  new LabError({ code: 'load-failed', fault: 'operation', ...text.loadFailed(why) });
