import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SmallProject } from './small-project.ts';

const execute = promisify(execFile);

/** Numbers that are given anew each time are left out. */
const network = `
tc qdisc show | sed -E 's/ [0-9a-f]+: / /; s/ refcnt [0-9]+//'
nft --stateless list ruleset
ip -brief link | awk '{ sub(/@.*/, "", $1); print $1, $2 }'
`;
const machine = `{ ${network}
ps -eo stat=,args= | grep ^T
systemctl list-units --all --plain --no-legend 'bancada-fault-*'
sysctl net.ipv4.ip_forward; } 2>&1`;

/**
 * What breaking a lab and cutting its links is done with, as it is in force now, in each machine and in the network between
 * them: queues, packet rules, cables, processes that were made to stand still, programs that disturb. A sorted list.
 */
export const tracesIn = async (project: SmallProject): Promise<readonly string[]> => {
  const { stdout } = await project.bancada('exec', '--all', '--', 'sh', '-c', machine);
  const record = await readFile(join('/run/bancada', await project.id(), 'switch.json'), 'utf8');
  const { pid } = JSON.parse(record) as { readonly pid: number };
  const words = ['nsenter', `--net=/proc/${String(pid)}/ns/net`, 'sh', '-c', network];
  const asRoot = process.getuid?.() === 0 ? words : ['sudo', '-n', ...words];
  const between = await execute(asRoot[0] ?? '', asRoot.slice(1));
  return [...stdout.split('\n'), ...between.stdout.split('\n').map((line) => `between | ${line}`)].toSorted();
};
