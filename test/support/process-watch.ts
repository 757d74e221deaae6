import { readdirSync, readFileSync } from 'node:fs';

/** Everything that processes of this computer were called by, and had in their environments, while it watched. */
export interface ProcessWatch extends Disposable {
  readonly words: ReadonlySet<string>;
  /** Of processes outside of any machine: within one, a service's own environment is its own business. */
  readonly environments: ReadonlySet<string>;
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
};

/** As anybody on the computer may do, who looks again and again: every few milliseconds. */
export const watchProcesses = (): ProcessWatch => {
  const words = new Set<string>();
  const environments = new Set<string>();
  const called = new Map<string, string>();
  const look = (): void => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const argv = read(`/proc/${pid}/cmdline`);
      if (argv === '' || called.get(pid) === argv) continue;
      called.set(pid, argv);
      words.add(argv.replaceAll('\0', ' '));
      if (!/bancada-\w+[/.].*machine-/.test(read(`/proc/${pid}/cgroup`)))
        environments.add(read(`/proc/${pid}/environ`));
    }
  };
  const timer = setInterval(look, 10);
  return { words, environments, [Symbol.dispose]: () => clearInterval(timer) };
};
