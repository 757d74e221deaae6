import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { commandLine, type DebianDisk } from './debian.ts';

/** A computer that qemu emulates. */
export interface Guest extends AsyncDisposable {
  /** Runs a line of its shell as its user; what it prints goes to our own output. @returns the exit code */
  run(line: string): Promise<number>;
  /** Like `run`. @returns what it prints @throws if it fails */
  ask(line: string): Promise<string>;
  /** Gives a line of its shell a file to read. @throws if it fails */
  feed(path: string, line: string): Promise<void>;
}

/** Where it finds qemu's own, which asks this computer's. */
export const nameServer = '10.0.2.3';

/** Of its own, and let go again: who is quick could take it meanwhile, and qemu then says so. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** How long an emulated computer may take to answer, in seconds. */
const bootLimit = 1200;

/** Boots one and waits until it answers; its console goes to `console.log` in the folder. It ends when disposed of. */
export const bootGuest = async (folder: string, disk: DebianDisk, user: string, key: string): Promise<Guest> => {
  const port = await freePort();
  const qemu = execa(
    'qemu-system-x86_64',
    [
      // Emulated in any case: a KVM below another hypervisor's may be there and not work.
      ...[
        '-machine',
        'q35',
        '-accel',
        'tcg,thread=multi',
        '-cpu',
        'max',
        '-smp',
        '2',
        '-m',
        '6144',
        '-display',
        'none',
      ],
      ...['-kernel', disk.kernel, '-initrd', disk.initrd, '-append', commandLine],
      ...['-drive', `file=${disk.disk},if=virtio,cache=unsafe`, '-device', 'virtio-rng-pci'],
      ...['-nic', `user,model=virtio-net-pci,hostfwd=tcp:127.0.0.1:${String(port)}-:22`],
      ...['-serial', `file:${join(folder, 'console.log')}`],
    ],
    { reject: false, stdin: 'ignore', stderr: 'inherit' },
  );
  const unknown = ['-o', 'StrictHostKeyChecking=no', '-o', `UserKnownHostsFile=${join(folder, 'known_hosts')}`];
  const patient = ['-o', 'LogLevel=ERROR', '-o', 'ConnectTimeout=60', '-o', 'ServerAliveInterval=60'];
  const entrance = ['-i', key, '-p', String(port), ...unknown, ...patient, `${user}@127.0.0.1`];
  const guest: Guest = {
    run: async (line) =>
      (await execa('ssh', [...entrance, line], { reject: false, stdio: ['ignore', 'inherit', 'inherit'] })).exitCode ??
      -1,
    ask: async (line) => (await execa('ssh', [...entrance, line], { stdin: 'ignore' })).stdout,
    feed: async (path, line) => {
      await execa('ssh', [...entrance, line], { inputFile: path });
    },
    async [Symbol.asyncDispose]() {
      qemu.kill('SIGTERM');
      await qemu;
    },
  };
  const started = performance.now();
  while ((await execa('ssh', [...entrance, 'true'], { reject: false, stdin: 'ignore' })).exitCode !== 0) {
    const isLate = performance.now() - started > bootLimit * 1000;
    if (isLate || qemu.exitCode !== null) {
      await guest[Symbol.asyncDispose]();
      throw new Error(`the computer does not answer; see ${join(folder, 'console.log')}`);
    }
    await pause(2000);
  }
  return guest;
};
