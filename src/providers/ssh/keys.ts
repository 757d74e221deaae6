import type { Refusal } from '../../kit/refusal.ts';
import { Secret } from '../../model/secret.ts';
import { sshAgent } from '../../ports/computer.ts';
import { accessOf, readText } from '../../ports/files.ts';
import type { KeyAgent } from '../../ssh/session.ts';
import { hostsText } from '../../text/existing.ts';

/**
 * A user's private key; one that a passphrase locks is the SSH agent's, which asks for it once. Or why it cannot be used:
 * absent, open to others, locked where there is no agent, or none.
 */
export const readKey = async (path: string): Promise<Secret | KeyAgent | Refusal> => {
  const text = await readText(path);
  if (text === undefined) return hostsText.keyAbsent(path);
  const mode = await accessOf(path);
  if (mode !== undefined && (mode & 0o077) !== 0) return hostsText.keyOpen(path, mode.toString(8).padStart(4, '0'));
  // Loaded only where such keys are used: ssh2 takes a tenth of a second.
  const { keyFault } = await import('../../ssh/key-fault.ts');
  const fault = keyFault(text);
  if (fault === 'locked') return agentFor(path);
  return fault === undefined ? new Secret(text) : hostsText.keyBroken(path, fault.why);
};

const agentFor = async (path: string): Promise<KeyAgent | Refusal> => {
  const agent = sshAgent();
  if (agent === undefined) return hostsText.keyLocked(path);
  const publicKey = await readText(`${path}.pub`);
  return { agent, ...(publicKey !== undefined && { publicKey }) };
};
