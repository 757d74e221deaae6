import { LabError } from '../../errors/lab-error.ts';
import type { LabEvent } from '../../model/event.ts';
import { Secret } from '../../model/secret.ts';
import { currentUser } from '../../ports/computer.ts';
import type { Processes } from '../../ports/process.ts';
import type { Stage } from '../../ports/stage.ts';
import { localTexts } from '../../text/local.ts';
import type { Reply, Request } from './protocol.ts';

/** How the program that runs as root is started. */
export interface RootProgram {
  readonly processes: Processes;
  /** Node and the program's file, absolute. */
  readonly argv: readonly [string, ...string[]];
}

/** Not needed as root; silent where sudo asks for nothing; else sudo asks in the terminal. */
const elevated = async ({ processes, argv }: RootProgram): Promise<readonly [string, ...string[]]> => {
  if (currentUser().uid === 0) return argv;
  const { code } = await processes.run({ argv: ['sudo', '-n', 'true'] });
  return code === 0 ? ['sudo', '-n', '--', ...argv] : ['sudo', '--', ...argv];
};

const failure = ({ code, fault, message, hint, context }: Extract<Reply, { reply: 'failed' }>): LabError =>
  new LabError({ code, fault, message, context, ...(hint === undefined ? {} : { hint }) });

/** The program ended without a word: sudo would not start it, or, where sudo has no say, it is broken. */
const silent = (output: string): LabError =>
  currentUser().uid === 0
    ? new LabError({
        code: 'root-program-failed',
        fault: 'bug',
        message: localTexts.rootProgramFailed,
        context: { output },
      })
    : new LabError({
        code: 'root-needed',
        fault: 'permission',
        message: localTexts.rootNeeded,
        hint: localTexts.rootHint,
        context: { output },
      });

/**
 * Has one request done as root, and passes on what is told meanwhile.
 * @throws LabError what the program reports; `root-needed` if sudo would not; `root-program-failed`; `interrupted`
 */
export const askRoot = async (program: RootProgram, request: Request, stage: Stage): Promise<void> => {
  stage.signal.throwIfAborted();
  const conversation = await program.processes.converse({ argv: await elevated(program) });
  const hangUp = (): void => conversation.hangUp();
  stage.signal.addEventListener('abort', hangUp, { once: true });
  conversation.say(new Secret(JSON.stringify(request)));
  let last: Reply | undefined;
  try {
    for await (const line of conversation.lines) {
      last = JSON.parse(line) as Reply;
      if (last.reply === 'event') stage.emit(last.event satisfies LabEvent);
    }
    const { stderr } = await conversation.finished;
    if (last?.reply === 'failed') throw failure(last);
    if (last?.reply !== 'done') throw silent(stderr);
  } finally {
    stage.signal.removeEventListener('abort', hangUp);
  }
};
