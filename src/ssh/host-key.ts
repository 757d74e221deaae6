import { createHash } from 'node:crypto';
import { Client } from 'ssh2';
import { sshError } from './errors.ts';

/** The best key first: what a server shows depends on what it is asked for. */
const kinds = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;

/** Nobody is to be signed in. */
const username = 'nobody';

/**
 * The host key that an SSH server shows to somebody who has not met it yet, in OpenSSH's form: `ssh-ed25519 AAAA…`.
 * Nobody vouches for it: only for a way in that nobody else can stand in, or for a user who compares it. @throws LabError `ssh-…`
 */
export const shownHostKey = (
  machine: string,
  place: { readonly host: string; readonly port: number },
  timeoutMs = 10_000,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const client = new Client();
    const fail = (error: Error): void => {
      client.destroy();
      reject(sshError(error, machine, username));
    };
    client.on('error', fail).once('close', () => fail(new Error('connection lost')));
    client.connect({
      ...place,
      username,
      readyTimeout: timeoutMs,
      algorithms: { serverHostKey: [...kinds] },
      // Refused in any case: only the key is wanted.
      hostVerifier: (key: Buffer) => {
        resolve(`${kindOf(key)} ${key.toString('base64')}`);
        return false;
      },
    });
  });

/** A key's first field is its kind. */
const kindOf = (key: Buffer): string => key.subarray(4, 4 + key.readUInt32BE(0)).toString();

/** As OpenSSH shows it: `SHA256:…`. */
export const fingerprintOf = (hostKey: string): string => {
  const [, blob = ''] = hostKey.split(' ');
  return `SHA256:${createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '')}`;
};
