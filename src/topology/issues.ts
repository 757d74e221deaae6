import type * as z from 'zod';
import { refusalIn } from '../kit/refusal.ts';
import type { SourcePath } from '../model/topology.ts';
import * as say from '../text/topology.ts';
import type { Wording } from '../text/wording.ts';
import type { Part } from './document.ts';

/** One mistake that a schema found, in our words. */
export interface Mistake {
  readonly wording: Wording;
  readonly path: SourcePath;
  readonly part: Part;
}

type Issue = z.core.$ZodIssue;

/** Schemas speak through this while they parse: it carries the known keys of a strict map to `mistakesOf`. */
export const schemaTalk = {
  reportInput: true,
  error: (issue: z.core.$ZodRawIssue): string | undefined => {
    if (issue.code !== 'unrecognized_keys') return undefined;
    const definition = issue.inst?._zod.def as { readonly shape?: object } | undefined;
    return Object.keys(definition?.shape ?? {}).join(' ');
  },
};

/** What a schema's issue means to somebody who writes a topology. `at` is the path of what was parsed. */
export function mistakesOf(issue: Issue, at: SourcePath): readonly Mistake[] {
  const path = [...at, ...(issue.path as (string | number)[])];
  const refusal = refusalIn(issue);
  if (refusal) return [{ wording: refusal, path, part: 'value' }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, issue.message.split(' '), path));
    case 'invalid_key':
      return issue.issues
        .flatMap((inner) => mistakesOf(inner, path))
        .map((mistake) => ({ ...mistake, path, part: 'key' }));
    case 'invalid_union':
      return unionMistakes(issue, path);
    default:
      return [issue.input === undefined && path.length > 0 ? missingKey(path) : { ...plainMistake(issue), path }];
  }
}

const unknownKey = (key: string, known: readonly string[], path: SourcePath): Mistake => ({
  wording: say.unknownKey(key, known),
  path: [...path, key],
  part: 'key',
});

/** A union says what its branches say: the one that agrees with the value's type, if there is one. */
function unionMistakes(issue: Extract<Issue, { code: 'invalid_union' }>, path: SourcePath): readonly Mistake[] {
  if (issue.discriminator !== undefined) return [discriminatorMistake(issue, path)];
  if (issue.input === undefined) return [missingKey(path)];
  const fits = (branch: readonly Issue[]): boolean =>
    !branch.some(
      ({ code, path: below }) => below.length === 0 && (code === 'invalid_type' || code === 'invalid_value'),
    );
  const branch = issue.errors.find(fits);
  if (branch) return branch.flatMap((inner) => mistakesOf(inner, path));
  const expected = issue.errors.flatMap((errors) => errors.slice(0, 1)).flatMap(expectation);
  return [{ wording: say.wrongType(issue.input, [...new Set(expected)]), path, part: 'value' }];
}

function discriminatorMistake(issue: Extract<Issue, { code: 'invalid_union' }>, path: SourcePath): Mistake {
  const key = issue.discriminator ?? '';
  const value = (issue.input as Readonly<Record<string, unknown>>)[key];
  const known = ((issue as { options?: readonly unknown[] }).options ?? [])
    .filter((option) => option !== undefined)
    .map(String);
  if (value === undefined) return { wording: say.missingKey(key, known), path, part: 'key' };
  return { wording: say.unknownValue(value, known), path: [...path, key], part: 'value' };
}

const expectation = (issue: Issue): readonly string[] => {
  if (issue.code === 'invalid_type') return [issue.expected];
  return issue.code === 'invalid_value' ? issue.values.map(String) : [];
};

const missingKey = (path: SourcePath): Mistake => ({
  wording: say.missingKey(String(path.at(-1)), []),
  path,
  part: 'key',
});

function plainMistake(issue: Issue): Omit<Mistake, 'path'> {
  const { input } = issue;
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    return { wording: say.unknownValue(input, known), part: 'value' };
  }
  if (issue.code === 'invalid_type') return { wording: say.wrongType(input, [issue.expected]), part: 'value' };
  if (issue.code === 'too_small') return { wording: say.tooSmall(input, issue.minimum, issue.origin), part: 'value' };
  if (issue.code === 'too_big') return { wording: say.tooBig(input, issue.maximum, issue.origin), part: 'value' };
  return { wording: say.badValue(input, patternIn(issue) ?? issue.message), part: 'value' };
}

const patternIn = (issue: Issue): string | undefined =>
  issue.code === 'invalid_format' && issue.pattern !== undefined ? issue.pattern : undefined;
