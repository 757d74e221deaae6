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

/** One word of a line, in formats whose programs split lines at blanks and know quotes, comments and lists. */
const word: Escape = (text) => {
  if (!/^[\p{L}\p{N}._:/@,+=~%*^-]+$/u.test(text))
    throw new RangeError(`${JSON.stringify(text)} is not one plain word`);
  return text;
};

/** One whole value in an option file of MariaDB, which takes the last byte of some letters for a blank where they end a line. */
const optionFile: Escape = (text) => (/^[!-~]*$/.test(word(text)) ? text : `"${text}"`);

/** One word in a systemd unit: specifiers are not expanded. */
const systemd: Escape = (text) => word(text).replaceAll('%', '%%');

/** The value of a line of systemd's EnvironmentFile, quotes included. */
const environment: Escape = (text) => `"${oneLine(text).replaceAll(/["\\$`]/g, '\\$&')}"`;

/** One parameter of an OpenVPN option. */
const openvpn: Escape = (text) =>
  /^[\w.:/@-]+$/.test(text) ? text : `"${oneLine(text).replaceAll(/["\\]/g, '\\$&')}"`;

const formats: readonly (readonly [ending: RegExp, escape: Escape])[] = [
  [/\.html$/, html],
  // Python reads JSON's strings as its own.
  [/\.(json|py)$/, json],
  [/\.sql$/, sql],
  [/nginx[^/]*\.conf$|\.nginx$/, nginx],
  [/\.(service|socket|timer|mount|path|target)$/, systemd],
  [/\.env$/, environment],
  [/\.ovpn$/, openvpn],
  [/\.cnf$/, optionFile],
];

/** The escaping of a file's format, by how its name ends (`.ejs` apart); where nothing is known, one plain word as it is. */
export const escapeFor = (file: string): Escape => {
  const name = file.replace(/\.ejs$/, '');
  return formats.find(([ending]) => ending.test(name))?.[1] ?? word;
};
