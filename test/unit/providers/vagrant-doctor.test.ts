import { expect, test } from 'vitest';
import type { Finished, Processes } from '../../../src/ports/process.ts';
import { examine, type Kind } from '../../../src/providers/vagrant/examine.ts';

/* What doctor finds on computers that are not this one: what their programs print is scripted, the rest is as it is. */

const printing = (said: Readonly<Record<string, string>>): Processes => {
  const answer = (program: string): Finished => {
    const stdout = Object.entries(said).find(([name]) => program.startsWith(name))?.[1];
    if (stdout === undefined) throw new Error(`no ${program}`);
    return { code: 0, stdout, stderr: '' };
  };
  const run: Processes['run'] = async ({ argv }) => answer(argv[0]);
  return {
    run,
    must: run,
    converse: () => {
      throw new Error('nobody talks here');
    },
  };
};

const windows: Kind = { platform: 'win32', architecture: 'x64' };
const intelMac: Kind = { platform: 'darwin', architecture: 'x64' };
const appleMac: Kind = { platform: 'darwin', architecture: 'arm64' };
const linux: Kind = { platform: 'linux', architecture: 'x64' };
const box = (version: string, vagrant: string) => ({ VBoxManage: version, vagrant: `Vagrant ${vagrant}` });

test.each<readonly [string, Kind, Readonly<Record<string, string>>, readonly string[]]>([
  ['Windows with nothing', windows, {}, ['virtualbox missing', 'vagrant missing']],
  [
    'Windows with Hyper-V',
    windows,
    { ...box('7.1.4r165100', '2.4.3'), powershell: 'True\r\n' },
    ['virtualbox good', 'vagrant good', 'hyper-v warning'],
  ],
  [
    'Windows as it should be',
    windows,
    { ...box('7.1.4r165100', '2.4.3'), powershell: 'False\r\n' },
    ['virtualbox good', 'vagrant good'],
  ],
  ['a Mac with nothing', intelMac, {}, ['virtualbox missing', 'vagrant missing']],
  ['an older Mac', intelMac, box('7.0.20r163906', '2.3.4'), ['virtualbox good', 'vagrant good']],
  [
    'Apple silicon with a VirtualBox of before it',
    appleMac,
    box('7.0.20r163906', '2.4.3'),
    ['virtualbox good', 'virtualbox-version missing', 'vagrant good'],
  ],
  [
    'Apple silicon with a Vagrant that does not know its VirtualBox',
    appleMac,
    box('7.1.4r165100', '2.4.1'),
    ['virtualbox good', 'vagrant good', 'vagrant-version missing'],
  ],
  ['Apple silicon as it should be', appleMac, box('7.2.0r170228', '2.4.9'), ['virtualbox good', 'vagrant good']],
])('%s', async (_, kind, said, expected) => {
  const findings = await examine(printing(said), 'virtualbox', kind);
  const own = findings.filter(({ code }) => code !== 'virtualbox-as-root');
  expect(own.map(({ code, status }) => `${code} ${status}`)).toEqual(expected);
  // There is nothing there that we could install without the user.
  expect(findings.flatMap(({ fix }) => fix)).toEqual([]);
});

test('what to do is said in the words of each system', async () => {
  const fixOn = async (kind: Kind): Promise<string> =>
    (await examine(printing({}), 'virtualbox', kind)).map(({ what }) => what.en).join('\n');
  expect(await fixOn(windows)).toContain('winget install Oracle.VirtualBox Hashicorp.Vagrant');
  expect(await fixOn(intelMac)).toContain('brew install --cask virtualbox vagrant');
  expect(await fixOn(linux)).toContain('docs/virtualbox.md');
  const onLinux = await examine(printing({}), 'virtualbox', linux);
  expect(onLinux.find(({ code }) => code === 'vagrant')?.fix.at(-1)).toContain('vagrant');
});
