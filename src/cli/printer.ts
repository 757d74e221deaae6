import type { Output } from '../ports/console.ts';
import { painter } from '../report/line.ts';
import type { Line } from '../report/line.ts';
import { isColourful, type Environment } from './environment.ts';

/** Writes lines where they belong. */
export type Print = (lines: readonly Line[]) => void;

/** Lines as text for that output: in colours if it shows them. */
export const paintFor = (output: Pick<Output, 'terminal'>, environment: Environment): ((line: Line) => string) =>
  painter(isColourful(output, environment));

/** Prints on that output. */
export const printer = (output: Pick<Output, 'terminal' | 'write'>, environment: Environment): Print => {
  const paint = paintFor(output, environment);
  return (lines) => {
    for (const line of lines) output.write(`${paint(line)}\n`);
  };
};
