import { CreateTagsCommand, GetConsoleOutputCommand } from '@aws-sdk/client-ec2';
import { LabError } from '../../errors/lab-error.ts';
import { connect } from '../../ssh/connect.ts';
import type { Session } from '../../ssh/session.ts';
import { ec2Texts } from '../../text/ec2.ts';
import { eventually, until } from './patience.ts';
import type { Work } from './setting.ts';
import { tagKeys, tagsFrom } from './tags.ts';
import { userOf, type CloudInstance } from './things.ts';
import { hostKeyOn } from './user-data.ts';

/** The console of an instance is read for so long; EC2 may show it late. */
const consoleMs = 6 * 60_000;
/** For the SSH server to answer after that. */
const sshMs = 120_000;

/** The host key that an instance itself shows where only the account's owner can look. */
const shownKey = async ({ account, lab, ports, stage }: Work, { id, machine }: CloudInstance): Promise<string> =>
  until(ec2Texts.awaitKey, { clock: ports.clock, stage, machine, forMs: consoleMs }, async () => {
    const command = new GetConsoleOutputCommand({ InstanceId: id, Latest: true });
    const { Output = '' } = await eventually(ec2Texts.awaitKnown, { clock: ports.clock, stage, machine }, () =>
      account.ask(command, stage.signal),
    );
    return hostKeyOn(Buffer.from(Output, 'base64').toString('utf8'), lab.identity.id);
  });

/** What is read of a machine at the first connection. */
interface Device {
  readonly ifname: string;
  readonly addr_info: readonly { readonly local?: string; readonly prefixlen: number }[];
}

const deviceOf = async (session: Session, privateIp: string | undefined): Promise<string> => {
  const { stdout } = await session.run(['ip', '-json', '-4', 'address']);
  const devices = JSON.parse(stdout) as readonly Device[];
  const found = devices.flatMap(({ ifname, addr_info }) =>
    addr_info.flatMap(({ local, prefixlen }) => (local === privateIp ? [`${ifname}/${String(prefixlen)}`] : [])),
  );
  // What Debian calls the first network card of such an instance, in a default VPC's subnet.
  return found[0] ?? 'ens5/20';
};

/**
 * Connects for the first time, to the very machine that wrote the key on its console, gives it the host key that the lab
 * made for it, and marks it as ready.
 */
export const takeOver = async (work: Work, instance: CloudInstance, address: string): Promise<void> => {
  const { account, lab, ports, stage } = work;
  const { machine } = instance;
  const ownKey = lab.hostKeys[machine];
  if (ownKey === undefined) return;
  const reach = {
    machine,
    user: userOf(instance),
    privateKey: lab.privateKey,
    route: { host: address, port: ports.sshPort },
    sudo: true,
  };
  const open = (hostKey: string, patienceMs: number): Promise<Session> =>
    connect({ ...reach, hostKey }, { patienceMs, signal: stage.signal, clock: ports.clock });
  // It may have the lab's key already, and only the mark was not set: then the one on its console is an older one.
  const session = await open(ownKey.publicKey, 0).catch(async () =>
    open(await shownKey(work, instance), sshMs).catch(unlessOtherKey(() => open(ownKey.publicKey, sshMs))),
  );
  const device = await deviceOf(session, instance.privateIp);
  // What the image does at its first boot would be in the way of the packages.
  await session.run(['sh', '-c', 'command -v cloud-init >/dev/null && cloud-init status --wait'], {
    signal: stage.signal,
  });
  await giveKey(session, ownKey);
  await session[Symbol.asyncDispose]();
  const proven = await open(ownKey.publicKey, sshMs);
  await proven[Symbol.asyncDispose]();
  const mark = new CreateTagsCommand({ Resources: [instance.id], Tags: tagsFrom({ [tagKeys.ready]: device }) });
  await account.ask(mark, stage.signal);
};

const unlessOtherKey =
  <T>(instead: () => Promise<T>) =>
  (error: unknown): Promise<T> => {
    if (error instanceof LabError && error.code === 'ssh-host-key') return instead();
    throw error;
  };

const keyFile = '/etc/ssh/ssh_host_ed25519_key';

const giveKey = (session: Session, { privateKey, publicKey }: Work['lab']['hostKeys'][string]): Promise<void> => {
  const owned = { do: 'write', owner: 'root', group: 'root' } as const;
  return session.perform([
    { ...owned, path: keyFile, content: privateKey, mode: '0600' },
    { ...owned, path: `${keyFile}.pub`, content: `${publicKey}\n`, mode: '0644' },
    { do: 'systemctl', verb: 'restart', unit: 'ssh.service' },
  ]);
};
