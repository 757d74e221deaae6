import { expect, test } from 'vitest';
import { bar, sparkline } from '../../../src/tui/graphs.ts';
import { plain } from '../../../src/report/line.ts';
import { stackedChart } from '../../../src/tui/panels/chart.ts';

test.each([
  [0, 4, '    '],
  [1, 4, '████'],
  [0.5, 4, '██  '],
  [0.53, 4, '██▏ '],
  [7, 4, '████'],
  [-1, 4, '    '],
  [1, 0, ''],
])('a bar of %f on %i cells', (share, width, text) => {
  expect(bar(share, width)).toBe(text);
});

test('a sparkline has the newest at the right, unknown moments apart, and tells little from nothing', () => {
  expect(sparkline([0, 0.01, null, 5, 10], 7, 10)).toBe('  ▁▂·▅█');
  expect(sparkline([1, 2, 3, 4], 2, 4)).toBe('▇█');
  expect(sparkline([], 3, 1)).toBe('   ');
});

test('a chart stacks its parts and says what a full column is', () => {
  const lines = stackedChart(
    [
      [0, 30, 60],
      [0, 30, null],
    ],
    11,
    4,
  ).map(plain);
  expect(lines).toEqual([' 60.0/s  ▒█', '         ▒█', '         ██', '      0  ██']);
});
