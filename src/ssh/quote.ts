/** What no POSIX shell takes for anything but itself. */
const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** Whether a word, anywhere but at the beginning of a line, means itself to every POSIX shell as it is. */
export const isPlain = (word: string): boolean => plain.test(word);

/**
 * A command line that every POSIX shell splits back into exactly these arguments; the only place where values meet a shell.
 * @throws RangeError for a NUL, which no argument can hold
 */
export const quote = (argv: readonly string[]): string => argv.map(quoteOne).join(' ');

const quoteOne = (argument: string, position: number): string => {
  if (argument.includes('\0')) throw new RangeError('an argument cannot hold a NUL');
  // A first word with `=` would be an assignment.
  if (isPlain(argument) && !(position === 0 && argument.includes('='))) return argument;
  return `'${argument.replaceAll("'", `'\\''`)}'`;
};
