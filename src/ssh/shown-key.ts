import { once } from 'node:events';
import { Client } from 'ssh2';
import { sshError } from './errors.ts';

/**
 * The host key that an SSH server shows, in OpenSSH's form: `ssh-ed25519 AAAA…`. Nobody vouches for it: only for a way
 * in that nobody else can stand in, or for a user who compares it.
 * @throws LabError `ssh-…`
 */
export const shownHostKey = async (
  machine: string,
  place: { readonly host: string; readonly port: number },
  timeoutMs = 10_000,
): Promise<string> => {
  const client = new Client();
  let shown: Buffer | undefined;
  const failed = once(client, 'error') as Promise<[Error]>;
  client.connect({
    ...place,
    username: 'nobody',
    readyTimeout: timeoutMs,
    algorithms: { serverHostKey: ['ssh-ed25519'] },
    // Refused in any case: what is wanted is only the key.
    hostVerifier: (key: Buffer) => {
      shown = key;
      return false;
    },
  });
  const [error] = await failed;
  client.on('error', () => undefined).destroy();
  if (shown === undefined) throw sshError(error, machine, 'nobody');
  return `ssh-ed25519 ${shown.toString('base64')}`;
};
