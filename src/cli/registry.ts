import type * as text from '../text/cli.ts';
import type { CliVerb } from './verb.ts';

type Name = keyof typeof text.verbs;

/** Each verb's name, and its module, which is loaded only when the verb is used. */
export const verbs: Readonly<Record<Name, () => Promise<CliVerb>>> = {
  list: async () => (await import('./verbs/list.ts')).list,
  show: async () => (await import('./verbs/show.ts')).show,
  graph: async () => (await import('./verbs/graph.ts')).graph,
  validate: async () => (await import('./verbs/validate.ts')).validate,
  new: async () => (await import('./verbs/new.ts')).fresh,
  trust: async () => (await import('./verbs/trust.ts')).trust,
  explain: async () => (await import('./verbs/explain.ts')).explain,
  doctor: async () => (await import('./verbs/doctor.ts')).doctor,
  complete: async () => (await import('./verbs/complete.ts')).complete,
  plan: async () => (await import('./verbs/plan.ts')).plan,
  up: async () => (await import('./verbs/up.ts')).up,
  down: async () => (await import('./verbs/down.ts')).down,
  destroy: async () => (await import('./verbs/destroy.ts')).destroy,
  start: async () => (await import('./verbs/start.ts')).start,
  stop: async () => (await import('./verbs/stop.ts')).stop,
  restart: async () => (await import('./verbs/restart.ts')).restart,
  status: async () => (await import('./verbs/status.ts')).status,
  ui: async () => (await import('./verbs/ui.ts')).ui,
  check: async () => (await import('./verbs/check.ts')).check,
  sim: async () => (await import('./verbs/sim.ts')).sim,
  calibrate: async () => (await import('./verbs/calibrate.ts')).calibrate,
  compare: async () => (await import('./verbs/compare.ts')).compare,
  ssh: async () => (await import('./verbs/ssh.ts')).ssh,
  exec: async () => (await import('./verbs/exec.ts')).exec,
  logs: async () => (await import('./verbs/logs.ts')).logs,
  load: async () => (await import('./verbs/load.ts')).load,
  trace: async () => (await import('./verbs/trace.ts')).trace,
  link: async () => (await import('./verbs/link.ts')).link,
  set: async () => (await import('./verbs/set.ts')).set,
  fault: async () => (await import('./verbs/fault.ts')).fault,
  scenario: async () => (await import('./verbs/scenario.ts')).scenario,
  image: async () => (await import('./verbs/image.ts')).image,
  snapshot: async () => (await import('./verbs/snapshot.ts')).snapshot,
  capture: async () => (await import('./verbs/capture.ts')).capture,
  bundle: async () => (await import('./verbs/bundle.ts')).bundle,
  forward: async () => (await import('./verbs/forward.ts')).forward,
};

/** How the overview arranges the verbs. */
export const groups: readonly { readonly title: keyof typeof text.groups; readonly verbs: readonly Name[] }[] = [
  {
    title: 'look',
    verbs: ['list', 'show', 'graph', 'validate', 'doctor', 'new', 'trust', 'explain', 'complete', 'image'],
  },
  { title: 'run', verbs: ['plan', 'up', 'down', 'destroy', 'start', 'stop', 'restart', 'snapshot'] },
  { title: 'watch', verbs: ['status', 'ui', 'check', 'load', 'trace', 'link', 'set', 'fault', 'scenario'] },
  { title: 'foresee', verbs: ['sim', 'calibrate', 'compare'] },
  { title: 'enter', verbs: ['ssh', 'exec', 'logs', 'forward', 'capture', 'bundle'] },
];

/** Whether there is such a verb. */
export const isVerb = (word: string): word is Name => Object.hasOwn(verbs, word);
