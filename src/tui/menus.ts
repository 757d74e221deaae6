import type { Consent } from '../model/event.ts';
import type { PossibleFault } from '../model/fault.ts';
import type { Sentence } from '../model/sentence.ts';
import { dim, good, name, say, strong, type Look } from '../report/line.ts';
import * as text from '../text/tui.ts';
import { linkWays, waysToSteer, type Order } from './orders.ts';
import { chosenMachine, servicesOf, type Choice, type Overlay, type UiState } from './state.ts';

type Menu = Extract<Overlay, { kind: 'menu' }>;

const menu = (title: Sentence, choices: readonly Choice[], look: Look): Menu => ({
  kind: 'menu',
  title: [strong(say(title, look))],
  details: [],
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

/** What can be done to the links of the chosen machine. Those of tunnels have none of their own. */
export const linkMenu = (state: UiState, look: Look): Menu | undefined => {
  const chosen = chosenMachine(state);
  const machine = state.blueprint.machines.find((each) => each.name === chosen);
  if (machine === undefined) return undefined;
  const networks = machine.interfaces.filter(({ mac }) => mac !== undefined).map(({ network }) => network);
  const choices = networks.flatMap((network) =>
    linkWays.map((way): Choice => ({
      line: [name(machine.name), ` ${network}  `, say(text.linkWays[way], look)],
      order: { do: 'link', machine: machine.name, network, way },
    })),
  );
  return menu(text.menus.link, choices, look);
};

/** What can be chosen of the services, the balancing of requests above all; what is now is marked. */
export const settingsMenu = ({ settings }: UiState, look: Look): Menu | undefined => {
  const choices = settings.flatMap(({ service, key, value, words }) =>
    words.map((each): Choice => ({
      line: [name(service), ` ${key}  `, each, ...(each === value ? [good(`  ${say(text.now, look)}`)] : [])],
      order: { do: 'set', service, key, value: each, before: value },
    })),
  );
  return choices.length === 0 ? undefined : menu(text.menus.settings, choices, look);
};

/** A question, with what exactly would be done above the answers. No answer is no. */
export const questionMenu = ({ question, details }: Consent, look: Look): Menu => ({
  ...menu(
    question,
    [
      { line: [say(text.answers.no, look)], order: { do: 'answer', yes: false } },
      { line: [say(text.answers.yes, look)], order: { do: 'answer', yes: true } },
    ],
    look,
  ),
  details: details.map((detail) => [typeof detail === 'string' ? detail : say(detail, look)]),
  otherwise: { do: 'answer', yes: false },
});

/** Demos that can be played. */
export const scenariosMenu = (names: readonly string[], look: Look): Menu =>
  menu(
    text.menus.scenarios,
    names.map((each) => ({ line: [name(each)], order: { do: 'play', name: each } })),
    look,
  );

/** What can be done with the demo that plays. */
export const steeringMenu = (look: Look): Menu =>
  menu(
    text.menus.steering,
    waysToSteer.map((how) => ({ line: [say(text.steering[how], look)], order: { do: 'steer', how } })),
    look,
  );

/** What a machine can suffer. */
export const faultsMenu = (faults: readonly PossibleFault[], look: Look): Menu =>
  menu(
    text.menus.faults,
    faults.map(({ name: fault, target, title }) => ({
      line: [name(fault), ` ${target}`, dim(`  ${say(title, look)}`)],
      order: { do: 'inject', name: fault, target },
    })),
    look,
  );
