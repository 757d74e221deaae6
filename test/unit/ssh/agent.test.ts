import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSshKey } from '../../../src/pki/ssh-key.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { connect } from '../../../src/ssh/connect.ts';
import type { Reach } from '../../../src/ssh/session.ts';
import { startSshPeer, type SshPeer } from '../../support/ssh-peer.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/* OpenSSH's own agent, with keys that only a passphrase opened. */

let peer: SshPeer;
beforeAll(async () => {
  peer = await startSshPeer();
});
afterAll(() => peer[Symbol.asyncDispose]());

const passphrase = 'correct horse';

const startAgent = async (folder: string): Promise<string> => {
  const socket = join(folder, 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  const stop = async (): Promise<void> => {
    const gone = once(agent, 'exit');
    agent.kill();
    await gone;
  };
  stops.push(stop);
  await expect.poll(() => answers(socket), { timeout: 5000 }).toBe(true);
  return socket;
};
const stops: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(stops.map((stop) => stop())));

const answers = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const connection = createConnection(socket, () => resolve(true)).on('error', () => resolve(false));
    connection.on('connect', () => connection.destroy());
  });

/** Locks a key by the passphrase, as its owner would have it, and opens it for the agent. */
const give = async (agent: string, folder: string, name: string, privateKey: string): Promise<void> => {
  const key = join(folder, name);
  await writeFile(key, privateKey, { mode: 0o600 });
  await execa('ssh-keygen', ['-q', '-p', '-P', '', '-N', passphrase, '-f', key]);
  const ask = join(folder, 'ask');
  await writeFile(ask, `#!/bin/sh\necho '${passphrase}'\n`, { mode: 0o700 });
  const env = { SSH_AUTH_SOCK: agent, SSH_ASKPASS: ask, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':0' };
  await execa('ssh-add', ['-q', key], { env, stdin: 'ignore' });
};

test('a key with a passphrase opens by the agent that holds it, and no other key is shown', async () => {
  const folder = await temporaryFolder();
  const agent = await startAgent(folder);
  const other = createSshKey('other', secureRandom);
  await give(agent, folder, 'other', other.privateKey.reveal());
  const { privateKey } = peer.reach;
  const by = (publicKey: string): Reach => ({ ...peer.reach, privateKey: { agent, publicKey } });
  await expect(connect(by(other.publicKey))).rejects.toMatchObject({ code: 'ssh-key-refused' });
  await give(agent, folder, 'ours', privateKey.reveal());
  const { stdout: listed } = await execa('ssh-add', ['-L'], { env: { SSH_AUTH_SOCK: agent } });
  const ours = listed.split('\n').find((line) => !line.startsWith(other.publicKey.split(' ').slice(0, 2).join(' ')));
  await using session = await connect(by(ours ?? ''));
  expect((await session.run(['echo', 'in'])).stdout).toBe('in\n');
  // Whose public half nobody knows: all that the agent has are tried.
  await using another = await connect({ ...peer.reach, privateKey: { agent } });
  expect((await another.run(['echo', 'in'])).stdout).toBe('in\n');
  await expect(connect(by(other.publicKey))).rejects.toMatchObject({ code: 'ssh-key-refused' });
});

test('an agent that is gone is a key that was refused', async () => {
  const reach: Reach = { ...peer.reach, privateKey: { agent: join(await temporaryFolder(), 'nobody') } };
  await expect(connect(reach)).rejects.toMatchObject({ code: 'ssh-key-refused' });
});
