import type { Direction } from '../model/links.ts';
import type { Sentence } from '../model/sentence.ts';
import { dim, name, say, strong, type Look } from '../report/line.ts';
import * as text from '../text/tui.ts';
import type { Order } from './orders.ts';
import { chosenMachine, servicesOf, type Choice, type Overlay, type UiState } from './state.ts';

type Menu = Extract<Overlay, { kind: 'menu' }>;

const menu = (title: Sentence, choices: readonly Choice[], look: Look): Menu => ({
  kind: 'menu',
  title: [strong(say(title, look))],
  choices,
  cursor: 0,
});

/** What can be stopped, started or restarted on the chosen machine: its services, then itself. */
export const deedMenu = (deed: 'start' | 'stop' | 'restart', state: UiState, look: Look): Menu | undefined => {
  const machine = chosenMachine(state);
  if (machine === undefined) return undefined;
  const order = (what: string): Order => ({ do: deed, name: what });
  const services = servicesOf(state, machine).map((id): Choice => ({ line: [name(id)], order: order(id) }));
  const whole: Choice = { line: [name(machine), dim(`  ${say(text.wholeMachine, look)}`)], order: order(machine) };
  return menu(text.menus[deed], [...services, whole], look);
};

/** Whose journal can be followed. */
export const logsMenu = (state: UiState, look: Look): Menu | undefined => {
  const machine = chosenMachine(state);
  if (machine === undefined) return undefined;
  const order = (what: string): Order => ({ do: 'logs', name: what });
  const services = servicesOf(state, machine).map((id): Choice => ({ line: [name(id)], order: order(id) }));
  return menu(
    text.menus.logs,
    [
      { line: [name(machine), dim(`  ${say(text.wholeMachine, look)}`)], order: order(machine) },
      ...services,
      { line: [say(text.allMachines, look)], order: order('') },
    ],
    look,
  );
};

/** Ways to change a link, and the numbers behind their names. */
const linkChanges = {
  down: { down: true },
  slow: { rateBps: 1e6 },
  lossy: { loss: 0.2 },
  reset: 'reset',
} as const satisfies Readonly<Record<string, Direction | 'reset'>>;

/** What can be done to the links of the chosen machine. Those of tunnels have none of their own. */
export const linkMenu = (state: UiState, look: Look): Menu | undefined => {
  const chosen = chosenMachine(state);
  const machine = state.blueprint.machines.find((each) => each.name === chosen);
  if (machine === undefined) return undefined;
  const networks = machine.interfaces.filter(({ mac }) => mac !== undefined).map(({ network }) => network);
  const ways = Object.keys(linkChanges) as readonly (keyof typeof linkChanges)[];
  const choices = networks.flatMap((network) =>
    ways.map((way): Choice => ({
      line: [name(machine.name), ` ${network}  `, say(text.linkDeeds[way], look)],
      order: { do: 'link', machine: machine.name, network, change: linkChanges[way] },
    })),
  );
  return menu(text.menus.link, choices, look);
};
