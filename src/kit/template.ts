import ejs from 'ejs';
import { LabError } from '../errors/lab-error.ts';
import { Secret } from '../model/secret.ts';
import { escapeFor } from './escape.ts';
import { SecretText } from './masked.ts';

/** A template, and where it comes from. */
export interface TemplateSource {
  /** For messages, and for the format: `nginx/site.nginx.conf.ejs`. */
  readonly file: string;
  readonly text: string;
}

/**
 * Fills an EJS template. `<%= value %>` is escaped for the format of the file (see `escapeFor`), `<%- text %>` is not;
 * only the named locals exist. Secrets may stand anywhere among them: as soon as one is looked at, the result is secret.
 * @throws LabError (bug) for a mistake in the template and a value that its format cannot hold
 */
export const renderTemplate = (
  { file, text }: TemplateSource,
  locals: Readonly<Record<string, unknown>>,
): string | Secret => {
  const used = new Set<string>();
  try {
    const rendered = ejs.render(text, revealing(locals, used) as ejs.Data, {
      strict: true,
      destructuredLocals: Object.keys(locals),
      escape: (value: unknown) =>
        value === undefined || value === null ? absent() : escapeFor(file)(plainText(value)),
    });
    return used.size === 0 ? rendered : new SecretText(rendered, [...used]);
  } catch (error) {
    throw badTemplate(file, error);
  }
};

const absent = (): never => {
  throw new TypeError('a value is missing');
};

const plainText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`a ${typeof value} has no text`);
};

/** The same values with every secret in the open, which notes the secrets that are looked at. */
const revealing = (value: unknown, used: Set<string>): unknown => {
  if (value instanceof Secret) return look(value, used);
  if (typeof value !== 'object' || value === null) return value;
  const copy: object = Array.isArray(value) ? [] : {};
  for (const [key, inner] of Object.entries(value))
    Object.defineProperty(copy, key, { enumerable: true, get: () => revealing(inner, used) });
  return copy;
};

const look = (secret: Secret, used: Set<string>): string => {
  const value = secret.reveal();
  used.add(value);
  return value;
};

const badTemplate = (file: string, cause: unknown): LabError => {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new LabError({
    code: 'template',
    fault: 'bug',
    message: { en: `template ${file}: ${what}`, pt: `modelo ${file}: ${what}` },
    context: { file },
    cause,
  });
};
