import type { Consent } from '../model/event.ts';
import type { Console } from '../ports/console.ts';
import type { Stage } from '../ports/stage.ts';
import { say, strong } from '../report/line.ts';
import type { Line, Look } from '../report/line.ts';
import * as text from '../text/cli.ts';
import type { Print } from './printer.ts';
import type { Reporter } from './reporter.ts';

/** What a stage is made of. */
export interface StageOptions {
  readonly console: Console;
  readonly reporter: Reporter;
  readonly look: Look;
  /** On standard error. */
  readonly print: Print;
  readonly signal: AbortSignal;
  /** `--yes`: agreed beforehand to all that neither spends nor opens up. */
  readonly yes: boolean;
  /** Whether somebody is there to answer. */
  readonly mayAsk: boolean;
}

/** `--yes` stands for these; the others have flags of their own. */
export const coveredByYes: readonly Consent['code'][] = ['setup', 'destroy'];

const flagFor: Readonly<Record<Consent['code'], string>> = {
  setup: '--setup',
  destroy: '--yes',
  spend: '--max-cost',
  trust: 'hosts.yaml (hostKey:)',
  public: '--public',
};

const consentLines = ({ question, details }: Consent, look: Look): readonly Line[] => [
  [strong(say(question, look))],
  ...details.map((detail): Line => ['  ', typeof detail === 'string' ? detail : say(detail, look)]),
];

/** The stage that the command line gives to a verb: events are reported, questions asked where somebody can answer. */
export const createStage = ({ console, reporter, look, print, signal, yes, mayAsk }: StageOptions): Stage => ({
  signal,
  emit: (event) => reporter.event(event),
  async consent(question) {
    if (yes && coveredByYes.includes(question.code)) return true;
    if (!mayAsk) {
      reporter.say([...consentLines(question, look), [say(text.notAsked(flagFor[question.code]), look)]]);
      return false;
    }
    return reporter.pause(async () => {
      print(consentLines(question, look));
      const answer = await console.ask(say(text.yesNoPrompt, look), signal);
      signal.throwIfAborted();
      return text.yesWords.includes(answer.trim().toLowerCase());
    });
  },
});
