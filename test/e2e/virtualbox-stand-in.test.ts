import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBox } from '../support/virtualbox/box.ts';
import { startComputer, type VirtualBoxComputer } from '../support/virtualbox/computer.ts';

/*
 * Whether the stand-in for VirtualBox is one: Debian's Vagrant, as it is, takes two machines through their whole life
 * with its own VirtualBox provider, and with a Vagrantfile that has nothing of Bancada's.
 */

const vagrantfile = `Vagrant.configure("2") do |config|
  config.vm.box = "bancada-test"
  config.vm.guest = :debian
  config.vm.synced_folder ".", "/vagrant", disabled: true
  %w[one two].each_with_index do |name, index|
    config.vm.define name do |machine|
      machine.vm.hostname = name
      machine.vm.network :private_network, ip: "192.168.56.#{10 + index}"
      machine.vm.provider(:virtualbox) { |vm| vm.linked_clone = true }
    end
  end
end
`;

const isRoot = process.getuid?.() === 0;
const isWhole = process.env['BANCADA_TEST_ALL'] !== undefined;

describe.skipIf(!isRoot || !isWhole)('the stand-in for VirtualBox (as root, in --all)', { timeout: 300_000 }, () => {
  let computer: VirtualBoxComputer;

  /** Fails the test if Vagrant does not do as told. */
  const vagrant = async (...words: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await computer.run(
      ...['env', '-C', join(computer.folder, 'project'), 'vagrant', ...words],
    );
    expect(code, `vagrant ${words.join(' ')}: ${stdout}${stderr}`).toBe(0);
    return stdout;
  };
  const onOne = (command: string): Promise<string> => vagrant('ssh', 'one', '--command', command);

  beforeAll(async () => {
    computer = await startComputer(await mkdtemp(join(tmpdir(), 'bancada-vbox-')));
    await mkdir(join(computer.folder, 'project'));
    await writeFile(join(computer.folder, 'project', 'Vagrantfile'), vagrantfile);
    await vagrant('box', 'add', '--name', 'bancada-test', await makeBox(computer, 'debian'));
  });
  afterAll(() => computer[Symbol.asyncDispose]());

  test('Vagrant makes linked clones, gives them names, keys and networks, and they meet', async () => {
    const said = await vagrant('up', '--provider=virtualbox');
    expect(said).toContain('Inserting generated public key within guest');
    expect(said).toContain('Fixed port collision for 22 => 2222');
    expect(await onOne('hostname && ping -c1 -w5 192.168.56.11')).toMatch(/^one\n[^]* 0% packet loss/);
    const { stdout: running } = await computer.run('VBoxManage', 'list', 'runningvms');
    expect(running.trim().split('\n')).toHaveLength(2);
  });

  test('a machine keeps its disk over a halt, and its processes over a suspension', async () => {
    await onOne('sudo sh -c "echo kept > /root/note" && sudo sync');
    await vagrant('halt', 'one');
    expect(await vagrant('status', 'one')).toContain('poweroff (virtualbox)');
    await vagrant('up', 'one');
    expect(
      await onOne('sudo cat /root/note; nohup sleep 1000 >/dev/null 2>&1 & until pgrep -c sleep; do :; done'),
    ).toContain('kept');
    await vagrant('suspend', 'one');
    expect(await vagrant('status', 'one')).toContain('saved (virtualbox)');
    await vagrant('resume', 'one');
    expect(await onOne('pgrep -c sleep')).toMatch(/^[1-9]/);
  });

  test('a snapshot brings back what was there', async () => {
    await vagrant('snapshot', 'save', 'one', 'before');
    await onOne('sudo sh -c "echo changed > /root/note"');
    await vagrant('snapshot', 'restore', 'one', 'before');
    expect(await onOne('sudo cat /root/note')).toContain('kept');
    expect(await vagrant('snapshot', 'list', 'one')).toContain('before');
  });

  test('a machine that is destroyed is gone, the others stay', async () => {
    await vagrant('destroy', '--force', 'one');
    expect(await vagrant('status')).toMatch(/one +not created[^]*two +running/);
    await vagrant('destroy', '--force');
    const { stdout: left } = await computer.run('VBoxManage', 'list', 'vms');
    // The master of linked clones stays, for the next ones.
    expect(left.trim().split('\n')).toHaveLength(1);
  });
});
