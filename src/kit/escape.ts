/** Makes one value of a text; throws RangeError for a text that the format has no way to hold. */
export type Escape = (text: string) => string;

/** What stands between a value and the end of its line in every format here. */
const control = /[\u0000-\u001f\u007f]/;

const oneLine: Escape = (text) => {
  if (control.test(text)) throw new RangeError(`${JSON.stringify(text)} does not fit on one line`);
  return text;
};

const html: Escape = (text) => text.replaceAll(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`);

/** A whole JSON string, quotes included. */
const json: Escape = (text) => JSON.stringify(text);

/** A whole SQL string, quotes included, for MySQL and MariaDB in their default mode. */
const sql: Escape = (text) => {
  if (text.includes('\0')) throw new RangeError('SQL text cannot hold a NUL here');
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
};

/** One parameter of an nginx directive. nginx has no way to write a dollar sign. */
const nginx: Escape = (text) => {
  if (text.includes('$')) throw new RangeError(`nginx would take ${JSON.stringify(text)} for a variable`);
  const line = oneLine(text);
  return /^[A-Za-z0-9_./:@%=,*~^?&+-]+$/.test(line) ? line : `"${line.replaceAll(/["\\]/g, '\\$&')}"`;
};

/** Part of a line in a systemd unit: specifiers are not expanded. */
const systemd: Escape = (text) => oneLine(text).replaceAll('%', '%%');

/** The value of a line of systemd's EnvironmentFile, quotes included. */
const environment: Escape = (text) => `"${oneLine(text).replaceAll(/["\\$`]/g, '\\$&')}"`;

/** Part of a line of a configuration whose program knows quotes and comments. */
const plain: Escape = (text) => {
  if (/["'#;\\]/.test(text)) throw new RangeError(`${JSON.stringify(text)} has a sign that ends a value here`);
  return oneLine(text);
};

const formats: readonly (readonly [ending: RegExp, escape: Escape])[] = [
  [/\.html$/, html],
  [/\.json$/, json],
  [/\.sql$/, sql],
  [/nginx[^/]*\.conf$|\.nginx$/, nginx],
  [/\.(service|socket|timer|mount|path|target)$/, systemd],
  [/\.env$/, environment],
  [/\.(conf|cnf|ini|acl)$/, plain],
];

/** The escaping of a file's format, by how its name ends (`.ejs` apart); where nothing is known, text of one line as it is. */
export const escapeFor = (file: string): Escape => {
  const name = file.replace(/\.ejs$/, '');
  return formats.find(([ending]) => ending.test(name))?.[1] ?? oneLine;
};
