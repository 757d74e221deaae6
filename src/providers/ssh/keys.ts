import type { Refusal } from '../../kit/refusal.ts';
import { Secret } from '../../model/secret.ts';
import { accessOf, readText } from '../../ports/files.ts';
import { hostsText } from '../../text/existing.ts';

/** A user's private key, or why it cannot be used: absent, open to others, locked, or none. */
export const readKey = async (path: string): Promise<Secret | Refusal> => {
  const text = await readText(path);
  if (text === undefined) return hostsText.keyAbsent(path);
  const mode = await accessOf(path);
  if (mode !== undefined && (mode & 0o077) !== 0) return hostsText.keyOpen(path, mode.toString(8).padStart(4, '0'));
  // Loaded only where such keys are used: ssh2 takes a tenth of a second.
  const { keyFault } = await import('../../ssh/key-fault.ts');
  const fault = keyFault(text);
  if (fault === 'locked') return hostsText.keyLocked(path);
  return fault === undefined ? new Secret(text) : hostsText.keyBroken(path, fault.why);
};
