import { expect, test } from 'vitest';
import { bancadaAt, type Said } from '../support/bancada.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject, type SmallProject } from '../support/small-project.ts';

const [own, other] = ['feira', 'outra'];
const inside = (...words: readonly string[]) => ['exec', own, '-m', 'one', '--', ...words];

/** From the first look to the last trace, with what goes wrong on the way; each with how it ends. */
const visit: readonly (readonly [code: number, ...words: readonly string[]])[] = [
  [0, 'doctor'],
  [0, 'doctor', own],
  [0, 'validate', own],
  [0, 'plan', own],
  [0, 'status', own],
  [64, 'up', other],
  [0, 'up', own],
  [0, 'up', own],
  [0, 'status', own],
  [0, 'check', own],
  // A service that cannot be started any more, as long as the machine runs.
  [0, ...inside('systemctl', 'mask', '--quiet', '--runtime', '--now', 'memcached.service')],
  [1, 'check', own],
  [0, 'plan', own],
  [4, 'up', own, '--timeout', '5s'],
  [0, 'down', own],
  [0, 'up', own],
  [0, 'destroy', own, '--yes'],
  [4, 'destroy', own, '--yes'],
];

/** As the terminal of somebody who speaks that language has it. */
const spoken = (project: SmallProject, locale: string) => {
  const { directory, environment } = project.standing;
  return { directory, environment: { ...environment, BANCADA_LANG: '', LC_ALL: '', LC_MESSAGES: '', LANG: locale } };
};

const heard = async (locale: string): Promise<readonly Said[]> => {
  const standing = spoken(await smallProject(own, cache), locale);
  const all: Said[] = [];
  for (const [, ...words] of visit) all.push(await bancadaAt(standing, ...words));
  return all;
};

/** What a machine's own programs say is theirs: it is quoted after a bar. */
const linesOf = (said: readonly Said[]): readonly string[] =>
  said
    .filter((_, index) => visit[index]?.[1] !== 'exec')
    .flatMap(({ stdout, stderr }) => `${stdout}\n${stderr}`.split('\n'))
    .filter((line) => !line.startsWith('  | '));

/** The words of a line that are in no command, code, path, address, setting or unit. */
const wordsIn = (line: string): readonly string[] =>
  line
    .replaceAll(/`[^`]*`|\[[\w-]+\]|\b(bancada|systemctl) \w+/g, ' ')
    .replaceAll(/\S*[/@_]\S*|\w+:\w\S*|[\w-]+(\.[a-z][\w-]*)+/g, ' ')
    .toLowerCase()
    .match(/\p{L}{3,}/gu) ?? [];

/** What is called the same in both languages: programs, packages, units, what systemd and this lab's file call things. */
const names = new Set([
  ...['aws', 'bancada', 'bookworm', 'debian', 'kernel', 'systemd', 'memcached', 'firewall', 'cpu', 'gib', 'mib', 'tun'],
  ...['nspawn', 'mmdebstrap', 'nft', 'nsenter', 'losetup', 'mkfs', 'overlay', 'root', 'threads'],
  ...['inactive', 'dead', 'masked'],
  ...['lab', 'one', 'class', 'feira', 'outra'],
  // Portuguese as much as English.
  ...['shell', 'remove'],
]);

test('whoever speaks Portuguese reads no English from the first look to the last trace, whatever goes wrong', async () => {
  const english = await heard('en_US.UTF-8');
  const portuguese = await heard('pt_BR.UTF-8');
  const codes = visit.map(([code]) => code);
  expect(english.map(({ code }) => code)).toEqual(codes);
  expect(portuguese.map(({ code }) => code)).toEqual(codes);
  const foreign = new Set(
    linesOf(english)
      .flatMap(wordsIn)
      .filter((word) => !names.has(word)),
  );
  expect(foreign.size).toBeGreaterThan(100);
  const leaking = linesOf(portuguese).filter((line) => wordsIn(line).some((word) => foreign.has(word)));
  expect([...new Set(leaking)]).toEqual([]);
});
