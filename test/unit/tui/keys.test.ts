import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { keyTable } from '../../../src/tui/keys.ts';
import { advance } from '../../../src/tui/occurrences.ts';
import { mending, relinking, stopping } from '../../../src/tui/taking-back.ts';
import type { MachineStatus } from '../../../src/verbs/results.ts';
import { press } from '../../../src/tui/press.ts';
import { chosenMachine, shownMachines, type UiState } from '../../../src/tui/state.ts';
import * as text from '../../../src/text/tui.ts';
import { look } from '../../support/printed.ts';
import { blueprintOf, screenOf, stateAfter, statusOf } from '../../support/ui.ts';

const survey = blueprintOf('survey');
const first = stateAfter(survey, { type: 'seen', status: statusOf(survey) });

const after = (state: UiState, ...names: readonly string[]): UiState =>
  names.reduce((before, name) => press(before, { name, character: name }, look).state, state);
const orderOf = (state: UiState, name: string) => press(state, { name, character: name }, look).order;

test('no two keys are called alike', () => {
  const names = keyTable.flatMap((key) => key.names);
  expect(new Set(names).size).toBe(names.length);
});

const readme = readFileSync('README.md', 'utf8');

test('README has every key, with what it does', () => {
  const rows = keyTable.map(({ shown, what }) => `| \`${shown}\` | ${text.keys[what].en} |`);
  const table = readme.replaceAll(/ +/g, ' ');
  expect(rows.filter((row) => !table.includes(row))).toEqual([]);
});

test('the screen in README is what this interface shows: npm run screen takes it from a real lab', () => {
  const shown = (/```text\n( survey {2}Market[^]*?)\n```/.exec(readme)?.[1] ?? '').split('\n');
  const drawn = screenOf(first, 110, 36);
  // Panels, their titles and places, and the keys; what is in the panels is different each time.
  const frame = (screen: readonly string[]): readonly string[] =>
    screen.flatMap((row, index) => (/^[┌┏└┗]/.test(row) || index === screen.length - 1 ? [row.trimEnd()] : ['']));
  expect(frame(shown)).toEqual(frame(drawn));
});

describe('the machine at the cursor', () => {
  it('moves, and stays within the list', () => {
    expect(chosenMachine(first)).toBe('lb');
    expect(chosenMachine(after(first, 'down'))).toBe('app1');
    expect(chosenMachine(after(first, 'down', 'down', 'down', 'down', 'down'))).toBe('db');
    expect(chosenMachine(after(first, 'up'))).toBe('lb');
  });

  it('is one of those that the filter leaves', () => {
    const filtered = after(first, '/', 'a', 'p', 'p', 'enter');
    expect(shownMachines(filtered)).toEqual(['app1', 'app2']);
    expect(chosenMachine(filtered)).toBe('app1');
    expect(shownMachines(after(filtered, 'escape'))).toHaveLength(4);
  });

  it('is nobody where the filter leaves none, and then nothing is ordered', () => {
    const none = after(first, '/', 'z', 'z', 'enter');
    expect(chosenMachine(none)).toBeUndefined();
    expect(orderOf(none, 's')).toBeUndefined();
    expect(after(none, 'x').overlay).toBeUndefined();
    expect(screenOf(none, 80, 24).join('\n')).toContain('no machine fits the filter');
  });
});

describe('what keys order', () => {
  it('visitors', () => {
    expect(orderOf(first, 'v')).toEqual({ do: 'visitors', perSecond: 20 });
    expect(orderOf(after(first, '+'), 'v')).toEqual({ do: 'visitors', perSecond: 50 });
    const coming = stateAfter(survey, { type: 'visitors', running: true });
    expect(orderOf(coming, 'v')).toEqual({ do: 'visitors' });
    expect(orderOf(coming, '-')).toEqual({ do: 'visitors', perSecond: 10 });
  });

  it('a service is stopped, or the machine', () => {
    const menu = after(first, 'down', 'x');
    expect(screenOf(menu, 80, 24).join('\n')).toContain('stop what?');
    expect(orderOf(menu, 'enter')).toEqual({ do: 'stop', name: 'survey@app1' });
    expect(orderOf(after(menu, 'down'), 'enter')).toEqual({ do: 'stop', name: 'app1' });
    expect(after(menu, 'enter').overlay).toBeUndefined();
    expect(orderOf(menu, 'escape')).toBeUndefined();
  });

  it('a service is restarted, or started; a start is taken back only from what is not at work', () => {
    const on = after(first, 'down');
    expect(orderOf(after(on, 'r'), 'enter')).toEqual({ do: 'restart', name: 'survey@app1' });
    expect(orderOf(after(on, 'r', 'down'), 'enter')).toEqual({ do: 'restart', name: 'app1' });
    expect(orderOf(after(on, 'a'), 'enter')).toEqual({ do: 'start', name: 'survey@app1' });
    expect([stopping(first, 'survey@app1'), stopping(first, 'app1')]).toEqual([undefined, undefined]);
    const whole = statusOf(survey);
    const machines = whole.machines.map(({ machine, services, ...each }): MachineStatus => ({
      ...each,
      machine: machine.name === 'app2' ? { name: 'app2', state: 'stopped' } : machine,
      services: services.map((service) => ({ ...service, state: 'not-ready' })),
    }));
    const still = stateAfter(survey, { type: 'seen', status: { ...whole, machines } });
    expect(stopping(still, 'survey@app1')).toEqual({ do: 'stop', name: 'survey@app1' });
    expect(stopping(still, 'app2')).toEqual({ do: 'stop', name: 'app2' });
  });

  it('a fault is injected, and taken back unless it was at work before', () => {
    expect(orderOf(after(first, 'down'), 'f')).toEqual({ do: 'faults', machine: 'app1' });
    const title = { en: 'slow', pt: 'lento' };
    const slow = { name: 'slow', target: 'survey@app1', machine: 'app1', title, seen: title };
    const offered = stateAfter(survey, { type: 'faults', faults: [{ ...slow, name: 'killed' }, slow] });
    expect(screenOf(offered, 80, 24).join('\n')).toContain('which fault?');
    expect(orderOf(after(offered, 'down'), 'enter')).toEqual({ do: 'inject', name: 'slow', target: 'survey@app1' });
    const injected = { ...slow, since: '2026-01-01T00:00:00Z', whole: true };
    expect(mending({ faults: [injected] })).toEqual({ do: 'mend', name: 'slow', target: 'survey@app1' });
    expect(mending({ faults: [] })).toBeUndefined();
  });

  it('a link goes back to what it was, each direction apart', () => {
    const now = { lab: 'survey', machine: 'lb', network: 'lan', declared: { delayMs: 5 }, changed: true };
    const deed = { do: 'relink', machine: 'lb', network: 'lan' };
    expect(relinking({ ...now, from: { down: true }, to: { delayMs: 5 } })).toEqual({ ...deed, from: { down: true } });
    expect(relinking({ ...now, from: { delayMs: 9 }, to: { loss: 0.1 } })).toEqual({
      ...deed,
      ...{ from: { delayMs: 9 }, to: { loss: 0.1 } },
    });
  });

  it('a link is cut', () => {
    const order = orderOf(after(first, 'n'), 'enter');
    expect(order).toEqual({ do: 'link', machine: 'lb', network: 'lan', way: 'down' });
  });

  it('the balancing is another one, and what it is now is marked', () => {
    const menu = after(first, 'b');
    expect(screenOf(menu, 80, 24).join('\n')).toMatch(/web balance {2}round_robin {2}now/);
    const order = orderOf(after(menu, 'down'), 'enter');
    const chosen = { service: 'web', key: 'balance', value: 'least_conn' } as const;
    expect(order).toEqual({ do: 'set', ...chosen, before: 'round_robin' });
    const other = blueprintOf('survey', (text) => text.replace('round_robin', 'least_conn'));
    const state = stateAfter(
      survey,
      { type: 'seen', status: statusOf(survey) },
      { type: 'watching', blueprint: other, target: 'local' },
    );
    expect(screenOf(after(state, 'b'), 80, 24).join('\n')).toMatch(/least_conn {2}now/);
    expect(screenOf(state, 120, 40).join('\n')).toContain('balancer  web@lb  least_conn');
  });

  it('a demo is chosen and played, then paused, stepped or ended', () => {
    expect(orderOf(first, 'p')).toEqual({ do: 'scenarios' });
    const offered = stateAfter(survey, { type: 'scenarios', names: ['both-down', 'failover'] });
    expect(orderOf(after(offered, 'down'), 'enter')).toEqual({ do: 'play', name: 'failover' });
    const playing = stateAfter(survey, { type: 'playing', name: 'failover' });
    expect(screenOf(playing, 80, 24)[0]).toContain('playing failover');
    const ways = ['pause', 'next', 'back', 'end'];
    const orders = ways.map((_, index) =>
      orderOf(after(playing, 'p', ...ways.slice(0, index).map(() => 'down')), 'enter'),
    );
    expect(orders).toEqual(ways.map((how) => ({ do: 'steer', how })));
    const over = stateAfter(survey, { type: 'playing', name: 'failover' }, { type: 'playing' });
    expect(orderOf(over, 'p')).toEqual({ do: 'scenarios' });
  });

  it('one request is followed, and drawn for the window', () => {
    expect(orderOf(first, 't')).toEqual({ do: 'trace' });
    const hop = { service: 'web@lb', over: ['lan'], at: 0, waited: 12.5, calls: 1, parts: [], hops: [] };
    const trace = { lab: 'survey', request: 'abcdef0123456789', path: '/resultados', status: 200, hop };
    const traced = stateAfter(survey, { type: 'traced', trace });
    for (const [columns, rows] of [
      [120, 40],
      [40, 10],
    ] as const)
      expect(screenOf(traced, columns, rows).join('\n')).toMatch(/web@lb {2}over lan +13 ms {2}█/);
    expect(after(traced, 'escape').overlay).toBeUndefined();
  });

  it('a question is answered, and no answer is no', () => {
    const question = {
      code: 'setup',
      question: { en: 'install?', pt: 'instalar?' },
      details: ['apt-get install x'],
    } as const;
    const asked = stateAfter(survey, { type: 'asked', question });
    expect(screenOf(asked, 80, 24).join('\n')).toContain('apt-get install x');
    expect(orderOf(asked, 'enter')).toEqual({ do: 'answer', yes: false });
    expect(orderOf(asked, 'escape')).toEqual({ do: 'answer', yes: false });
    expect(orderOf(after(asked, 'down'), 'enter')).toEqual({ do: 'answer', yes: true });
  });

  it('nothing that comes late takes the place of a question or of a journal', () => {
    const question = { code: 'setup', question: { en: 'install?', pt: 'instalar?' }, details: [] } as const;
    const late = { type: 'scenarios', names: ['failover'] } as const;
    const asked = stateAfter(survey, { type: 'asked', question }, late);
    expect(orderOf(asked, 'escape')).toEqual({ do: 'answer', yes: false });
    const comes = (state: UiState): UiState => advance(state, late, { now: 0, time: '' }, look);
    expect(comes(after(first, 'l', 'enter')).overlay).toMatchObject({ kind: 'logs' });
    // A list that was asked for later does.
    expect(orderOf(comes(after(first, 'x')), 'enter')).toEqual({ do: 'play', name: 'failover' });
  });

  it('Ctrl-C leaves from everywhere', () => {
    for (const names of [[], ['?'], ['/'], ['x'], ['z']])
      expect(orderOf(after(first, ...names), 'C-c')).toEqual({ do: 'quit' });
  });
});

it('follows journals, and keeps the place of who has scrolled back', () => {
  const menu = after(first, 'l');
  expect(orderOf(menu, 'enter')).toEqual({ do: 'logs', name: 'lb' });
  const write = (state: UiState, text: string): UiState =>
    advance(state, { type: 'log', line: [text] }, { now: 0, time: '' }, look);
  const lines = Array.from({ length: 60 }, (_, index) => `line ${String(index)}`);
  const full = lines.reduce(write, after(menu, 'enter'));
  expect(screenOf(full, 80, 24).at(-3)).toContain('line 59');
  const back = after(full, 'up', 'up');
  expect(screenOf(back, 80, 24).at(-3)).toContain('line 57');
  expect(screenOf(write(back, 'another'), 80, 24).at(-3)).toContain('line 57');
  expect(orderOf(full, 'escape')).toEqual({ do: 'leave-logs' });
  expect(write(after(full, 'escape'), 'late').overlay).toBeUndefined();
});
