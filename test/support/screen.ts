import { Terminal } from '@xterm/headless';
import type { Output } from '../../src/ports/console.ts';

/** A terminal without glass: what is written to it can be read back as a person would see it. */
export interface Screen {
  readonly output: Output;
  /** Everything that was written, escape sequences included. */
  written(): string;
  /** The lines in sight, without trailing blanks. */
  lines(): Promise<readonly string[]>;
  /** The lines that went out of sight at the top, then those in sight. */
  history(): Promise<readonly string[]>;
  resize(columns: number, rows: number): Promise<void>;
  cursorIsHidden(): boolean;
}

export const createScreen = (columns: number, rows: number): Screen => {
  const terminal = new Terminal({ cols: columns, rows, scrollback: 1000, allowProposedApi: true, convertEol: true });
  let written = '';
  let settled = Promise.resolve();
  const listeners = new Set<() => void>();
  const read = async (from: number): Promise<readonly string[]> => {
    await settled;
    const { active } = terminal.buffer;
    const lines = Array.from(
      { length: active.length - from },
      (_, row) => active.getLine(from + row)?.translateToString(true) ?? '',
    );
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
  };
  return {
    output: {
      write(text) {
        written += text;
        settled = new Promise((resolve) => terminal.write(text, resolve));
      },
      flush: () => settled,
      terminal: true,
      get columns() {
        return terminal.cols;
      },
      get rows() {
        return terminal.rows;
      },
      onResize(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    written: () => written,
    lines: () => read(terminal.buffer.active.baseY),
    history: () => read(0),
    async resize(newColumns, newRows) {
      await settled;
      terminal.resize(newColumns, newRows);
      for (const listener of listeners) listener();
    },
    cursorIsHidden: () => written.lastIndexOf('\x1b[?25l') > written.lastIndexOf('\x1b[?25h'),
  };
};
