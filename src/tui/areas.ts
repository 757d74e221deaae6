import type { PanelId } from './state.ts';

/** A rectangle of the screen, in cells. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Below this there is no room for a panel. */
export const smallest: Size = { columns: 30, rows: 8 };

/** From this on several panels stand beside one another. */
const several: Size = { columns: 72, rows: 24 };

/** From this on events and checks have columns of their own. */
const wide = 100;

/** Which panels have room, and where. Header and help bar take the first and the last row. */
export type Arrangement = readonly { readonly id: PanelId; readonly area: Area }[];

/** What decides on the arrangement. */
export interface Wish {
  readonly panel: PanelId;
  readonly zoomed: boolean;
  /** Rows that would show all machines. */
  readonly machines: number;
  /** Rows that the drawing would like to have. */
  readonly drawing: number;
}

/** `undefined`: the window is too small for anything. */
export const arrange = (size: Size, wish: Wish): Arrangement | undefined => {
  const { columns, rows } = size;
  if (columns < smallest.columns || rows < smallest.rows) return undefined;
  const inside: Area = { left: 0, top: 1, width: columns, height: rows - 2 };
  if (wish.zoomed || columns < several.columns || rows < several.rows) return [{ id: wish.panel, area: inside }];
  return bands(inside, wish);
};

/** The drawing above; machines and balancer below it; the rest at the bottom. Borders count. */
const bands = (inside: Area, { machines, drawing }: Wish): Arrangement => {
  const { left, top, width, height } = inside;
  const upper = Math.min(drawing + 2, Math.floor(height * 0.4));
  const middle = Math.max(Math.min(machines + 3, 8), Math.floor((height - upper) / 2));
  const lower = height - upper - middle;
  const half = Math.floor(width / 2);
  const row = (from: number, tall: number) => ({
    cell: (at: number, cells: number): Area => ({ left: left + at, top: top + from, width: cells, height: tall }),
  });
  const [second, third] = [row(upper, middle), row(upper + middle, lower)];
  return [
    { id: 'topology', area: row(0, upper).cell(0, width) },
    { id: 'machines', area: second.cell(0, half) },
    { id: 'balancer', area: second.cell(half, width - half) },
    { id: 'services', area: third.cell(0, half) },
    ...besideServices(third.cell(half, width - half)),
  ];
};

const besideServices = (area: Area): Arrangement => {
  const { left, top, width, height } = area;
  if (width >= wide / 2 && height < 10) {
    const checks = Math.floor(width * 0.4);
    return [
      { id: 'checks', area: { ...area, width: checks } },
      { id: 'events', area: { ...area, left: left + checks, width: width - checks } },
    ];
  }
  const checks = height >= 8 ? Math.max(3, Math.floor(height / 3)) : 3;
  return [
    { id: 'checks', area: { ...area, height: checks } },
    { id: 'events', area: { left, top: top + checks, width, height: height - checks } },
  ];
};
