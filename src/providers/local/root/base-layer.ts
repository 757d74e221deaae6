import {
  copyFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { baseImage } from '../../../../vms/base-image.ts';
import { places } from '../places.ts';
import { makeFolder, namesIn } from './files.ts';
import type { Host } from './host.ts';
import type { Build } from './images.ts';
import { must } from './programs.ts';
import { noteBegin, settle, settledPlaces } from './settled.ts';

/** Downloads of all builds; shared, and in no image. */
export const aptCache = join(places.images, 'apt');

/** Packages that were downloaded and are kept for the next build, bytes. */
export const downloadedBytes = (): number => {
  const folder = join(aptCache, 'archives');
  const packages = namesIn(folder).filter((name) => name.endsWith('.deb'));
  return packages.reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
};

/** A process tree that ends as a whole, with the process that stands for it or with us, however we end. */
export const asOne = [
  ...(['setpriv', '--pdeathsig', 'KILL', '--'] as const),
  ...(['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--'] as const),
] as const;

const withoutDocumentation = [
  'path-exclude=/usr/share/doc/*',
  'path-include=/usr/share/doc/*/copyright',
  'path-exclude=/usr/share/man/*',
  'path-exclude=/usr/share/info/*',
  'path-exclude=/usr/share/locale/*',
].map((option) => `--dpkgopt=${option}`);

/** Makes the base layer in `folder`/root: a small Debian or Ubuntu of this computer's own release. */
export const buildBase = async (folder: string, host: Host, { signal, onLine }: Build): Promise<void> => {
  const root = join(folder, 'root');
  noteBegin(folder);
  const files = writeHostFiles(folder, host);
  const argv = [
    ...asOne,
    ...['mmdebstrap', '--mode=root', '--variant=minbase', '--skip=cleanup/apt', `--architectures=${host.architecture}`],
    ...[
      `--include=${baseImage.packages.join(',')}`,
      '--aptopt=Apt::Install-Recommends "false"',
      `--aptopt=${files.proxies}`,
    ],
    ...withoutDocumentation,
    ...[host.codename, root, ...files.sources],
  ] as const;
  await must(argv, { signal, onLine });
  keepDownloads(root);
  strip(root);
  for (const keyring of host.sources.keyrings) takeOver(keyring, root);
  for (const [path, content] of Object.entries(baseImage.files)) put(join(root, path), content);
  chmodSync(join(root, '/usr/sbin/policy-rc.d'), 0o755);
  for (const unit of baseImage.masked) mask(join(root, 'etc/systemd/system', unit));
  for (const generator of baseImage.maskedGenerators) mask(join(root, 'etc/systemd/system-generators', generator));
  await must(['chroot', root, 'systemctl', 'preset-all'], { signal });
  for (const file of Object.values(files).flat()) rmSync(file, { force: true });
  await settle(folder, signal);
};

const writeHostFiles = (folder: string, { sources, proxies }: Host) => {
  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  return {
    proxies: write('proxies.conf', proxies),
    sources: [
      ...(sources.paragraphs === '' ? [] : [write('host.sources', sources.paragraphs)]),
      ...(sources.lines === '' ? [] : [write('host.list', sources.lines)]),
    ],
  };
};

/** Where packages are downloaded to. Nothing is there yet where the base came out of a file. */
export const makeAptCache = (): void => {
  for (const folder of ['lists', 'archives']) makeFolder(join(aptCache, folder, 'partial'));
};

const keepDownloads = (root: string): void => {
  makeAptCache();
  for (const [from, to] of [
    ['var/lib/apt/lists', 'lists'],
    ['var/cache/apt/archives', 'archives'],
  ] as const) {
    const folder = join(aptCache, to);
    for (const file of readdirSync(join(root, from), { withFileTypes: true }))
      if (file.isFile() && file.name !== 'lock') renameSync(join(root, from, file.name), join(folder, file.name));
  }
  writeFileSync(join(aptCache, 'updated'), '');
};

/** What would make two machines one, or is of no use on them. */
const strip = (root: string): void => {
  const etcSsh = join(root, 'etc/ssh');
  const keys = readdirSync(etcSsh)
    .filter((file) => file.startsWith('ssh_host_'))
    .map((file) => join(etcSsh, file));
  const rest = [
    'etc/apt/apt.conf.d/99mmdebstrap',
    'etc/hostname',
    'etc/resolv.conf',
    ...baseImage.onDemand.map((unit) => `usr/lib/systemd/system/multi-user.target.wants/${unit}`),
    'var/cache/apt/pkgcache.bin',
    'var/cache/apt/srcpkgcache.bin',
    'var/lib/dbus/machine-id',
    'var/log/apt',
    'var/log/dpkg.log',
  ].map((path) => join(root, path));
  for (const path of [...keys, ...rest]) rmSync(path, { recursive: true, force: true });
  mkdirSync(join(root, 'var/log/journal'), { recursive: true });
};

/** Whether a link stands in the place of a folder on the way to a file of an image: it could lead out of it. */
const leadsElsewhere = (root: string, path: string): boolean => {
  const folder = dirname(path);
  if (folder === '/' || folder === '.') return false;
  const isLink = lstatSync(join(root, folder), { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink || leadsElsewhere(root, folder);
};

/** Makes an image that was built elsewhere fetch packages from where this computer fetches them. @returns false where its links forbid it */
export const useOwnSources = (root: string, { sources }: Host): boolean => {
  if ([...settledPlaces, '/etc/apt/sources.list', ...sources.keyrings].some((path) => leadsElsewhere(root, path)))
    return false;
  const folder = join(root, 'etc/apt/sources.list.d');
  for (const path of [join(root, 'etc/apt/sources.list'), folder]) rmSync(path, { recursive: true, force: true });
  if (sources.paragraphs !== '') put(join(folder, '0000host.sources'), sources.paragraphs);
  if (sources.lines !== '') put(join(folder, '0001host.list'), sources.lines);
  for (const keyring of sources.keyrings) takeOver(keyring, root);
  return true;
};

const takeOver = (file: string, root: string): void => {
  const target = join(root, file);
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined || !existsSync(file)) return;
  makeFolder(dirname(target));
  copyFileSync(file, target);
};

const put = (path: string, content: string): void => {
  makeFolder(dirname(path));
  writeFileSync(path, content);
};

const mask = (path: string): void => {
  makeFolder(dirname(path));
  rmSync(path, { force: true });
  symlinkSync('/dev/null', path);
};
