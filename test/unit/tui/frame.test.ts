import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/report/line.ts';
import { frameOf } from '../../../src/tui/frame.ts';
import { press } from '../../../src/tui/press.ts';
import type { UiState } from '../../../src/tui/state.ts';
import { look } from '../../support/printed.ts';
import { blueprintOf, screenOf, stateAfter, statusOf } from '../../support/ui.ts';

const survey = blueprintOf('survey');
const alive = stateAfter(
  survey,
  { type: 'seen', status: statusOf(survey) },
  { type: 'seen', status: statusOf(survey) },
);

const languages = ['en', 'pt'] as const;

/** Every place is filled exactly, within the window, with characters of one cell each. */
const expectExact = (
  state: UiState,
  columns: number,
  rows: number,
  language: (typeof languages)[number] = 'en',
): void => {
  for (const { id, area, lines } of frameOf(state, { columns, rows }, { ...look, language })) {
    expect(area.left + area.width, id).toBeLessThanOrEqual(columns);
    expect(area.top + area.height, id).toBeLessThanOrEqual(rows);
    expect(lines.length, id).toBe(area.height);
    for (const line of lines) {
      const text = plain(line);
      expect([text, stringWidth(text)]).toEqual([text, area.width]);
      expect([text, text.length]).toEqual([text, area.width]);
    }
  }
};

describe.each([
  [120, 40],
  [80, 24],
  [40, 10],
  [20, 5],
])('on a window of %i x %i', (columns, rows) => {
  it('shows a lab at work', () => {
    expect(screenOf(alive, columns, rows).join('\n')).toMatchSnapshot();
  });

  it.each(['survey', 'weights', 'feiras', 'patri-tech', 'kazumi', 'fase3'])('fills every place exactly: %s', (lab) => {
    const blueprint = blueprintOf(lab);
    for (const language of languages) {
      expectExact(stateAfter(blueprint), columns, rows, language);
      expectExact(stateAfter(blueprint, { type: 'seen', status: statusOf(blueprint, 1234) }), columns, rows, language);
    }
  });
});

it('speaks Portuguese', () => {
  expect(screenOf(alive, 120, 40, 'pt').join('\n')).toMatchSnapshot();
});

it.each([
  ['0.12/0.5', '128/512M', 0.5, 512],
  ['0.1/0.25', '128/999M', 0.25, 999],
  ['0.12/1.5', '0.1/1.5G', 1.5, 1536],
  ['0.12/16', '0/128G', 16, 131_072],
])('crops no figure where there is little room: %s, %s', (processors, memory, cpus, mebibytes) => {
  const status = statusOf(survey);
  const machines = status.machines.map((each) => ({
    ...each,
    load: {
      ...each.load!,
      cpu: { used: 0.12, of: cpus },
      memory: { usedBytes: 128 * 2 ** 20, ofBytes: mebibytes * 2 ** 20 },
    },
  }));
  const state = stateAfter(survey, { type: 'seen', status: { ...status, machines } });
  const row = screenOf(state, 40, 10).find((each) => each.includes('▸ lb'));
  expect(row?.split(/ +/)).toEqual(expect.arrayContaining([processors, memory]));
});

it('fits every window, whatever is open', () => {
  const strokes = fc.array(
    fc.constantFrom('tab', 'z', '?', 'x', 'l', 'n', 'down', 'up', 'escape', '/', 'a', '-', '+'),
    {
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 240 }), fc.integer({ min: 1, max: 70 }), strokes, (columns, rows, names) => {
      const state = names.reduce((before, name) => press(before, { name, character: name }, look).state, alive);
      expectExact(state, columns, rows);
    }),
    { numRuns: 60 },
  );
});

it('has borders that nothing breaks', () => {
  const odd = { ...survey, title: '調査 👩‍💻 e\u0301 \u202Eabc\u200B\u001b[2J {bold}' };
  const said = { type: 'said', lines: [['日本 \x1b[31m red \u0007\t tab {red-fg} 👍']] } as const;
  for (const [columns, rows] of [
    [120, 40],
    [80, 24],
    [40, 10],
  ] as const)
    expectExact(stateAfter(odd, said), columns, rows);
});

it('says what it does not know', () => {
  const silent = statusOf(survey);
  const [lb, ...others] = silent.machines;
  const { load: _, ...gone } = lb!;
  const status = { ...silent, machines: [{ ...gone, silentForMs: 12_000, services: [] }, ...others] };
  const screen = screenOf(stateAfter(survey, { type: 'seen', status }), 120, 40).join('\n');
  expect(screen).toContain('silent 12 s');
  expect(screen).toMatch(/lb +silent 12 s +\?/);
});

it('tells how old its readings are', () => {
  const state: UiState = { ...alive, now: alive.now + 42_000 };
  expect(screenOf(state, 80, 24)[0]).toContain('no readings for 42 s');
});
