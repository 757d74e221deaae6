import type { Blueprint } from '../model/blueprint.ts';
import type { LoadSecond } from '../model/load.ts';
import type { Trace } from '../model/trace.ts';
import type { CheckResult } from '../model/verdict.ts';
import { sceneOf, type Scene } from '../report/graph/scene.ts';
import type { Line } from '../report/line.ts';
import { noProgress, type Progress } from '../report/progress.ts';
import type { StatusResult } from '../verbs/results.ts';
import { choicesIn, type Choices, type LabOfRoles } from '../verbs/choices.ts';
import type { History } from './history.ts';
import type { Deed, Order } from './orders.ts';

/** The panels, in the order in which Tab goes through them. */
export const panelIds = ['topology', 'machines', 'balancer', 'services', 'checks', 'events'] as const;
export type PanelId = (typeof panelIds)[number];

/** A line of the log. */
export interface Entry {
  /** Of the wall's clock: `10:42:07`. */
  readonly time: string;
  readonly line: Line;
}

/** What the checks have said. */
export interface Checks {
  readonly running: boolean;
  /** Of the newest run; while it runs, those that have been answered. */
  readonly results: readonly CheckResult[];
  /** When it ended, milliseconds of the state's clock. */
  readonly endedAt?: number;
}

/** The visitors that we send. */
export interface Visitors {
  /** How many requests a second are asked for. */
  readonly perSecond: number;
  readonly running: boolean;
  /** The newest second, while they come. */
  readonly second?: LoadSecond;
}

/** A line of a menu, and what choosing it orders. */
export interface Choice {
  readonly line: Line;
  readonly order: Order;
}

/** What lies over the panels. */
export type Overlay =
  | { readonly kind: 'help'; readonly scroll: number }
  | {
      readonly kind: 'menu';
      readonly title: Line;
      /** What stands above the choices. */
      readonly details: readonly Line[];
      readonly choices: readonly Choice[];
      readonly cursor: number;
      /** What leaving without a choice orders. */
      readonly otherwise?: Order;
    }
  /** `scroll`: how many lines from the first. */
  | { readonly kind: 'trace'; readonly trace: Trace; readonly scroll: number }
  /** `scroll`: how many lines back from the newest. */
  | { readonly kind: 'logs'; readonly name: string; readonly lines: readonly Line[]; readonly scroll: number };

/** Everything that the screen is drawn from. */
export interface UiState {
  readonly blueprint: Blueprint;
  readonly roles: LabOfRoles['roles'];
  /** Who is in the picture of it, and who goes to whom. */
  readonly scene: Scene;
  readonly target: string;
  /** Milliseconds of a clock that never jumps. */
  readonly now: number;
  readonly status?: StatusResult;
  /** When `status` was read. */
  readonly seenAt?: number;
  readonly history: History;
  readonly entries: readonly Entry[];
  readonly progress: Progress;
  readonly checks: Checks;
  readonly visitors: Visitors;
  /** The scenario that plays. */
  readonly playing?: string;
  /** What takes back what was done, the newest last. */
  readonly undos: readonly Deed[];
  /** What can be chosen of the services. */
  readonly settings: readonly Choices[];
  /** Which of the shown machines is chosen. */
  readonly cursor: number;
  readonly filter: string;
  /** Whether the filter is being typed. */
  readonly filtering: boolean;
  readonly panel: PanelId;
  /** Whether the panel has the screen to itself. */
  readonly zoomed: boolean;
  readonly overlay?: Overlay;
}

/** What the state says of a lab that nothing has been seen of. */
export const labShown = (
  { blueprint, roles }: LabOfRoles,
  target: string,
): Pick<UiState, 'blueprint' | 'roles' | 'scene' | 'target' | 'settings'> => ({
  blueprint,
  roles,
  scene: sceneOf(blueprint),
  target,
  settings: choicesIn({ blueprint, roles }),
});

/** A lab of which nothing has been seen yet. */
export const firstState = (lab: LabOfRoles, target: string, now: number): UiState => ({
  ...labShown(lab, target),
  now,
  history: new Map(),
  entries: [],
  progress: noProgress,
  checks: { running: false, results: [] },
  visitors: { perSecond: 20, running: false },
  undos: [],
  cursor: 0,
  filter: '',
  filtering: false,
  panel: 'machines',
  zoomed: false,
});

/** Names of the machines that are shown: those that the filter leaves, by their own names or their services'. */
export const shownMachines = ({ blueprint, filter }: Pick<UiState, 'blueprint' | 'filter'>): readonly string[] =>
  blueprint.machines
    .filter(({ name, services }) => filter === '' || [name, ...services].some((each) => each.includes(filter)))
    .map(({ name }) => name);

/** The machine at the cursor; none where the filter leaves none. */
export const chosenMachine = (state: UiState): string | undefined => {
  const names = shownMachines(state);
  return names[Math.min(state.cursor, names.length - 1)];
};

/** Ids of the services of a machine that are written in the file. */
export const servicesOf = ({ blueprint }: Pick<UiState, 'blueprint'>, machine: string): readonly string[] =>
  blueprint.services.flatMap(({ id, machine: on, implied }) => (on === machine && !implied ? [id] : []));
