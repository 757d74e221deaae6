import { quote } from './quote.ts';
import type { Reach } from './session.ts';

/** The files that a configuration names. */
export interface SshConfigFiles {
  /** Absolute path of the lab's private key. */
  readonly identity: string;
  /** Absolute path of the file that `knownHosts` makes. */
  readonly knownHosts: string;
  /** Absolute path of the Node program that carries bytes to a unix socket. */
  readonly node: string;
}

/** Copies standard input and output to a unix socket: no program is needed that Bancada does not need itself. */
const carry = 'const s=require("net").connect(process.argv[1]);process.stdin.pipe(s);s.pipe(process.stdout)';

/** An OpenSSH client configuration by which plain `ssh -F`, `scp -F` and editors enter the machines by their names. */
export const sshConfig = (reaches: readonly Reach[], files: SshConfigFiles): string =>
  reaches.map((reach) => host(reach, files)).join('\n');

const host = ({ machine, user, route, identity }: Reach, files: SshConfigFiles): string => {
  const way =
    'socket' in route
      ? [`ProxyCommand ${percent(quote([files.node, '-e', carry, route.socket]))}`]
      : [`HostName ${route.host}`, `Port ${String(route.port)}`];
  const lines = [
    ...way,
    `User ${user}`,
    `HostKeyAlias ${machine}`,
    `IdentityFile ${path(identity ?? files.identity)}`,
    'IdentitiesOnly yes',
    `UserKnownHostsFile ${path(files.knownHosts)}`,
    'StrictHostKeyChecking yes',
    'UpdateHostKeys no',
  ];
  return [`Host ${machine}`, ...lines.map((line) => `  ${line}`), ''].join('\n');
};

/** OpenSSH's known_hosts with the pinned key of each machine, under the aliases of `sshConfig`. */
export const knownHosts = (reaches: readonly Reach[]): string =>
  reaches.map(({ machine, hostKey }) => `${machine} ${hostKey}\n`).join('');

const percent = (text: string): string => text.replaceAll('%', '%%');
const path = (text: string): string => `"${percent(text).replaceAll(/["\\]/g, '\\$&')}"`;
