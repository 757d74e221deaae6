import { once } from 'node:events';
import type { Console } from '../ports/console.ts';
import type { Terminal } from '../ssh/session.ts';

/** Joins the user's terminal to a remote one until that ends, and gives the user's back as it was. */
export const attach = async (terminal: Terminal, { input, out }: Console): Promise<void> => {
  const { stream } = terminal;
  const stopResizing = out.onResize(() => terminal.resize(out.columns, out.rows));
  input.raw(true);
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => out.write(chunk));
  input.stream.pipe(stream);
  try {
    await Promise.race([terminal.exited, once(stream, 'close')]);
  } finally {
    input.stream.unpipe(stream);
    input.stream.pause();
    input.raw(false);
    stopResizing();
  }
};
