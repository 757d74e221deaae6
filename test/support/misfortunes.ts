import { lstat, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import type { SmallProject } from './small-project.ts';

/** Where a lab is kept. */
export type LabPlace = Pick<SmallProject, 'standing' | 'labFolder' | 'id'>;

/** Something that somebody, or a crash, does to a lab that is up. Written down by names, so that it can be done to another one. */
export interface Misfortune {
  readonly kind: 'process' | 'mount' | 'device' | 'file' | 'folder';
  readonly what: string;
  /** @returns whether there was such a thing */
  happen(project: LabPlace): Promise<boolean>;
  /** What the lab was told by, where it is a file that was made newer than this program: it is to be kept. */
  readonly newer?: (id: string, project: LabPlace) => string;
}

/** With which error verbs refuse a lab to which something has happened; a verb that is not here must not refuse it. */
export type Refusals = Readonly<Partial<Record<'status' | 'up', string>>>;

const byBoth = (code: string): Refusals => ({ status: code, up: code });

/** What nobody can make good without a `destroy`, or that `up` alone can: it writes the blueprint anew. */
const refusals: Readonly<Record<string, Refusals>> = {
  'lab.json of the lab folder cut short': byBoth('state-damaged'),
  'lab.json of the lab folder empty': byBoth('state-damaged'),
  'lab.json of the lab folder of a newer version': byBoth('state-newer'),
  'bindings.json of the lab folder cut short': byBoth('state-damaged'),
  'bindings.json of the lab folder empty': byBoth('state-damaged'),
  'bindings.json of the lab folder of a newer version': byBoth('state-newer'),
  'blueprint.json of the lab folder gone': { status: 'lab-not-up' },
  'blueprint.json of the lab folder cut short': { status: 'state-damaged' },
  'blueprint.json of the lab folder empty': { status: 'state-damaged' },
  'blueprint.json of the lab folder of a newer version': { status: 'state-newer' },
};

/** With which errors verbs are to refuse a lab to which that has happened. */
export const refusalsOf = ({ what }: Misfortune): Refusals => refusals[what] ?? {};

const asRoot = async (...words: readonly string[]): Promise<string> => {
  const [program = '', ...argv] = process.getuid?.() === 0 ? words : ['sudo', '-n', ...words];
  return (await execa(program, argv, { reject: false })).stdout;
};

interface Member {
  readonly pid: string;
  /** `machine-one/payload/init.scope systemd 1`: its group within the lab's, its program, and which of several. */
  readonly name: string;
}

/** All processes of a lab. */
const membersOf = async (id: string): Promise<readonly Member[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const seen = new Map<string, number>();
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [groups, program] = await Promise.all(
        ['cgroup', 'comm'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      const group = new RegExp(`bancada-${id}(?:\\.slice)?/(\\S+)`).exec(groups ?? '')?.[1];
      return group === undefined ? [] : [{ pid, group, program: (program ?? '').trim() }];
    }),
  );
  return found.flat().map(({ pid, group, program }) => {
    const key = `${group.replace(/^bancada-\w+-(.*)\.scope/, '$1')} ${program}`;
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return { pid, name: `${key} ${String(nth)}` };
  });
};

/** Process 1 of the lab's only machine, the shell beside it, and what holds the switch: whose namespaces are looked into. */
const holders = {
  machine: /^machine-one\S* systemd 1$/,
  supervisor: /^machine-one\S* sh 1$/,
  switch: /^switch sleep 1$/,
};
type Holder = keyof typeof holders;

const pidOf = async (id: string, holder: Holder): Promise<string | undefined> =>
  (await membersOf(id)).find(({ name }) => holders[holder].test(name))?.pid;

const inside = async (
  id: string,
  holder: Holder,
  kind: 'mount' | 'net',
  ...words: readonly string[]
): Promise<string> => {
  const pid = await pidOf(id, holder);
  return pid === undefined ? '' : asRoot('nsenter', `--target=${pid}`, `--${kind}`, '--', ...words);
};

const processes = async (id: string): Promise<readonly Misfortune[]> =>
  (await membersOf(id)).map(({ name }) => ({
    kind: 'process',
    what: `kill -9 of ${name}`,
    happen: async (project) => {
      const pid = (await membersOf(await project.id())).find((each) => each.name === name)?.pid;
      if (pid === undefined) return false;
      await asRoot('kill', '-9', pid);
      return true;
    },
  }));

/** Only what the lab has mounted: the kernel's own file systems come with every namespace. */
const mountsOf = async (id: string, holder: Holder): Promise<readonly string[]> =>
  (await inside(id, holder, 'mount', 'findmnt', '--raw', '--noheadings', '--output', 'TARGET'))
    .split('\n')
    .filter((target) => /^\/run(\/|$)/.test(target));

const mounts = async (id: string): Promise<readonly Misfortune[]> => {
  const each = await Promise.all(
    (['supervisor', 'machine'] as const).map(async (holder) =>
      // What lies below another one would go with it, and be missed.
      (await mountsOf(id, holder)).toReversed().map((target): Misfortune => ({
        kind: 'mount',
        what: `umount of ${target} of the ${holder}`,
        happen: async (project) => {
          const there = await mountsOf(await project.id(), holder);
          await inside(await project.id(), holder, 'mount', 'umount', '--lazy', target);
          return there.includes(target);
        },
      })),
    ),
  );
  return each.flat();
};

const devicesOf = async (id: string, holder: Holder): Promise<readonly string[]> =>
  (await inside(id, holder, 'net', 'ip', '-brief', 'link'))
    .split('\n')
    .flatMap((line) => /^[^ @]+/.exec(line)?.[0] ?? [])
    .filter((name) => name !== 'lo');

const devices = async (id: string): Promise<readonly Misfortune[]> => {
  const each = await Promise.all(
    (['switch', 'machine'] as const).map(async (holder) =>
      (await devicesOf(id, holder)).map((device): Misfortune => ({
        kind: 'device',
        what: `network device ${device} of the ${holder} removed`,
        happen: async (project) => {
          const there = await devicesOf(await project.id(), holder);
          await inside(await project.id(), holder, 'net', 'ip', 'link', 'delete', device);
          return there.includes(device);
        },
      })),
    ),
  );
  return each.flat();
};

/** Where a lab's files lie, its id left out. */
const places = (id: string, { labFolder, standing: { directory } }: LabPlace) => ({
  'lab folder': labFolder,
  registry: join(directory, 'state/bancada/labs'),
  running: join('/run/bancada', id),
  kept: join('/var/lib/bancada/labs', id),
});
type Place = keyof ReturnType<typeof places>;

/** What somebody may do to a file. @returns its new content; `undefined`: it is removed */
const damages: Readonly<Record<string, (text: string) => string | undefined>> = {
  gone: () => undefined,
  'cut short': (text) => text.slice(0, text.length / 2),
  empty: () => '',
};

const overwrite = async (path: string, content: string | undefined): Promise<boolean> => {
  const there = await lstat(path).catch(() => undefined);
  if (there === undefined) return false;
  if (content === undefined) await rm(path);
  else await writeFile(path, content);
  return true;
};

/** A file of any lab, by the place it lies in. The registry's own are called by their lab's id. */
const fileMisfortunes = (place: Place, name: string, text: string | undefined): readonly Misfortune[] => {
  const pathIn = (id: string, project: LabPlace): string => join(places(id, project)[place], name.replace('<id>', id));
  const harms = Object.entries(damages).filter(([how]) => how === 'gone' || text !== undefined);
  return [
    ...harms.map(([how, damage]): Misfortune => ({
      kind: 'file',
      what: `${name} of the ${place} ${how}`,
      happen: async (project) => {
        const path = pathIn(await project.id(), project);
        return overwrite(path, damage(text === undefined ? '' : await readFile(path, 'utf8').catch(() => '')));
      },
    })),
    ...(text?.includes('"version": 1') === true
      ? [
          {
            kind: 'file',
            what: `${name} of the ${place} of a newer version`,
            newer: pathIn,
            happen: async (project) => {
              const path = pathIn(await project.id(), project);
              return overwrite(path, (await readFile(path, 'utf8')).replace('"version": 1', '"version": 99'));
            },
          } satisfies Misfortune,
        ]
      : []),
  ];
};

/** Of all places, or of `only` these. */
const files = async (id: string, project: LabPlace, only?: readonly Place[]): Promise<readonly Misfortune[]> => {
  const chosen = Object.entries(places(id, project)).filter(([place]) => only?.includes(place as Place) ?? true);
  const each = await Promise.all(
    chosen.map(async ([place, folder]) => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      // The disk is the lab's data, and nobody has another one.
      const meant = entries.filter((entry) => (entry.isFile() || entry.isSocket()) && entry.name !== 'disk.ext4');
      return Promise.all(
        meant.map(async (entry) => {
          const path = join(entry.parentPath, entry.name);
          const text = entry.isFile() ? await readFile(path, 'utf8') : undefined;
          return fileMisfortunes(place as Place, relative(folder, path).replace(id, '<id>'), text);
        }),
      );
    }),
  );
  return each.flat(2);
};

const folders = (): readonly Misfortune[] =>
  (
    [
      ['.bancada', ({ labFolder }) => [join(labFolder, '..')]],
      ['secrets/', ({ labFolder }) => [join(labFolder, 'secrets')]],
      ['registry', ({ standing: { directory } }) => [join(directory, 'state')]],
      [
        '.bancada and registry',
        ({ labFolder, standing }) => [join(labFolder, '..'), join(standing.directory, 'state')],
      ],
      ['/run/bancada/ID', (_, id) => [join('/run/bancada', id)]],
      ['/run/bancada/ID/machines/one', (_, id) => [join('/run/bancada', id, 'machines/one')]],
    ] as readonly (readonly [string, (project: LabPlace, id: string) => readonly string[]])[]
  ).map(([name, pathsOf]) => ({
    kind: 'folder',
    what: `folder ${name} gone`,
    happen: async (project) => {
      await asRoot('rm', '-rf', ...pathsOf(project, await project.id()));
      return true;
    },
  }));

/** All there are, found in a lab that is up. */
export const misfortunesOf = async (project: SmallProject): Promise<readonly Misfortune[]> => {
  const id = await project.id();
  return [...(await Promise.all([processes(id), mounts(id), devices(id), files(id, project)])).flat(), ...folders()];
};

/** Those of what the tool itself has written down of a lab, wherever its machines are: all but its secrets. */
export const recordMisfortunesOf = async (project: LabPlace): Promise<readonly Misfortune[]> =>
  (await files(await project.id(), project, ['lab folder', 'registry'])).filter(
    ({ what }) => !what.startsWith('secrets/'),
  );
