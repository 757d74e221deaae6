import { exitCodes } from '../errors/lab-error.ts';
import { jsonText } from '../report/json.ts';
import { dim, name, say } from '../report/line.ts';
import { lineByLine } from '../text/lines.ts';
import type { LineCutter } from '../text/lines.ts';
import * as text from '../text/report.ts';
import { exec } from '../verbs/exec.ts';
import type { ExecResult } from '../verbs/results.ts';
import { paintFor, printer } from './printer.ts';
import type { Call } from './verb.ts';
import { labOf } from './verb.ts';

interface Command {
  readonly lab: string | undefined;
  /** All if empty. */
  readonly machines: readonly string[];
  readonly argv: readonly string[];
}

type Show = (machine: string, stream: 'stdout' | 'stderr', text: string) => void;

/** Runs a command on machines; one machine's output and exit code are passed on as they are, several ones' are told apart. */
export const runOnMachines = async (call: Call, { lab, machines, argv }: Command): Promise<number> => {
  const { options, bench, look, console } = call;
  const show = options.json ? asJson(call) : machines.length === 1 ? asIs(call) : prefixed(call);
  const results = await exec({ ...labOf(lab), machines, argv, onOutput: show.chunk }, bench);
  show.end();
  if (options.json) console.out.write(`${jsonText({ type: 'result', results }, look.language)}\n`);
  const [only, another] = results;
  if (only !== undefined && another === undefined) return only.code;
  if (!options.json && !options.quiet) reportCodes(call, results);
  return results.every(({ code }) => code === 0) ? 0 : exitCodes.operation;
};

const reportCodes = ({ console, look }: Call, results: readonly ExecResult[]): void => {
  const failed = results.filter(({ code }) => code !== 0);
  printer(
    console.error,
    console.environment,
  )(failed.map(({ machine, code }) => [name(machine), dim(`  ${say(text.exitedWith(code), look)}`)]));
};

interface Shown {
  readonly chunk: Show;
  end(): void;
}

const asIs = ({ console }: Call): Shown => ({
  chunk: (_, stream, chunk) => (stream === 'stdout' ? console.out : console.error).write(chunk),
  end: () => {},
});

const asJson = ({ console, look }: Call): Shown => ({
  chunk: (machine, stream, chunk) =>
    console.out.write(`${jsonText({ type: 'chunk', machine, stream, text: chunk }, look.language)}\n`),
  end: () => {},
});

/** Whole lines only, so that the machines' outputs do not run into each other. */
const prefixed = ({ console }: Call): Shown => {
  const cutters = new Map<string, LineCutter>();
  const cutterFor = (machine: string, stream: 'stdout' | 'stderr'): LineCutter => {
    const output = stream === 'stdout' ? console.out : console.error;
    const paint = paintFor(output, console.environment);
    return lineByLine((line) => output.write(`${paint([name(machine), dim(' | ')])}${line}\n`));
  };
  return {
    chunk(machine, stream, chunk) {
      const key = `${machine} ${stream}`;
      const cutter = cutters.get(key) ?? cutterFor(machine, stream);
      cutters.set(key, cutter);
      cutter.take(chunk);
    },
    end() {
      for (const cutter of cutters.values()) cutter.end();
    },
  };
};
