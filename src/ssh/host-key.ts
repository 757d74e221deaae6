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

/** Which host key a server shows to somebody who has not met it yet: `ssh-ed25519 AAAA…`. Nothing is entered. @throws LabError `ssh-…` */
export const shownHostKey = (machine: string, host: string, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const client = new Client();
    client.on('error', (error) => reject(sshError(error, machine, '')));
    client.once('close', () => reject(sshError(new Error('connection lost'), machine, '')));
    client.connect({
      host,
      port,
      username: 'nobody',
      readyTimeout: 10_000,
      algorithms: { serverHostKey: [...kinds] },
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
