import { LabError } from '../errors/lab-error.ts';
import * as text from '../text/report.ts';
import { pad } from './cells.ts';
import { bad, dim, name, say } from './line.ts';
import type { Line, Look } from './line.ts';
import { nextStep } from './next-step.ts';

const indent = '  ';
/** Lines of a program's output that are shown without -v. */
const shortOutput = 10;
const labelWidth = 11;

const labelled = (label: string, words: string): Line => [indent, ...pad([dim(label)], labelWidth), words];

const isOutput = (key: string): boolean => ['output', 'stdout', 'stderr'].includes(key);

const outputLines = (output: string, look: Look): readonly Line[] => {
  const all = output.trimEnd().split('\n');
  const shown = look.verbose ? all : all.slice(-shortOutput);
  const left = all.length - shown.length;
  return [
    ...(left > 0 ? [[indent, dim(say(text.moreWithVerbose(left), look))]] : []),
    ...shown.map((line): Line => [indent, dim('| '), line]),
  ];
};

const contextLines = (error: LabError, look: Look): readonly Line[] =>
  Object.entries(error.context).flatMap(([key, value]) =>
    isOutput(key)
      ? outputLines(String(value), look)
      : [labelled(say(text.contextWords[key] ?? { en: key, pt: key }, look), String(value))],
  );

/** The first words of what lies behind an error: ours in the reader's language, others as they are. */
const causeOf = (error: LabError, look: Look): string | undefined => {
  if (error.cause instanceof AggregateError) return undefined;
  if (error.cause instanceof LabError) return say(error.cause.sentence, look);
  return error.cause instanceof Error ? (error.cause.message.split('\n')[0] ?? '') : undefined;
};

const stackLines = (error: Error): readonly Line[] =>
  (error.stack ?? error.message).split('\n').map((line): Line => [indent, dim(line.trim())]);

/** What `bancada explain` takes. Wrong usage explains itself. */
const codeSpans = ({ code }: LabError): Line => (code === 'usage' ? [] : [dim(` [${code}]`)]);

const labErrorLines = (error: LabError, look: Look): readonly Line[] => {
  const [cause, step] = [causeOf(error, look), nextStep(error)];
  return [
    [bad(say(text.errorWord, look)), ': ', say(error.sentence, look), ...codeSpans(error)],
    ...(cause === undefined ? [] : [labelled(say(text.becauseWord, look), cause)]),
    ...contextLines(error, look),
    ...(step === undefined ? [] : [[indent, name('-> '), say(step, look)]]),
    ...(look.verbose ? stackLines(error.cause instanceof Error ? error.cause : error) : []),
    ...(error.cause instanceof AggregateError ? failureLines(error.cause, look) : []),
  ];
};

/** What went wrong, where, the likely cause, and what to do next. Anything but a LabError is a mistake of ours. */
export const failureLines = (error: unknown, look: Look): readonly Line[] => {
  if (error instanceof AggregateError) return error.errors.flatMap((one) => failureLines(one, look));
  if (error instanceof LabError) return labErrorLines(error, look);
  const thrown = error instanceof Error ? error : new Error(String(error));
  return [
    [bad(say(text.bugWord, look)), `: ${thrown.name}: ${thrown.message}`],
    [indent, name('-> '), say(text.bugReport, look)],
    ...(look.verbose ? stackLines(thrown) : []),
  ];
};
