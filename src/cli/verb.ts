import type { Sentence } from '../model/sentence.ts';
import type { Console } from '../ports/console.ts';
import type { Line, Look } from '../report/line.ts';
import type { Bench, LabRequest } from '../verbs/bench.ts';

/** An option of a verb. It has an environment variable unless `said` asks that a person says it. */
export interface Flag {
  /** In commander's notation: `--junit <file>`, `-f, --follow`, `--no-check`. */
  readonly flags: string;
  readonly about: Sentence;
  /** Turns the text into the option's value. @throws LabError (usage) */
  readonly read?: (text: string, flag: string) => unknown;
  /** The words that it can be. */
  readonly choices?: readonly string[];
  /** May be given several times; its value is the list of texts. */
  readonly repeatable?: true;
  /** It spends money or opens something to the public. */
  readonly said?: true;
}

/** What every verb takes. */
export interface CommonOptions {
  readonly json?: true;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly lang?: string;
}

/** One use of a verb: what was typed, and the means to work and to answer. */
export interface Call<Options = object> {
  readonly words: readonly string[];
  /** What stood after `--`. */
  readonly command: readonly string[];
  readonly options: CommonOptions & Options;
  /** Names of the options that the environment says, and nobody typed. */
  readonly ambient: readonly string[];
  readonly console: Console;
  readonly look: Look;
  readonly bench: Bench;
  /** Lines on standard output. */
  readonly print: (lines: readonly Line[]) => void;
  /** One result: a JSON document (the last line of a stream) with `--json`, else what `lines` makes of it. */
  readonly answer: (result: object, lines: () => readonly Line[]) => void;
}

/** How a verb of the library is offered on the command line. */
export interface CliVerb<Options = object> {
  /** What may follow the verb: `[lab]`. */
  readonly usage: string;
  /** How many words may follow the verb. */
  readonly words: { readonly least: number; readonly most: number };
  readonly flags: readonly Flag[];
  /** Whole command lines, shown by `--help`. */
  readonly examples: readonly string[];
  /** With `--json`: an object for each event, then one for the result. */
  readonly stream?: true;
  /** No progress is drawn: it is over at once, or it writes to standard output while it works. */
  readonly still?: true | ((options: Options) => boolean);
  /** Only Ctrl-C ends it, so that Ctrl-C is no interruption. */
  readonly endless?: (options: Options) => boolean;
  /** @returns the exit code */
  run(call: Call<Options>): Promise<number>;
}

/**
 * Keeps the type of a verb's options together. They are what the option parser makes of `flags`:
 * a `true`, a text, or what `read` returned.
 */
export const defineVerb = <Options extends object = object>(verb: CliVerb<Options>): CliVerb => verb as CliVerb;

/** What most verbs take: at most the lab. */
export const onlyLab = { usage: '[lab]', words: { least: 0, most: 1 } } as const;

/** Which lab is meant, as the verbs of the library ask for it. */
export const labOf = (lab: string | undefined, target?: string): LabRequest => ({
  ...(lab !== undefined && { lab }),
  ...(target !== undefined && { on: target }),
});
