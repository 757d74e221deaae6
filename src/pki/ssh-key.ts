import { generateKeyPairSync } from 'node:crypto';
import { Secret } from '../model/secret.ts';
import type { Random } from '../ports/random.ts';

/** An Ed25519 key pair in OpenSSH's own formats. */
export interface SshKeyPair {
  readonly privateKey: Secret;
  /** `ssh-ed25519 AAAA… comment`, without a line end. */
  readonly publicKey: string;
}

const kind = 'ssh-ed25519';

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const field = (value: string | Uint8Array): Buffer => {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([number(bytes.length), bytes]);
};

/** OpenSSH pads with 1, 2, 3, … to the cipher's block, which is 8 for an unencrypted key. */
const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.from(Array.from({ length: (8 - (bytes.length % 8)) % 8 }, (_, index) => index + 1))]);

/**
 * A new key pair, unencrypted, after OpenSSH's PROTOCOL.key.
 * ssh2's own generator is not used: four in a thousand of its Ed25519 keys cannot be read back.
 */
export const createSshKey = (comment: string, random: Random): SshKeyPair => {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const publicPart = Buffer.from(x ?? '', 'base64url');
  const publicBlob = Buffer.concat([field(kind), field(publicPart)]);
  const check = Buffer.from(random.bytes(4));
  const privatePart = field(Buffer.concat([Buffer.from(d ?? '', 'base64url'), publicPart]));
  const secretBlob = padded(Buffer.concat([check, check, publicBlob, privatePart, field(comment)]));
  const container = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[field('none'), field('none'), field('')],
    ...[number(1), field(publicBlob), field(secretBlob)],
  ]);
  const lines = container.toString('base64').match(/.{1,70}/g) ?? [];
  return {
    privateKey: new Secret(
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
    ),
    publicKey: `${kind} ${publicBlob.toString('base64')} ${comment}`,
  };
};

/** Whether these are the two halves of one of our keys, and whole. */
export const isSshKeyPair = (privateKey: string, publicKey: string): boolean => {
  const secret = /^-----BEGIN OPENSSH PRIVATE KEY-----\n([\w+/=\n]+)-----END OPENSSH PRIVATE KEY-----\n$/.exec(
    privateKey,
  );
  const [name, blob = ''] = publicKey.split(' ');
  const bytes = Buffer.from(blob, 'base64');
  const container = Buffer.from(secret?.[1] ?? '', 'base64');
  return name === kind && bytes.length === field(kind).length + 4 + 32 && container.includes(bytes);
};
