import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { factsOf } from '../../../src/kit/facts.ts';
import { command } from '../../../src/kit/resources/command.ts';
import { directory } from '../../../src/kit/resources/directory.ts';
import { file } from '../../../src/kit/resources/file.ts';
import { firewall } from '../../../src/kit/resources/firewall.ts';
import { packages } from '../../../src/kit/resources/packages.ts';
import { route } from '../../../src/kit/resources/route.ts';
import { service } from '../../../src/kit/resources/service.ts';
import { sysctl } from '../../../src/kit/resources/sysctl.ts';
import { tree } from '../../../src/kit/resources/tree.ts';
import { dropIn, unit } from '../../../src/kit/resources/unit.ts';
import { user } from '../../../src/kit/resources/user.ts';
import type { Resource } from '../../../src/kit/resource.ts';
import { SecretText } from '../../../src/kit/masked.ts';
import { Secret } from '../../../src/model/secret.ts';

/** What a resource makes of a machine: facts in, difference out. One JSON file a case. */
interface Case {
  /** Name and arguments of a constructor of the kit. `{ "secret": text }` and `{ "secretText": text, "of": [secrets] }` are secrets. */
  readonly resource: readonly [name: string, ...words: unknown[]];
  /** In the order of the resource's questions. */
  readonly answers: readonly unknown[];
  /** Null: as described. Sentences are the English ones. */
  readonly difference: unknown;
}

type Constructor = (...words: unknown[]) => Resource;

const constructors = {
  ...{ command, directory, dropIn, file, firewall, packages },
  ...{ route, service, sysctl, tree, unit, user },
} as unknown as Readonly<Record<string, Constructor | undefined>>;

const build = ([name, ...words]: Case['resource']): Resource => constructors[name]?.(...words.map(revive)) as Resource;

const revive = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(revive);
  const record = value as Readonly<Record<string, unknown>>;
  if (typeof record['secret'] === 'string') return new Secret(record['secret']);
  if (typeof record['secretText'] === 'string') return new SecretText(record['secretText'], record['of'] as string[]);
  // A resource within another's: what `service` watches.
  if (Array.isArray(record['resource'])) return build(record['resource'] as unknown as Case['resource']);
  return Object.fromEntries(Object.entries(record).map(([key, inner]) => [key, revive(inner)]));
};

const inEnglish = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'en' in value && 'pt' in value ? value.en : value;

const folder = new URL('cases/', import.meta.url);

test.each(readdirSync(folder))('%s', (name) => {
  const { resource, answers, difference } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case;
  const made = build(resource);
  expect(answers, 'one answer a question').toHaveLength(made.questions.length);
  const seen = made.compare(factsOf(made.questions, answers)) ?? null;
  expect(JSON.parse(JSON.stringify(seen, inEnglish))).toEqual(difference);
});
