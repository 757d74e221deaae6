import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Node, Pair } from 'yaml';
import type { SourcePath } from '../model/topology.ts';
import * as say from '../text/document.ts';
import type { Wording } from '../text/wording.ts';
import { limits } from './excess.ts';

/** Offsets into the text, the end exclusive. */
export type Stretch = readonly [start: number, end: number];

/** A mistake in the file's form, before anybody looks at what it says. */
export interface Flaw {
  readonly wording: Wording;
  readonly at: Stretch;
  readonly firstUsedAt?: Stretch;
}

/** One value of the file with what is below it, aliases followed. */
export interface Place {
  readonly value: unknown;
  readonly at: Stretch;
  /** The value's key; a list item has none. */
  readonly key?: Stretch;
  readonly children: ReadonlyMap<string | number, Place>;
}

/** Keys that mean something to JavaScript's objects. */
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

const nowhere: Stretch = [0, 1];

/** The file unfolds to more than the limits allow. */
export class Unfolded extends Error {
  readonly wording: Wording;
  constructor(wording: Wording) {
    super(wording.code);
    this.wording = wording;
  }
}

/**
 * Turns the parser's nodes into plain values with places, and collects flaws.
 * @throws Unfolded if aliases or nesting make too much of it
 */
export class PlaceReader {
  readonly flaws: Flaw[] = [];
  readonly #anchors = new Map<string, Node>();
  #values = 0;

  read(node: unknown, depth = 0, key?: Stretch): Place {
    this.#values += 1;
    if (depth > limits.depth) throw new Unfolded(say.tooDeep(limits.depth));
    if (this.#values > limits.values) throw new Unfolded(say.tooManyValues(limits.values));
    if (isAlias(node)) return this.read(this.#anchors.get(node.source) ?? null, depth + 1, key ?? stretchOf(node));
    const found = node as Node | null | undefined;
    const place = { at: stretchOf(found, key), ...(key && { key }) };
    const anchor = isScalar(found) || isMap(found) || isSeq(found) ? found.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, found as Node);
    if (isMap(found)) return { ...place, ...this.#readMap(found.items, depth) };
    if (isSeq(found)) {
      const items = found.items.map((item) => this.read(item, depth + 1));
      return { ...place, value: items.map(({ value }) => value), children: new Map(items.entries()) };
    }
    return { ...place, value: isScalar(found) ? found.value : null, children: new Map() };
  }

  #readMap(pairs: readonly Pair[], depth: number): Pick<Place, 'value' | 'children'> {
    const children = new Map<string | number, Place>();
    for (const pair of pairs) {
      const at = stretchOf(pair.key as Node);
      const name = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : undefined;
      const earlier = children.get(name ?? '');
      if (name === undefined) this.flaws.push({ wording: say.strangeKey, at });
      else if (forbiddenKeys.has(name)) this.flaws.push({ wording: say.forbiddenKey(name), at });
      else if (earlier)
        this.flaws.push({ wording: say.duplicateKey(name), at, firstUsedAt: earlier.key ?? earlier.at });
      else children.set(name, this.read(pair.value, depth + 1, at));
    }
    return { value: Object.fromEntries([...children].map(([name, { value }]) => [name, value])), children };
  }
}

function stretchOf(node: Node | null | undefined, otherwise: Stretch = nowhere): Stretch {
  const range = node?.range;
  return range ? [range[0], Math.max(range[1], range[0] + 1)] : otherwise;
}

/** The place of a path, or of its nearest ancestor that is there. */
export function placeOf(root: Place, path: SourcePath): Place {
  const [step, ...rest] = path;
  const child = step === undefined ? undefined : root.children.get(step);
  return child ? placeOf(child, rest) : root;
}
