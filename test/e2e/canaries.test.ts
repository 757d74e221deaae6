import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { bancadaAt, type Said } from '../support/bancada.ts';
import { agreedOn, cloudProject, type CloudProject } from '../support/ec2/project.ts';
import { existingHosts, hostsFile, type ExistingHosts } from '../support/existing-hosts.ts';
import { watchProcesses } from '../support/process-watch.ts';
import { exhaustive, figures } from '../support/seed.ts';
import { far, pair } from '../support/small-labs.ts';
import { smallProject } from '../support/small-project.ts';
import { secretLinesIn } from '../support/secret-lines.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { unpacked } from '../support/unpacked.ts';
import { vmProject, type VmProject } from '../support/virtualbox/project.ts';

const topology = pair.replace('bancada: 1\nname: pair', '');

/** Every file in a folder and below, but disks: as text, by its path. */
const textsBelow = async (folder: string, leftOut: RegExp): Promise<readonly (readonly [string, string])[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const meant = paths.filter((path) => !leftOut.test(path));
  return Promise.all(meant.map(async (path) => [path, await readFile(path, 'utf8')] as const));
};

/** Where the lab stands, what `up` is told for that, and what more lies there of it than everywhere. */
interface Place {
  readonly target: string;
  readonly words: readonly string[];
  readonly project: () => Promise<Begun>;
  readonly more: (project: Begun, id: string) => Promise<readonly (readonly [string, string])[]>;
}
/** A project with a lab, and what else stands behind it: the stand-in for EC2, or the computers that were there. */
type Begun = Pick<VmProject, 'standing' | 'labFolder' | 'bancada'> & {
  readonly aws?: CloudProject['aws'];
  readonly room?: ExistingHosts;
};

const places: readonly Place[] = [
  {
    target: 'local',
    words: ['--on', 'local'],
    project: () => smallProject('pair', topology),
    more: async (_project, id) => [
      ...(await textsBelow(join('/run/bancada', id), /^$/)),
      ...(await textsBelow(join('/var/lib/bancada/labs', id), /disk\.ext4/)),
    ],
  },
  {
    target: 'vms',
    words: ['--on', 'vms'],
    project: async () => {
      const project = await vmProject('pair', pair);
      onTestFinished(() => project[Symbol.asyncDispose]());
      return project;
    },
    // What Vagrant and VirtualBox keep of it, and all consoles.
    more: async ({ standing: { directory } }) => [
      ...(await textsBelow(join(directory, '.vagrant'), /^$/)),
      ...(await textsBelow(dirname(directory), /\/(disks(\.ext4)?|debian(\.box)?|project \[1\])(\/|$)/)),
    ],
  },
  {
    target: 'EC2',
    words: agreedOn('aws'),
    project: async () => {
      const project = await cloudProject('far', far);
      onTestFinished(() => project[Symbol.asyncDispose]());
      onTestFinished(async () => {
        await project.bancada('destroy', '--yes');
      });
      return project;
    },
    // What the cloud was told: tags, user data, keys, security groups.
    more: ({ aws }) => Promise.resolve([['the account', JSON.stringify(aws?.world)]]),
  },
  {
    target: 'ssh',
    words: ['--on', 'ssh'],
    project: async () => {
      const room = await existingHosts(['lb', 'db']);
      const directory = await temporaryFolder();
      onTestFinished(async () => {
        await room[Symbol.asyncDispose]();
        await rm(room.folder, { recursive: true, force: true });
      });
      await mkdir(join(directory, 'topology'));
      await writeFile(join(directory, 'topology/pair.yaml'), pair);
      await writeFile(join(directory, 'hosts.yaml'), hostsFile(room.hosts, { withKeys: true }));
      const environment = { XDG_STATE_HOME: join(directory, 'state') };
      const standing = { directory, environment, through: room.through };
      return {
        ...{ room, standing, labFolder: join(directory, '.bancada/pair') },
        bancada: (verb, ...words) => bancadaAt(standing, verb, 'pair', ...words),
      };
    },
    // What the computers keep of how they were before, so that it can be put back.
    more: async ({ room }) =>
      Promise.all(
        ['lb', 'db'].map(async (name) => {
          const kept = await room?.session(name).run(['grep', '-rh', '', '/var/lib/bancada']);
          expect(kept?.stdout).toContain('"owner"');
          return [`what ${name} keeps`, kept?.stdout ?? ''] as const;
        }),
      ),
  },
];

const title =
  'what is secret of a lab is in no process list, output, report, bundle, journal or state, from up to destroy';
test.skipIf(!exhaustive).each(places)(
  `${title}, on $target${exhaustive ? '' : ' (NOT CHECKED: exhaustive, runs with --all)'}`,
  async ({ words, project: begin, more }) => {
    using watch = watchProcesses();
    const project = await begin();
    const files = await temporaryFolder();
    const said = new Map<string, string>();
    const note = (name: string, { stdout, stderr }: Said): void => void said.set(name, stdout + stderr);

    note('up', await project.bancada('up', ...words, '--json', '-v'));
    const secrets = await secretLinesIn(project.labFolder);
    expect(secrets.length).toBeGreaterThan(15);
    const { id } = JSON.parse(await readFile(join(project.labFolder, 'lab.json'), 'utf8')) as { readonly id: string };
    for (const [name, ...rest] of [
      ['check', '--junit', join(files, 'junit.xml'), '-v'],
      ['check', '--markdown'],
      ['status', '--json'],
      ['bundle', '-o', join(files, 'bundle.tar.gz')],
      ['exec', '-m', 'db', '--', 'systemctl', 'stop', 'mariadb'],
      ['check', '--timeout', '1s', '-v'],
      ['up', '--timeout', '20s', '-v'],
      ['exec', '--all', '--', 'journalctl', '--no-pager'],
      ['exec', '--all', '--', 'ps', 'axww', '-o', 'args'],
    ] as const)
      note(`${name} ${rest.join(' ')}`, await project.bancada(name, ...rest));
    for (const [path, text] of [
      ...(await textsBelow(files, /bundle/)),
      ...(await textsBelow(project.labFolder, /\/secrets\//)),
      ...(await textsBelow(join(project.standing.directory, 'state'), /^$/)),
      ...(await more(project, id)),
      ...Object.entries(await unpacked(join(files, 'bundle.tar.gz'))),
    ])
      said.set(path, text);
    note('destroy', await project.bancada('destroy', '--yes', '-v'));

    // Where one is told, it is found: this one is.
    const [canary = ''] = secrets;
    const told = spawn('sh', ['-c', 'sleep 0.5', 'sh', canary]);
    await Promise.all([once(told, 'exit'), pause(500)]);
    expect([...watch.words].filter((words) => words.includes(canary))).toEqual([`sh -c sleep 0.5 sh ${canary} `]);

    expect([...watch.words].filter((words) => words.includes('systemd-nspawn')).length).toBeGreaterThan(0);
    const isOurs = (words: string): boolean => words.startsWith('sh -c sleep 0.5 sh ');
    const looked: readonly (readonly [string, string])[] = [
      ...said,
      ...[...watch.words].filter((words) => !isOurs(words)).map((words) => ['command line', words] as const),
      ...[...watch.environments].map((text) => ['environment', text] as const),
    ];
    figures(`${String(secrets.length)} secrets looked for in ${String(looked.length)} texts and command lines`);
    const leaks = looked.filter(([, text]) => secrets.some((secret) => text.includes(secret))).map(([where]) => where);
    expect(leaks).toEqual([]);
  },
  600_000,
);
