import { execa } from 'execa';

/** A question that is asked in a terminal, and what is typed then. Once. */
export interface Typed {
  readonly asked: RegExp;
  readonly answer: string;
}

/** What a shell's command shows, on both its outputs, in a terminal of its own where somebody answers one question. */
export const inTerminal = async (
  command: string,
  { asked, answer }: Typed,
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<string> => {
  const argv = ['--quiet', '--flush', '--command', command, '/dev/null'];
  const running = execa('script', argv, { ...options, reject: false, timeout: 60_000 });
  let shown = '';
  running.stdout.on('data', (chunk) => {
    const before = asked.test(shown);
    shown += String(chunk);
    if (!before && asked.test(shown)) running.stdin.write(`${answer}\n`);
  });
  await running;
  return shown;
};
