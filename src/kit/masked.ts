import { createTwoFilesPatch } from 'diff';
import { Secret } from '../model/secret.ts';

const dots = '•••';

/** A text with secrets in it, that knows how it reads without them. */
export class SecretText extends Secret {
  /** The same lines, each secret part replaced by dots. */
  readonly masked: string;

  constructor(text: string, secrets: readonly string[]) {
    super(text);
    this.masked = secrets
      .filter((secret) => secret !== '')
      .toSorted((one, other) => other.length - one.length)
      // Line by line, so that both texts have the same lines.
      .reduce((masked, secret) => masked.replaceAll(secret, secret.replaceAll(/[^\n]+/g, dots)), text);
  }
}

/** A unified diff from what is there to what should be. Where the text is secret, no line is shown that may hold a secret. */
export const textDiff = (path: string, seen: string | undefined, wanted: string | Secret): string =>
  wanted instanceof Secret ? secretDiff(path, seen, wanted) : patch(path, seen ?? '', wanted);

const secretDiff = (path: string, seen: string | undefined, wanted: Secret): string => {
  const lines = wanted.reveal().split('\n');
  const shown =
    wanted instanceof SecretText ? wanted.masked.split('\n') : lines.map((line) => (line === '' ? '' : dots));
  const mask = new Map(lines.map((line, index) => [line, shown[index] ?? dots]));
  // What was there before and is not wanted may be yesterday's password.
  const before = (seen ?? '').split('\n').map((line) => mask.get(line) ?? (line === '' ? '' : dots));
  return patch(path, before.join('\n'), shown.join('\n'));
};

/** Hunks alone: the change already names the file. */
const patch = (path: string, seen: string, wanted: string): string => {
  const text = createTwoFilesPatch(path, path, seen, wanted, undefined, undefined, { context: 3 });
  const start = text.indexOf('\n@@');
  return start < 0 ? '' : text.slice(start + 1);
};
