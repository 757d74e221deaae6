import type { Machine } from '../../model/blueprint.ts';
import { currentUser } from '../../ports/computer.ts';
import { findProgram, freeBytes, isDevice, readText } from '../../ports/files.ts';
import type { Processes } from '../../ports/process.ts';
import { localFindings as text, localTexts } from '../../text/local.ts';
import { budgetFindings } from '../budget.ts';
import type { Finding, PlannedLab } from '../provider.ts';
import { budgetFor } from './budget.ts';
import { limitNeeds, limitsLeft } from './limits.ts';
import { places } from './places.ts';
import { requirements } from './requirements.ts';
import { machinesRunning } from './root/groups.ts';

type Look = (processes: Processes) => Promise<Finding>;

const good = (code: string, what: Finding['what']): Finding => ({ code, what, status: 'good', fix: [] });

/** Debian and Ubuntu: images are made from the computer's own packages. */
const system: Look = async () => {
  const release = (await readText('/etc/os-release')) ?? '';
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(release)?.[1] ?? '?';
  const fits = /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
  return { code: 'system', what: text.system(name, fits), status: fits ? 'good' : 'missing', fix: [] };
};

/** Also where the user's own path leaves the system's folders out. */
const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

const has = async (program: string): Promise<boolean> => (await findProgram(program, folders)) !== undefined;

const program =
  ({ program: name, package: source }: (typeof requirements)[number]): Look =>
  async () =>
    (await has(name))
      ? good(`program-${name}`, text.program(name))
      : {
          code: `program-${name}`,
          what: text.noProgram(name, source),
          status: 'missing',
          // A computer that was just made has no lists of packages.
          fix: [
            ['apt-get', 'update'],
            ['apt-get', 'install', '--yes', '--no-install-recommends', source],
          ],
        };

const root: Look = async (processes) => {
  if (currentUser().uid === 0) return good('root', text.isRoot);
  const lacking = (what: Finding['what']): Finding => ({ code: 'root', what, status: 'missing', fix: [] });
  if (!(await has('sudo'))) return lacking(text.noSudo);
  const succeeds = async (...argv: readonly [string, ...string[]]): Promise<boolean> =>
    (await processes.run({ argv })).code === 0;
  const mayAsk = (await succeeds('sudo', '-n', 'true')) || (await succeeds('sh', '-c', ': </dev/tty'));
  return mayAsk ? good('root', text.sudo) : lacking(text.sudoCannotAsk);
};

const kernelFile =
  (code: string, path: string, module: string, holds: (content: string) => boolean): Look =>
  async (processes) => {
    if (holds((await readText(path).catch(() => '')) ?? '')) return good(code, text.kernel(module));
    // A module that is not loaded yet shows nowhere; root's programs load it by using it.
    const { code: loadable } = await processes
      .run({ argv: ['modprobe', '--dry-run', module], environment: { PATH: folders.join(':') } })
      .catch(() => ({ code: 1 }));
    return loadable === 0
      ? good(code, text.kernel(module))
      : { code, what: text.noKernel(module), status: 'missing', fix: [['modprobe', module]] };
  };

const tunnels: Look = async () =>
  (await isDevice('/dev/net/tun'))
    ? good('tun', text.kernel('tun'))
    : { code: 'tun', what: text.noKernel('tun'), status: 'missing', fix: [['modprobe', 'tun']] };

const groups: Look = async () => {
  const mounts = (await readText('/proc/self/mounts')) ?? '';
  const there = / \/sys\/fs\/cgroup[^ ]* cgroup2? /.test(mounts);
  return { code: 'cgroup', what: there ? text.groups : text.noGroups, status: there ? 'good' : 'missing', fix: [] };
};

/** They matter to whoever wants that many machines only: without a lab they are told, and nothing is wrong with them. */
const limits = async (lab: PlannedLab | undefined): Promise<readonly Finding[]> => {
  const own = lab?.blueprint.machines.filter(({ name }) => lab.own.includes(name)) ?? [];
  const needs = await limitNeeds(own.map(onSwitches), lab === undefined ? 0 : machinesRunning(lab.identity?.id));
  return needs.map((need) => {
    const code = `limit-${need.key}`;
    if (need.raise === undefined) return good(code, text.limit(need));
    const fix = [['sysctl', '-w', `${need.raise.key}=${String(need.raise.value)}`]];
    const what = localTexts.limitReached(need);
    return { code, what, status: 'missing', fix, raises: need.raise, undo: text.limitUndo(need) };
  });
};

/** Where it is about a lab, they may have been raised for that one. */
const leftRaised = async (lab: PlannedLab | undefined): Promise<readonly Finding[]> => {
  if (lab !== undefined) return [];
  const left = await limitsLeft();
  const fix = left.map(({ key, before }) => ['sysctl', '-w', `${key}=${String(before)}`]);
  return left.length === 0 ? [] : [{ code: 'limits-left', what: text.limitsLeft(left), status: 'warning', fix }];
};

/** A machine with its ends of cables: a tunnel has none. */
const onSwitches = ({ interfaces }: Machine): Pick<Machine, 'interfaces'> => ({
  interfaces: interfaces.filter(({ mac }) => mac !== undefined),
});

const budget = async (lab: PlannedLab | undefined): Promise<readonly Finding[]> =>
  lab === undefined ? [] : budgetFindings(await budgetFor(lab));

/** Images of a lab with every role, their downloads, and room for machines to write. */
const diskWantedMiB = 4 * 1024;

const disk: Look = async () => {
  const freeMiB = Math.round((await freeBytes(places.state)) / 1024 ** 2);
  const what = text.disk(freeMiB, diskWantedMiB);
  return { code: 'disk', what, status: freeMiB >= diskWantedMiB ? 'good' : 'warning', fix: [] };
};

const looks: readonly Look[] = [
  system,
  root,
  ...requirements.map(program),
  kernelFile('overlay', '/proc/filesystems', 'overlay', (content) => /\boverlay\b/.test(content)),
  tunnels,
  groups,
  disk,
];

/** What this computer has and lacks for local machines, and for those of a lab that is to come up. Reads only. */
export const examine = async (processes: Processes, lab?: PlannedLab): Promise<readonly Finding[]> =>
  (await Promise.all([...looks.map((look) => look(processes)), limits(lab), leftRaised(lab), budget(lab)])).flat();
