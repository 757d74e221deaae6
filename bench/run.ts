// npm run bench [-- [sim|ui|live|vms] ROUNDS]: how fast Bancada is on this computer, as whole processes, and where the time
// goes; with `sim` how fast the simulator is, with `ui` what the terminal interface costs, which need no lab; with
// `live` what watching a lab costs; with `vms` a lab on VMs, by a stand-in for VirtualBox. Ends with exit code 1 if a figure
// is over its limit (`!`), with 3 if one could not be measured (`?`).
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../src/ports/files.ts';
import type { StatusResult } from '../src/verbs/results.ts';
import { destroyed, LabLeft } from './cleared.ts';
import { heedInterrupts, interrupted } from './interrupts.ts';
import { notMeasured, show } from './shown.ts';
import { median, medianOf, timed, type Run } from './timed.ts';

const argv = process.argv.slice(2);
const parts = ['sim', 'ui', 'live', 'vms'] as const;
const part = parts.find((each) => each === argv[0]) ?? 'labs';
const rounds = Number(argv[part === 'labs' ? 0 : 1] ?? 5);
const root = packageRoot();
const bancada = join(root, 'bancada');

/** A project of its own: labs of the same name that the user has are left alone. */
const makeProject = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'bancada-bench-'));
  await mkdir(join(folder, 'topology'));
  const survey = await readFile(join(root, 'topology', 'survey.yaml'), 'utf8');
  await writeFile(join(folder, 'topology', 'survey.yaml'), survey);
  const boxed = survey.replace('name: survey', 'name: boxed').replace('role: nginx,', 'role: nginx, runtime: docker,');
  await writeFile(join(folder, 'topology', 'boxed.yaml'), boxed);
  for (const lab of ['idle', 'fifty'])
    await cp(join(root, 'bench', `${lab}.yaml`), join(folder, 'topology', `${lab}.yaml`));
  return folder;
};

/** Whatever came before: no lab of ours stays. @throws LabLeft */
const clear = async (folder: string, labs: readonly string[]): Promise<void> => {
  for (const lab of labs) await destroyed(folder, lab);
  await rm(folder, { recursive: true });
};

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

const showPhases = ({ phases }: Run): void => {
  for (const [phase, { from, to }] of phases) {
    const span = `${(from / 1000).toFixed(2)} … ${seconds(to)}`;
    console.log(`      ${phase.padEnd(12)} ${span}`);
  }
};

const showTime = (name: string, runs: readonly Run[], limit: number): void => {
  const middle = median(runs);
  show(name, seconds(middle.milliseconds), seconds(limit), middle.milliseconds <= limit);
  showPhases(middle);
};

/** By turns, so that both meet the same moods of the computer. */
const measureStart = async (folder: string): Promise<void> => {
  const bare: Run[] = [];
  const validate: Run[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await timed(folder, ['node', '-e', '0']));
    validate.push(await timed(folder, [bancada, 'validate', 'survey']));
  }
  const ratio = median(validate).milliseconds / median(bare).milliseconds;
  show('validate, as a multiple of node -e 0', ratio.toFixed(2), '3', ratio <= 3);
};

const measureLab = async (folder: string): Promise<void> => {
  const up: Run[] = [];
  const again: Run[] = [];
  const destroy: Run[] = [];
  const boxed: Run[] = [];
  for (let round = 0; round < rounds; round += 1) {
    up.push(await timed(folder, [bancada, 'up', 'survey', '--json']));
    again.push(await timed(folder, [bancada, 'up', 'survey', '--no-check', '--json']));
    destroy.push(await timed(folder, [bancada, 'destroy', 'survey', '--yes', '--json']));
    boxed.push(await timed(folder, [bancada, 'up', 'boxed', '--json']));
    await timed(folder, [bancada, 'destroy', 'boxed', '--yes']);
  }
  showTime('up survey, to the last green check', up, 6000);
  showTime('up survey --no-check, nothing to change', again, 800);
  showTime('destroy survey', destroy, 1000);
  const middle = median(boxed);
  // Why `survey.yaml` has no container.
  console.log(`  ${'up with nginx as a container'.padEnd(44)} ${seconds(middle.milliseconds).padStart(10)}`);
  showPhases(middle);
};

/** Once: it takes long, and the network has its share in it. */
const measureCold = async (folder: string): Promise<void> => {
  const name = 'up survey where no image is';
  if (process.getuid?.() !== 0) {
    notMeasured(name, 'it takes root to hide the images');
    return;
  }
  const { coldUp } = await import('./cold.ts');
  const { run, built } = await coldUp(folder, bancada, 'survey');
  showTime(name, [run], 180_000);
  console.log(`      ${built}`);
};

/** By turns with ours, on the same machines. */
const measureAnsible = async (folder: string): Promise<void> => {
  const name = 'the same by ansible-playbook, nothing to change';
  if ((await execa('ansible-playbook', ['--version'], { reject: false })).exitCode !== 0) {
    notMeasured(name, 'ansible-core is not installed: apt-get install ansible-core');
    return;
  }
  const { playNothing, writePlaybook } = await import('./ansible.ts');
  const place = join(folder, 'ansible');
  await timed(folder, [bancada, 'up', 'survey', '--no-check']);
  const tasks = await writePlaybook(folder, 'survey', place);
  const [ours, ansible]: [Run[], Run[]] = [[], []];
  for (let round = 0; round < Math.min(rounds, 3); round += 1) {
    ansible.push(await playNothing(place));
    ours.push(await timed(folder, [bancada, 'up', 'survey', '--no-check', '--json']));
  }
  await timed(folder, [bancada, 'destroy', 'survey', '--yes']);
  const [one, other] = [median(ours).milliseconds, median(ansible).milliseconds];
  console.log(`  ${name.padEnd(44)} ${seconds(other).padStart(10)}   ${String(tasks)} tasks`);
  show('  the share of it that ours takes', `${((100 * one) / other).toFixed(1)} %`, '5.0 %', one <= other / 20);
};

/** Until the last of them has answered its first question by SSH; what is set up on them then comes besides. */
const measureFifty = async (folder: string): Promise<void> => {
  const runs: Run[] = [];
  for (let round = 0; round < Math.min(rounds, 3); round += 1) {
    // So many need more of a limit of the kernel than it has by itself.
    runs.push(await timed(folder, [bancada, 'up', 'fifty', '--no-check', '--setup', '--json']));
    await timed(folder, [bancada, 'destroy', 'fifty', '--yes']);
  }
  const reached = medianOf(
    runs.map(({ answered }) => (answered.size === 50 ? Math.max(...answered.values()) : Infinity)),
  );
  show('50 plain machines, until each answers by SSH', seconds(reached), seconds(8000), reached <= 8000);
  showPhases(median(runs));
};

const measureMemory = async (folder: string): Promise<void> => {
  await timed(folder, [bancada, 'up', 'idle', '--no-check']);
  await pause(10_000, undefined, { signal: interrupted }); // what only starts up has gone by then
  const { stdout } = await timed(folder, [bancada, 'status', 'idle', '--json']);
  await timed(folder, [bancada, 'destroy', 'idle', '--yes']);
  const [plain] = (JSON.parse(stdout) as StatusResult).machines;
  const bytes = plain?.machine.state === 'running' ? plain.machine.memoryBytes : undefined;
  const name = 'memory of an idle plain machine';
  if (bytes === undefined) notMeasured(name, 'status does not tell it');
  else show(name, `${(bytes / 1e6).toFixed(1)} MB`, '25 MB', bytes <= 25e6);
};

const measureUi = async (): Promise<void> => {
  const { measureFrames } = await import('./ui.ts');
  for (const machines of [5, 50]) {
    const { median: middle, p99, bytes, growth } = await measureFrames(machines, 1500);
    const name = `a frame of the terminal interface, ${String(machines)} machines`;
    show(name, `${middle.toFixed(1)} ms`, '30 ms', middle <= 30);
    show('  of a hundred the slowest', `${p99.toFixed(1)} ms`, '30 ms', p99 <= 30);
    show('  bytes sent to the terminal', String(Math.round(bytes)), '20000', bytes <= 20_000);
    show('  memory grown over a thousand frames', `${(growth / 1e6).toFixed(1)} MB`, '5 MB', growth <= 5e6);
  }
};

/** `limit`: of one core. */
const measureIdle = async (folder: string, lab: string, limit: number): Promise<void> => {
  const { idleShare } = await import('./live.ts');
  const share = await idleShare(folder, lab);
  const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
  show(`the interface on the idle lab ${lab}`, percent(share), `${percent(limit)} of a core`, share <= limit);
};

const measureLive = async (): Promise<void> => {
  const { latencies } = await import('./live.ts');
  using _ = heedInterrupts();
  const folder = await makeProject();
  try {
    await timed(folder, [bancada, 'up', 'survey', '--no-check']);
    await measureIdle(folder, 'survey', 0.03);
    const pairs = await latencies(folder, 'survey', rounds);
    for (const { without, watched } of pairs)
      console.log(`  latency p50 without it ${without.toFixed(2)} ms, with it ${watched.toFixed(2)} ms`);
    const middle = (of: 'without' | 'watched'): number => medianOf(pairs.map((pair) => pair[of]));
    const more = middle('watched') - middle('without');
    // Noise: how far the rounds without it lie apart.
    const noise = Math.max(...pairs.map(({ without }) => without)) - Math.min(...pairs.map(({ without }) => without));
    show(
      '  by which it is more with it, of the medians',
      `${more.toFixed(2)} ms`,
      `${noise.toFixed(2)} ms (noise)`,
      more <= noise,
    );
    await timed(folder, [bancada, 'destroy', 'survey', '--yes']);
    // So many need more of a limit of the kernel than it has by itself.
    await timed(folder, [bancada, 'up', 'fifty', '--no-check', '--setup']);
    await measureIdle(folder, 'fifty', 0.1);
  } finally {
    await clear(folder, ['survey', 'fifty']);
  }
};

const measureLabs = async (): Promise<void> => {
  using _ = heedInterrupts();
  const folder = await makeProject();
  try {
    // Neither building the bundle nor, but for the last figure, the images is measured.
    for (const lab of ['survey', 'boxed']) {
      await timed(folder, [bancada, 'up', lab, '--no-check', '--setup']);
      await timed(folder, [bancada, 'destroy', lab, '--yes']);
    }
    await measureStart(folder);
    await measureLab(folder);
    await measureAnsible(folder);
    await measureFifty(folder);
    await measureMemory(folder);
    await measureCold(folder);
  } finally {
    await clear(folder, ['survey', 'boxed', 'idle', 'fifty']);
  }
};

const measure = async (): Promise<void> => {
  if (part === 'labs') {
    await measureLabs();
    await measureUi();
  } else if (part === 'vms') {
    await timed(root, [bancada, '--prepare-only']);
    const { measureVms } = await import('./vms.ts');
    using _ = heedInterrupts();
    await measureVms(rounds);
  } else if (part === 'sim') {
    await timed(root, [bancada, '--prepare-only']);
    const { measureSimulator } = await import('./sim.ts'); // which loads the bundle
    await measureSimulator(rounds);
  } else if (part === 'ui') await measureUi();
  else await measureLive();
};

console.log(
  `medians of ${rounds}, of 3 at most where one takes long, on ${availableParallelism()} cores, node ${process.version}\n`,
);
try {
  await measure();
} catch (error) {
  if (!interrupted.aborted || error instanceof LabLeft) throw error;
  console.error('interrupted; what was brought up is gone');
  process.exitCode = 130;
}
