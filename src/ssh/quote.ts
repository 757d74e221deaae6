/** What no POSIX shell takes for anything but itself. */
const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * A command line that every POSIX shell splits back into exactly these arguments; the only place where values meet a shell.
 * @throws RangeError for a NUL, which no argument can hold
 */
export const quote = (argv: readonly string[]): string => argv.map(quoteOne).join(' ');

const quoteOne = (argument: string, position: number): string => {
  if (argument.includes('\0')) throw new RangeError('an argument cannot hold a NUL');
  // A first word with `=` would be an assignment.
  if (plain.test(argument) && !(position === 0 && argument.includes('='))) return argument;
  return `'${argument.replaceAll("'", `'\\''`)}'`;
};
