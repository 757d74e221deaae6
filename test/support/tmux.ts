import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import type { Standing } from './bancada.ts';

/** A program in a terminal window that the test types into and reads, as a person would. */
export interface TmuxWindow extends AsyncDisposable {
  /** Keys as tmux calls them: `q`, `Down`, `Enter`, `C-c`. */
  press(...keys: readonly string[]): Promise<void>;
  /** Text, as it is. */
  type(text: string): Promise<void>;
  /** Sends a signal to the program itself. */
  signal(name: 'SIGTERM' | 'SIGHUP'): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** The screen's rows, without trailing blanks. */
  screen(): Promise<readonly string[]>;
  /** The screen, with its colours as escape sequences. */
  coloured(): Promise<string>;
  /** Whether the screen is the other one, the cursor is shown, and the mouse is listened to: `0 1 0` in a shell. */
  modes(): Promise<string>;
  /** Waits until the screen shows it. @returns the screen */
  shows(what: RegExp, patienceMs?: number): Promise<readonly string[]>;
}

/** A window of a tmux server of its own, in which a shell runs the command; the shell stays when that has ended. */
export const openWindow = async (
  command: string,
  size: { readonly columns: number; readonly rows: number },
  { directory, environment }: Required<Pick<Standing, 'directory' | 'environment'>>,
): Promise<TmuxWindow> => {
  const socket = `bancada-${randomUUID()}`;
  const tmux = (...words: readonly string[]) => execa('tmux', ['-u', '-L', socket, '-f', '/dev/null', ...words]);
  const { columns, rows } = size;
  const variables = Object.entries(environment).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  // Its last words tell how it ended, and how it left the terminal.
  const script = `${command}; echo "ended $?"; stty -a | grep -oE -- '-?(icanon|echo)\\b' | xargs; exec cat`;
  await tmux(
    'new-session',
    '-d',
    '-x',
    String(columns),
    '-y',
    String(rows),
    '-c',
    directory,
    ...variables,
    'sh',
    '-c',
    script,
  );
  const screen = async (): Promise<readonly string[]> =>
    (await tmux('capture-pane', '-p')).stdout.split('\n').map((line) => line.trimEnd());
  return {
    press: async (...keys) => {
      await tmux('send-keys', ...keys);
    },
    type: async (text) => {
      await tmux('send-keys', '-l', text);
    },
    resize: async (wide, high) => {
      await tmux('resize-window', '-x', String(wide), '-y', String(high));
    },
    signal: async (name) => {
      const shell = (await tmux('display-message', '-p', '#{pane_pid}')).stdout.trim();
      const children = await readFile(`/proc/${shell}/task/${shell}/children`, 'utf8');
      process.kill(Number(children.trim().split(' ')[0]), name);
    },
    screen,
    coloured: async () => (await tmux('capture-pane', '-p', '-e')).stdout,
    modes: async () =>
      (await tmux('display-message', '-p', '#{alternate_on} #{cursor_flag} #{mouse_any_flag}')).stdout.trim(),
    shows: async (what, patienceMs = 15_000) => {
      const until = performance.now() + patienceMs;
      for (;;) {
        const rowsSeen = await screen();
        if (what.test(rowsSeen.join('\n'))) return rowsSeen;
        if (performance.now() > until) throw new Error(`no ${String(what)} on the screen:\n${rowsSeen.join('\n')}`);
        await pause(150);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await tmux('kill-server');
    },
  };
};
