import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Operation, UnitVerb } from '../src/kit/operation.ts';
import type { Question } from '../src/kit/question.ts';
import type { Facts } from '../src/kit/question.ts';
import { Secret } from '../src/model/secret.ts';
import type { Stage } from '../src/ports/stage.ts';
import { resourcesOf } from '../src/provision/context.ts';
import { withoutRepeats, type Piece } from '../src/provision/piece.ts';
import { openRunning } from '../src/verbs/opened.ts';
import { roleWorld } from '../src/verbs/provisioned.ts';
import { timed, type Run } from './timed.ts';

/*
 * The same desired state as an Ansible playbook, made from the same plan: what `up` would do to an empty machine, as the
 * modules of ansible-core that keep it so: files by copy, folders by file, units by systemd, accounts by user. Packages, and
 * what only its own program can look at, are asked about by command, and never changed: less than a playbook would do.
 * To Ansible's advantage: no facts are gathered, pipelining is on, connections are kept, and no machine waits for another.
 */

/** As a machine answers on which nothing is. */
const nothingThere: Facts = {
  answer: <Q extends Question>({ ask }: Q) =>
    ({
      file: { type: 'absent' },
      unit: { load: 'not-found', active: 'inactive', sub: 'dead', enabled: 'disabled', needsDaemonReload: false },
      command: { code: 1, stdout: '', stderr: '' },
      ...{ tree: {}, packages: {}, user: null, sysctl: null },
    })[ask as string] as never,
};

const plain = (text: string | Secret): string => (text instanceof Secret ? text.reveal() : text);

type Task = Readonly<Record<string, unknown>>;

/** Files that the tasks of a machine copy, by their paths below `files/`. */
type Sources = Map<string, string>;

const access = ({ mode, owner, group }: { readonly mode: string; readonly owner: string; readonly group: string }) => ({
  mode,
  owner,
  group,
});

const taskFor = (operation: Operation, source: string, sources: Sources): Task | undefined => {
  switch (operation.do) {
    case 'write':
      sources.set(source, plain(operation.content));
      return { 'ansible.builtin.copy': { src: source, dest: operation.path, ...access(operation) } };
    case 'directory':
      return { 'ansible.builtin.file': { path: operation.path, state: 'directory', ...access(operation) } };
    default:
      return undefined;
  }
};

/** What a resource comes to tell systemd of each of its units, one after the other: what counts is how that leaves them. */
const unitsOf = (operations: readonly Operation[]): readonly Task[] => {
  const told = operations.flatMap((each) => (each.do === 'systemctl' ? [each] : []));
  return [...new Set(told.map(({ unit }) => unit))].map((unit) => {
    const last = (...verbs: readonly UnitVerb[]): UnitVerb | undefined =>
      told.findLast((each) => each.unit === unit && verbs.includes(each.verb))?.verb;
    const enabling = last('enable', 'disable');
    const running = last('start', 'restart', 'reload', 'stop');
    const enabled = enabling !== undefined && { enabled: enabling === 'enable' };
    const state = running !== undefined && { state: running === 'stop' ? 'stopped' : 'started' };
    return { 'ansible.builtin.systemd': { name: unit, ...enabled, ...state } };
  });
};

/** The module `apt` would need Python's own apt on the machines, which the lab does not; asking dpkg is quicker, too. */
const commandFor = (question: Question): Task | undefined => {
  if (question.ask === 'packages') return { argv: ['dpkg-query', '-W', '--', ...question.names] };
  if (question.ask === 'sysctl') return { argv: ['sysctl', '-n', question.key] };
  if (question.ask !== 'command') return undefined;
  return { argv: question.argv, ...(question.stdin !== undefined && { stdin: plain(question.stdin) }) };
};

const guardsOf = (questions: readonly Question[]): readonly Task[] =>
  questions.flatMap((question): readonly Task[] => {
    if (question.ask === 'user')
      return [{ 'ansible.builtin.user': { name: question.name, state: 'present', create_home: false } }];
    const asked = commandFor(question);
    return asked === undefined ? [] : [{ 'ansible.builtin.command': asked, changed_when: false }];
  });

/** What is written for a moment only, written again later or removed in the end is no part of the state. */
const lasting = (operations: readonly Operation[]): readonly Operation[] =>
  operations.filter(
    (each, index) =>
      each.do !== 'write' ||
      (!each.path.startsWith('/run/') &&
        operations.findLastIndex((other) => 'path' in other && other.path === each.path) === index),
  );

const tasksOf = ({ resource }: Piece, place: string, sources: Sources): readonly Task[] => {
  const { prepare = [], operations = [] } = resource.compare(nothingThere) ?? {};
  const all = [...prepare, ...operations];
  const made = lasting(all).flatMap((each, index): readonly Task[] => {
    const task = taskFor(each, `${place}-${String(index)}`, sources);
    return task === undefined ? [] : [task];
  });
  const tasks = [...guardsOf(resource.questions), ...made, ...unitsOf(all)];
  return tasks.map((task) => ({ name: resource.id, ...task }));
};

const stage: Stage = { emit: () => {}, consent: () => Promise.resolve(false), signal: new AbortController().signal };

const configuration = `[defaults]
home = %(place)s/home
forks = 50
gathering = explicit
host_key_checking = True
[ssh_connection]
pipelining = True
ssh_args = -o ControlMaster=auto -o ControlPersist=60s
control_path_dir = %(place)s/cp
`;

/** Writes the playbook for a lab that is up into a folder of the project. @returns how many tasks it has in all */
export const writePlaybook = async (project: string, lab: string, place: string): Promise<number> => {
  const opened = await openRunning({ lab }, { project, directory: project, stage });
  const world = await roleWorld(opened);
  const sources: Sources = new Map();
  let count = 0;
  await mkdir(join(place, 'tasks'), { recursive: true, mode: 0o700 });
  for (const machine of opened.blueprint.machines) {
    const pieces = withoutRepeats(machine.name, resourcesOf(world, machine));
    const tasks = pieces.flatMap((piece, index) => tasksOf(piece, `${machine.name}/${String(index)}`, sources));
    count += tasks.length;
    await writeFile(join(place, 'tasks', `${machine.name}.yml`), JSON.stringify(tasks, undefined, 1));
  }
  for (const [path, content] of sources) {
    await mkdir(dirname(join(place, 'files', path)), { recursive: true });
    await writeFile(join(place, 'files', path), content, { mode: 0o600 });
  }
  const reached = `ansible_ssh_common_args='-F ${opened.identity.folder}/ssh_config'`;
  const hosts = opened.blueprint.machines.map(
    ({ name }) => `${name} ${reached} ansible_python_interpreter=/usr/bin/python3`,
  );
  await writeFile(join(place, 'hosts.ini'), `${hosts.join('\n')}\n`);
  await writeFile(join(place, 'ansible.cfg'), configuration.replaceAll('%(place)s', place));
  const play = {
    ...{ hosts: 'all', gather_facts: false, strategy: 'free' },
    tasks: [{ 'ansible.builtin.include_tasks': 'tasks/{{ inventory_hostname }}.yml' }],
  };
  await writeFile(join(place, 'playbook.yml'), JSON.stringify([play], undefined, 1));
  return count;
};

/** Tasks that did not find what they wanted, machine by machine, as the run has told of them; and its last lines. */
const foundToDo = (stdout: string): string => {
  const found = stdout.split(/^(?=TASK )/m).filter((told) => /^(changed|failed|fatal): /m.test(told));
  return [...found, stdout.slice(stdout.indexOf('PLAY RECAP'))].join('').slice(0, 5000);
};

/** Runs it where nothing is to be done. @throws Error where it would change something: then it is not the same state */
export const playNothing = async (place: string): Promise<Run> => {
  const run = await timed(place, ['ansible-playbook', '-i', 'hosts.ini', 'playbook.yml']);
  const recap = [...run.stdout.matchAll(/^\w+ +: ok=\d+ +changed=(\d+) +unreachable=(\d+) +failed=(\d+)/gm)];
  if (recap.length === 0 || recap.some(([, ...counts]) => counts.some((each) => each !== '0')))
    throw new Error(`the playbook found something to do:\n${foundToDo(run.stdout)}`);
  return run;
};
