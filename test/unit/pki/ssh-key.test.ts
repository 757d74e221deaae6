import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { createSshKey } from '../../../src/pki/ssh-key.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { run } from '../../support/program.ts';
import { temporaryFolder } from '../../support/temporary.ts';

test('ssh-keygen finds the public key in the private one', async () => {
  const path = join(await temporaryFolder(), 'id_ed25519');
  const { privateKey, publicKey } = createSshKey('bancada-survey', secureRandom);
  await writeFile(path, privateKey.reveal());
  await chmod(path, 0o600);
  expect(run('ssh-keygen', '-y', '-f', path).trim()).toBe(publicKey);
});

test('ssh2 reads every one of many keys, whatever bytes they begin with and however long the comment is', () => {
  for (let count = 0; count < 600; count++) {
    const { privateKey, publicKey } = createSshKey('x'.repeat(count % 9), secureRandom);
    const [secret, open] = [ssh2.utils.parseKey(privateKey.reveal()), ssh2.utils.parseKey(publicKey)];
    if (secret instanceof Error || open instanceof Error) throw new Error(`key ${String(count)} cannot be read`);
    expect(secret.getPublicSSH().equals(open.getPublicSSH())).toBe(true);
    const signature = secret.sign('data');
    expect(Buffer.isBuffer(signature) && open.verify('data', signature)).toBe(true);
  }
});
