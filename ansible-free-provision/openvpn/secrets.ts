import type { SecretSpec } from '../../src/kit/role.ts';
import type { OpenVpn } from '../../src/model/blueprint.ts';

/** The outer key with which the server opens those of its clients. */
export const outerServerKey = 'outer';
/** Names of what a machine shows and keeps. */
export const certificateOf = (machine: string): string => `certificate-${machine}`;
/** The name of a machine's private key. */
export const keyOf = (machine: string): string => `key-${machine}`;
/** The name of a client's outer key. */
export const outerKeyOf = (machine: string): string => `outer-${machine}`;

/** The revocation list on which a client's certificate stands. */
export const listWithout = (machine: string): string => `crl-without-${machine}`;

/** A CA of the tunnel's own, a certificate for each end, an outer key for each client. */
export const secretsOf = ({ server, clients }: OpenVpn): readonly SecretSpec[] => [
  { name: 'ca', kind: 'ca' },
  { name: 'crl', kind: 'crl', of: 'ca' },
  { name: outerServerKey, kind: 'tls-crypt-v2-server' },
  ...identity(server, 'server'),
  ...clients.flatMap((client) => [
    ...identity(client, 'client'),
    { name: outerKeyOf(client), kind: 'tls-crypt-v2-client', of: outerServerKey } as const,
    { name: listWithout(client), kind: 'crl', of: 'ca', revokes: certificateOf(client) } as const,
  ]),
];

const identity = (machine: string, usage: 'server' | 'client'): readonly SecretSpec[] => [
  { name: certificateOf(machine), kind: 'certificate', of: 'ca', commonName: machine, usage },
  { name: keyOf(machine), kind: 'key', of: certificateOf(machine) },
];
