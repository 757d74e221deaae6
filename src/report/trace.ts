import type { Hop, Part, Trace } from '../model/trace.ts';
import * as text from '../text/trace.ts';
import { crop, pad, widthOf } from './cells.ts';
import { bad, dim, doubt, good, name, say, strong, type Line, type Look, type Span } from './line.ts';

/** A line of the drawing: what took so long, and when it began where that is known. */
interface Row {
  readonly label: Line;
  readonly took: number;
  readonly at?: number;
  /** How often. */
  readonly times: number;
  readonly style: (text: string) => Span;
}

const inkless = (words: string): Span => words;

/** `7 µs`, `0.31 ms`, `12 ms`, `1.8 s`. */
const timeText = (milliseconds: number): string => {
  if (milliseconds < 0.1) return `${(milliseconds * 1000).toFixed(0)} µs`;
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`;
};

/** One request, as a drawing: who had it for how long, and within what. */
export const traceLines = (trace: Trace, look: Look): readonly Line[] => {
  const rows = hopRows(trace.hop, { lead: '', branch: '' }, look);
  const labels = Math.min(Math.max(...rows.map(({ label }) => widthOf(label))), Math.floor(look.width * 0.6));
  const bars = Math.max(0, Math.min(60, look.width - labels - 14));
  return [
    headOf(trace, look),
    ...rows.map((row): Line => [
      ...pad(crop(row.label, labels), labels),
      ...[timeText(row.took).padStart(10), '  '],
      ...barOf(row, trace.hop, bars),
    ]),
    [dim(say(text.howToRead, look))],
  ];
};

const headOf = ({ lab, request, from, method, path, status }: Trace, look: Look): Line => {
  const ink = status === undefined || status < 400 ? good : bad;
  return [
    ...[strong(lab), '  ', `${method ?? ''} ${path ?? ''}`.trim(), '  '],
    ...(status === undefined ? [] : [ink(String(status)), '  ']),
    ...(from === undefined ? [] : [from, '  ']),
    dim(say({ en: `request ${request}`, pt: `pedido ${request}` }, look)),
  ];
};

interface Place {
  /** What stands before the lines below. */
  readonly lead: string;
  /** What stands before this line. */
  readonly branch: string;
}

const hopRows = (hop: Hop, { lead, branch }: Place, look: Look): readonly Row[] => {
  const { service, over, at, waited, calls } = hop;
  const way: Span[] = over.length === 0 ? [] : [dim(`  ${say(text.overThese(over), look)}`)];
  const often: Span[] = calls === 1 ? [] : [dim(`  ${say(text.times(calls), look)}`)];
  const label: Line = [dim(branch), name(service), ...way, ...often];
  const children = [...ownRows(hop, look), ...hop.hops].toSorted((one, other) => beginning(one) - beginning(other));
  const below = children.flatMap((child, index): readonly Row[] => {
    const isLast = index === children.length - 1;
    const branchOf = lead + (isLast ? '└ ' : '├ ');
    if ('service' in child) return hopRows(child, { lead: lead + (isLast ? '  ' : '│ '), branch: branchOf }, look);
    return [{ ...child, label: [dim(branchOf), ...child.label] }];
  });
  return [{ label, took: waited, at, times: calls, style: name }, ...below];
};

const beginning = ({ at }: { readonly at?: number }): number => at ?? -1;

/** The way to a service, and what it did itself. */
const ownRows = ({ way, over, took, parts }: Hop, look: Look): readonly Row[] => {
  if (took === undefined || way === undefined) return [];
  const wayRow: Row = { label: [say(text.theWay(over), look)], took: way, times: 1, style: doubt };
  return [wayRow, ...parts.map((part) => partRow(part, look))];
};

const partRow = ({ what, at, took, times }: Part, look: Look): Row => ({
  label: [say(what, look), ...(times === 1 ? [] : [dim(`  ${say(text.times(times), look)}`)])],
  ...{ took, times, style: inkless },
  ...(at !== undefined && { at }),
});

/** When it was at it; nothing where that is not known. */
const barOf = ({ at, took, style }: Row, whole: Hop, cells: number): Line => {
  if (at === undefined || whole.waited === 0) return [];
  const cell = whole.waited / cells;
  const from = Math.min(cells - 1, Math.floor(at / cell));
  const length = Math.max(1, Math.min(cells - from, Math.round(took / cell)));
  return cells < 5 ? [] : [' '.repeat(from), style('█'.repeat(length))];
};
