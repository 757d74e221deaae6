import { LabError, type Fault } from '../errors/lab-error.ts';
import type { Sentence } from '../model/sentence.ts';
import type { DialFailure } from '../model/verdict.ts';
import { DialError } from '../ports/vantage.ts';
import { sshText } from '../text/ssh.ts';

/** What ssh2, node-ssh and sockets leave on their errors. */
interface Marks {
  readonly message: string;
  readonly code?: unknown;
  readonly level?: unknown;
  readonly reason?: unknown;
}

const marks = (error: unknown): Marks => (error instanceof Error ? error : { message: String(error) });

/** Errors of ssh2, node-ssh and the socket below become ours here and nowhere else. A LabError passes. */
export const sshError = (error: unknown, machine: string, user: string): LabError => {
  if (error instanceof LabError) return error;
  const failure = classify(marks(error), machine, user);
  return new LabError({ ...failure, context: { machine, user }, cause: error });
};

interface Failure {
  readonly code: string;
  readonly fault: Fault;
  readonly message: Sentence;
  readonly hint: Sentence;
}

const classify = ({ message, code, level, reason }: Marks, machine: string, user: string): Failure => {
  const failed = (ours: string, text: Sentence, hint: Sentence = sshText.lookAtStatus, fault: Fault = 'operation') => ({
    code: ours,
    fault,
    message: text,
    hint,
  });
  if (level === 'client-authentication' || level === 'agent')
    return failed('ssh-key-refused', sshText.key(machine, user), sshText.makeItAgain);
  if (message.includes('Host denied') || message.includes('verification failed'))
    return failed('ssh-host-key', sshText.hostKey(machine), sshText.makeItAgain);
  if (reason !== undefined) return failed('ssh-channel', sshText.channel(machine));
  if (code === 'EACCES' || code === 'EPERM')
    return failed('ssh-forbidden', sshText.forbidden(machine), sshText.asOwner, 'permission');
  if (code === 'ECONNREFUSED' || code === 'ENOENT') return failed('ssh-refused', sshText.refused(machine));
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return failed('ssh-unreachable', sshText.noRoute(machine));
  if (level === 'client-timeout' || message.includes('Timed out'))
    return failed('ssh-timeout', sshText.timeout(machine));
  if (isLoss(message, code, level)) return failed('ssh-lost', sshText.lost(machine));
  return failed('ssh-failed', sshText.unknown(machine, message));
};

// node-ssh calls a connection that was closed before it was ready ETIMEDOUT.
const isLoss = (message: string, code: unknown, level: unknown): boolean =>
  code === 'ECONNRESET' ||
  code === 'EPIPE' ||
  code === 'ETIMEDOUT' ||
  level === 'client-socket' ||
  /not connected|no response from server|connection lost|keepalive timeout/i.test(message);

/** Failures that a machine on its way up shows too, and that another attempt may not meet. */
export const mayPass = (error: LabError): boolean =>
  ['ssh-refused', 'ssh-unreachable', 'ssh-timeout', 'ssh-lost'].includes(error.code);

/** Why the far side could not open a connection, by sshd's words. */
export const dialError = (error: unknown, address: string, port: number): DialError => {
  if (error instanceof DialError) return error;
  const { message } = marks(error);
  return new DialError(dialFailure(message), `${address}:${String(port)}: ${message}`, { cause: error });
};

const dialFailure = (message: string): DialFailure => {
  if (/refused/i.test(message)) return 'refused';
  if (/timed? ?out/i.test(message)) return 'silent';
  return 'unreachable';
};
