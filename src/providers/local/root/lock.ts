import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Waits for a lock on a file, held until disposed of. A process of its own holds it and ends with this one, so that
 * a lock never outlives its holder. @throws AbortError
 */
export const lock = async (path: string, signal: AbortSignal): Promise<AsyncDisposable> => {
  const holder = spawn('flock', [path, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = once(holder, 'close');
  const release = async (): Promise<void> => {
    holder.stdin.end();
    await ended;
  };
  try {
    await once(holder.stdout, 'data', { signal });
  } catch (error) {
    holder.kill('SIGKILL');
    throw error;
  }
  return { [Symbol.asyncDispose]: release };
};
