import { LabError } from '../../errors/lab-error.ts';
import type { Operation } from '../../kit/operation.ts';
import { Secret } from '../../model/secret.ts';
import { sshText } from '../../text/ssh.ts';
import { quote } from '../quote.ts';

/** What the far program says of an operation that failed. */
export interface Failed {
  readonly failed: number;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An operation in one line, as a user would type it, whatever their language. */
const operationText = (operation: Operation): string => {
  switch (operation.do) {
    case 'write':
      return `cat > ${quote([operation.path])}`;
    case 'directory':
      return quote(['mkdir', '-p', operation.path]);
    case 'remove':
      return quote(['rm', '-r', operation.path]);
    case 'systemctl':
      return quote(['systemctl', operation.verb, operation.unit]);
    case 'run':
      return quote(operation.argv);
  }
};

/** `operation-failed`: what was done, its exit code and its output, in which the secrets sent to it are hidden. */
export const operationFailed = (machine: string, operation: Operation | undefined, failed: Failed): LabError => {
  const what = operation === undefined ? '?' : operationText(operation);
  const output = hide(`${failed.stdout}\n${failed.stderr}`.trim(), operation);
  return new LabError({
    code: 'operation-failed',
    fault: 'operation',
    message: sshText.operationFailed(machine, what),
    hint: sshText.runAgain,
    context: { machine, operation: failed.failed, command: what, code: failed.code, output },
  });
};

/** Programs like to repeat what they could not digest, in pieces: no word of a secret input is shown. */
const hide = (output: string, operation: Operation | undefined): string => {
  const secret = operation?.do === 'run' ? operation.stdin : operation?.do === 'write' ? operation.content : undefined;
  if (!(secret instanceof Secret)) return output;
  const words = new Set(secret.reveal().match(longWord));
  return output.replaceAll(longWord, (word) => (words.has(word) ? String(secret) : word));
};

const longWord = /[A-Za-z0-9+/=_-]{6,}/g;

/** The far program is gone; `complaints` is what it, or sudo, said before. */
export const noAnswer = (machine: string, complaints: string): LabError =>
  complaints === ''
    ? new LabError({
        code: 'ssh-lost',
        fault: 'operation',
        message: sshText.lost(machine),
        hint: sshText.runAgain,
        context: { machine },
      })
    : new LabError({
        code: 'no-remote-program',
        fault: 'operation',
        message: sshText.noProgram(machine),
        hint: sshText.needsPython,
        context: { machine, output: complaints.trim() },
      });

/** The answer to `stop`. */
export const stopped = (machine: string): LabError =>
  new LabError({
    code: 'interrupted',
    fault: 'interrupted',
    message: sshText.interrupted(machine),
    hint: sshText.runAgain,
    context: { machine },
  });

/** The far program stumbled over what it was asked. */
export const brokenQuestion = (machine: string, what: string): LabError =>
  new LabError({ code: 'question-broken', fault: 'bug', message: sshText.broken(machine, what), context: { machine } });
