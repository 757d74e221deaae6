import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './programs.ts';
import { pickSources, type Sources } from './sources.ts';

/** What images take over from this computer. */
export interface Host {
  /** Of its release: `bookworm`, `noble`. */
  readonly codename: string;
  /** dpkg's word for it: `amd64`. */
  readonly architecture: string;
  readonly sources: Sources;
  /** Lines of apt's configuration that say through which proxy to fetch. */
  readonly proxies: string;
}

const textsIn = (folder: string, ending: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8'));
  } catch {
    return [];
  }
};

const releaseCodename = (): string =>
  /^VERSION_CODENAME="?(\w+)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';

/** Reads it; changes nothing. */
export const readHost = async (): Promise<Host> => {
  const codename = releaseCodename();
  const [architecture, configuration] = await Promise.all([
    must(['dpkg', '--print-architecture']),
    must(['apt-config', 'dump']),
  ]);
  const folder = '/etc/apt/sources.list.d';
  const sources = pickSources(
    {
      sources: textsIn(folder, '.sources'),
      lists: [...textsIn('/etc/apt', 'sources.list'), ...textsIn(folder, '.list')],
    },
    codename,
  );
  const proxies = configuration.stdout
    .split('\n')
    .filter((line) => /^Acquire::.*proxy/i.test(line))
    .join('\n');
  return { codename, architecture: architecture.stdout.trim(), sources, proxies: proxies === '' ? '' : `${proxies}\n` };
};
