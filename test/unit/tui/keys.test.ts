import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { keyTable } from '../../../src/tui/keys.ts';
import { press } from '../../../src/tui/press.ts';
import { chosenMachine, shownMachines, type UiState } from '../../../src/tui/state.ts';
import * as text from '../../../src/text/tui.ts';
import { blueprintOf, look, screenOf, stateAfter, statusOf } from '../../support/ui.ts';

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
    expect(orderOf(first, 'v')).toEqual({ do: 'visitors', running: true, perSecond: 20 });
    expect(orderOf(after(first, '+'), 'v')).toEqual({ do: 'visitors', running: true, perSecond: 50 });
    const coming = stateAfter(survey, { type: 'visitors', visitors: { perSecond: 20, running: true } });
    expect(orderOf(coming, 'v')).toEqual({ do: 'visitors', running: false, perSecond: 20 });
    expect(orderOf(coming, '-')).toEqual({ do: 'visitors', running: true, perSecond: 10 });
  });

  it('a service is stopped, or the machine', () => {
    const menu = after(first, 'down', 'x');
    expect(screenOf(menu, 80, 24).join('\n')).toContain('stop what?');
    expect(orderOf(menu, 'enter')).toEqual({ do: 'stop', name: 'survey@app1' });
    expect(orderOf(after(menu, 'down'), 'enter')).toEqual({ do: 'stop', name: 'app1' });
    expect(after(menu, 'enter').overlay).toBeUndefined();
    expect(orderOf(menu, 'escape')).toBeUndefined();
  });

  it('a link is cut', () => {
    const order = orderOf(after(first, 'n'), 'enter');
    expect(order).toEqual({ do: 'link', machine: 'lb', network: 'lan', change: { down: true } });
  });

  it('Ctrl-C leaves from everywhere', () => {
    for (const names of [[], ['?'], ['/'], ['x'], ['z']])
      expect(orderOf(after(first, ...names), 'C-c')).toEqual({ do: 'quit' });
  });
});

it('follows journals, and keeps the place of who has scrolled back', () => {
  const opened = { ...first, overlay: { kind: 'logs', name: 'lb', lines: [], scroll: 0 } } as const satisfies UiState;
  expect(orderOf(opened, 'escape')).toEqual({ do: 'leave-logs' });
});
