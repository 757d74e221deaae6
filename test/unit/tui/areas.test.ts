import { expect, test } from 'vitest';
import { arrange, smallest, type Area } from '../../../src/tui/areas.ts';

const cellsOf = ({ width, height }: Area): number => width * height;

test('panels fill every window exactly, none too low for a line in its frame', () => {
  for (let columns = smallest.columns; columns <= 240; columns += 1)
    for (let rows = smallest.rows; rows <= 70; rows += 1)
      for (const machines of [1, 4, 50])
        for (const drawing of [3, 9, 40]) {
          const panels = arrange({ columns, rows }, { panel: 'machines', zoomed: false, machines, drawing }) ?? [];
          const lowest = Math.min(...panels.map(({ area }) => area.height));
          const filled = panels.reduce((sum, { area }) => sum + cellsOf(area), 0);
          const all = { columns, rows, cells: columns * (rows - 2), low: false };
          expect({ columns, rows, cells: filled, low: lowest < 3 }).toEqual(all);
        }
});
