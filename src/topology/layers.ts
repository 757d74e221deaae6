import type { Origin, SourcePath } from '../model/topology.ts';

/** What one level of inheritance says, and where. */
export interface Layer {
  readonly layer: Origin['layer'];
  /** Where the value stands in the file. */
  readonly path: SourcePath;
  readonly value: unknown;
}

/** Layers laid over one another. */
export interface Laid {
  readonly value: unknown;
  /** Every value that was not merged further, by its path below the top. */
  readonly leaves: readonly Leaf[];
}

/** One value that won, and where it stands. */
export interface Leaf extends Layer {
  /** Path below the top of the layers. */
  readonly below: SourcePath;
}

/** Below a machine: `services`, a service, a parameter. What is deeper is one value and replaced whole. */
const mergedLevels = 3;

/** Lays maps over one another key by key, later layers over earlier ones, `mergedLevels` deep. Pure. */
export function overlay(layers: readonly Layer[], levels = mergedLevels, below: SourcePath = []): Laid {
  const lastWhole = layers.findLastIndex(({ value }) => !isMap(value));
  const maps = layers.slice(lastWhole + 1);
  const top = layers.at(-1);
  if (!top) return { value: undefined, leaves: [] };
  if (levels === 0 || maps.length === 0) return { value: top.value, leaves: [{ ...top, below }] };
  const keys = new Set(maps.flatMap(({ value }) => Object.keys(value as object)));
  const laid = [...keys].map((key) => [key, overlay(underKey(maps, key), levels - 1, [...below, key])] as const);
  return {
    value: Object.fromEntries(laid.map(([key, { value }]) => [key, value])),
    leaves: laid.flatMap(([, { leaves }]) => leaves),
  };
}

const underKey = (layers: readonly Layer[], key: string): readonly Layer[] =>
  layers.flatMap(({ layer, path, value }) => {
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    return Object.hasOwn(value as object, key) && inner !== undefined
      ? [{ layer, path: [...path, key], value: inner }]
      : [];
  });

const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
