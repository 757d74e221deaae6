import { createCipheriv, createHmac } from 'node:crypto';
import { Secret } from '../model/secret.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';

// The format is described in OpenVPN's doc/tls-crypt-v2.txt. Both kinds of key are runs of 128-byte pairs, of which
// the first 64 bytes are for the cipher and the others for the authentication; AES-256 and SHA-256 use 32 of each.
const pairLength = 128;
const metadataTimestamp = 0x01;

const pem = (label: string, bytes: Uint8Array): Secret => {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return new Secret(`-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`);
};

const decodePem = (text: Secret): Buffer => Buffer.from(text.reveal().replaceAll(/-----.*-----/g, ''), 'base64');

/** The key with which an OpenVPN server unwraps its clients' keys. */
export const createServerKey = (random: Random): Secret =>
  pem('OpenVPN tls-crypt-v2 server key', random.bytes(pairLength));

/** A client's key, of its own, which the server knows without having it: it carries itself, wrapped in the server's key. */
export const createClientKey = (serverKey: Secret, { random, clock }: { random: Random; clock: Clock }): Secret => {
  const server = decodePem(serverKey);
  const key = random.bytes(2 * pairLength);
  const metadata = Buffer.alloc(9);
  metadata.writeUInt8(metadataTimestamp);
  metadata.writeBigUInt64BE(BigInt(Math.floor(clock.now().getTime() / 1000)), 1);
  return pem('OpenVPN tls-crypt-v2 client key', Buffer.concat([key, wrap(server, Buffer.concat([key, metadata]))]));
};

/** SIV construction: the authentication tag is the initialisation vector. */
const wrap = (server: Buffer, content: Buffer): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(32 + content.length + length.length);
  const tag = createHmac('sha256', server.subarray(64, 96)).update(length).update(content).digest();
  const cipher = createCipheriv('aes-256-ctr', server.subarray(0, 32), tag.subarray(0, 16));
  return Buffer.concat([tag, cipher.update(content), cipher.final(), length]);
};
