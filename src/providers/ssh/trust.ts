import { LabError } from '../../errors/lab-error.ts';
import type { Bindings } from '../../model/bindings.ts';
import type { Stage } from '../../ports/stage.ts';
import { fingerprintOf, shownHostKey } from '../../ssh/host-key.ts';
import { existingText } from '../../text/existing.ts';
import type { Host } from './hosts.ts';

/** A host with the key that it must show. */
export interface Trusted {
  readonly host: Host;
  readonly hostKey: string;
}

/** The key that a host must show: as the user wrote it, else as it was agreed to. */
export const pinnedKey = (host: Host, { machines }: Bindings): string | undefined => {
  const ssh = machines[host.machine]?.ssh;
  const isAgreed = ssh?.host === host.address && ssh.port === host.port;
  return host.hostKey ?? (isAgreed ? ssh.hostKey : undefined);
};

/** The hosts with their keys; those that are met for the first time are asked about, all at once. @throws LabError `host-not-trusted` */
export const trustHosts = async (
  hosts: readonly Host[],
  bindings: Bindings,
  stage: Stage,
): Promise<readonly Trusted[]> => {
  const met = await Promise.all(
    hosts.map(async (host) => {
      const pinned = pinnedKey(host, bindings);
      const hostKey = pinned ?? (await shownHostKey(host.machine, { host: host.address, port: host.port }));
      return { host, hostKey, isNew: pinned === undefined };
    }),
  );
  const strangers = met.filter(({ isNew }) => isNew);
  if (strangers.length === 0) return met;
  const details = strangers.map(({ host, hostKey }) => {
    const [kind = ''] = hostKey.split(' ');
    return `${host.machine}  ${host.address}:${String(host.port)}  ${kind}  ${fingerprintOf(hostKey)}`;
  });
  if (await stage.consent({ code: 'trust', question: existingText.trustQuestion, details })) return met;
  const lines = strangers.map(({ host, hostKey }) => `${host.machine}: hostKey: ${hostKey}`);
  throw new LabError({ code: 'host-not-trusted', fault: 'usage', ...existingText.notTrusted(lines) });
};
