import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Console } from '../ports/console.ts';
import { harmless } from './harmless.ts';
import { textOf, type Line, type Span, type Style } from '../report/line.ts';
import type { Size } from './areas.ts';
import { createBox, createScreen, type Box } from './blessed.ts';
import type { Frame, Placed } from './frame.ts';
import type { Stroke } from './keys.ts';

/** The user's terminal, given to us from `openTerminal` to `close`. */
export interface Terminal {
  size(): Size;
  /** Shows a whole screen; what is as before is not sent again. */
  show(frame: Frame): void;
  /** Gives the terminal back as it was found, does something that needs it, and takes it again. */
  lend<T>(work: () => Promise<T>): Promise<T>;
  /** Gives it back for good. May be called twice. */
  close(): void;
}

interface Listeners {
  readonly onKey: (stroke: Stroke) => void;
  readonly onResize: () => void;
}

/** Takes the whole window: another screen than the shell's, every key, no cursor. */
export const openTerminal = (
  console: Pick<Console, 'input' | 'out' | 'environment'>,
  colour: boolean,
  { onKey, onResize }: Listeners,
): Terminal => {
  const { input, output, connect, release } = streamsOver(console);
  const screen = createScreen({
    input: input,
    output: output as unknown as NodeJS.WriteStream & Record<'x', never>,
    ...(console.environment['TERM'] !== undefined && { terminal: console.environment['TERM'] }),
    forceUnicode: true,
    smartCSR: false,
    autoPadding: false,
  });
  // Lines are characters like all others.
  screen.tput.brokenACS = true;
  const paint = painterFor(colour, screen.tput.colors);
  const boxes = new Map<Placed['id'], { readonly box: Box; text: string }>();
  const boxFor = (id: Placed['id']) => {
    const made = boxes.get(id) ?? { box: createBox({ parent: screen, wrap: false, tags: false }), text: '' };
    boxes.set(id, made);
    return made;
  };
  screen.on('keypress', (character: string | undefined, key: { readonly full: string }) => {
    // Enter comes twice, also under its other name.
    if (key.full === 'return') return;
    onKey({ name: key.full, ...(character !== undefined && { character }) });
  });
  screen.on('resize', onResize);
  let open = true;
  const show = (frame: Frame): void => {
    if (!open) return;
    for (const [id, { box }] of boxes) if (!frame.some((placed) => placed.id === id)) box.hide();
    for (const placed of frame) put(boxFor(placed.id), placed, paint);
    screen.render();
  };
  return {
    size: () => ({ columns: console.out.columns, rows: console.out.rows }),
    show,
    lend: async (work) => {
      screen.leave();
      release();
      open = false;
      try {
        return await work();
      } finally {
        open = true;
        connect();
        screen.enter();
        screen.realloc();
      }
    },
    close: () => {
      if (!open) return;
      open = false;
      screen.destroy();
      release();
    },
  };
};

const put = (
  made: { readonly box: Box; text: string },
  { area, lines }: Placed,
  paint: (line: Line) => string,
): void => {
  const { box } = made;
  box.left = area.left;
  box.top = area.top;
  box.width = area.width;
  box.height = area.height;
  const text = lines.map(paint).join('\n');
  if (text !== made.text) box.setContent(text);
  made.text = text;
  box.show();
  // The last one shown lies on top.
  box.setFront();
};

/** What blessed takes for a terminal's ends. It sees keys only while the terminal is ours. */
const streamsOver = ({ input: from, out }: Pick<Console, 'input' | 'out'>) => {
  const raw = { isRaw: false };
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    get isRaw() {
      return raw.isRaw;
    },
    setRawMode: (on: boolean) => {
      raw.isRaw = on;
      from.raw(on);
    },
  });
  const output = Object.assign(new EventEmitter(), {
    isTTY: true,
    writable: true,
    write: (text: string) => {
      out.write(text);
      return true;
    },
  });
  Object.defineProperties(output, { columns: { get: () => out.columns }, rows: { get: () => out.rows } });
  const pass = (chunk: Uint8Array): void => void input.write(chunk);
  let stopResizing = (): void => {};
  const connect = (): void => {
    from.stream.on('data', pass);
    from.raw(true);
    from.stream.resume();
    stopResizing = out.onResize(() => output.emit('resize'));
  };
  const release = (): void => {
    from.stream.off('data', pass);
    from.stream.pause();
    from.raw(false);
    stopResizing();
  };
  connect();
  return { input, output, connect, release };
};

const codes: Readonly<Record<Style, string>> = {
  good: '32',
  bad: '31',
  doubt: '33',
  dim: '90',
  strong: '1',
  name: '36',
};

/** Lines as text with colours, for a terminal with so many. Nothing in it moves the cursor. */
const painterFor = (colour: boolean, colours: number): ((line: Line) => string) => {
  // With eight colours there is no grey: it would be black on black.
  const grey = colours > 8 ? codes : { ...codes, dim: '0' };
  const paint = (span: Span): string => {
    const text = harmless(textOf(span));
    return typeof span === 'string' || !colour ? text : `\x1b[${grey[span.style]}m${text}\x1b[0m`;
  };
  return (line) => line.map(paint).join('');
};
