import fc from 'fast-check';

/** Part of every hostile text, and of nothing else, no name either: where it turns up, a stranger's text has got. */
export const mark = 'ZQ7';

/** What ends a value, begins a command or means something else in one of the formats that are written. */
const signs = [
  ...['"', "'", '\\', '`id`', '$(id)', '${HOME}', '$x', ';', '; reboot', '}', '} server { listen 81; }', '#', '//'],
  ...['%n', '%i', '%%', '&', '|', '> /tmp/x', '<!--', '<script>', '</ca>', '<%= 1 %>', '{{1}}', "' OR '1'='1", '--'],
  ...['\n', '\r\n', '\nup /bin/sh', '\nExecStart=/bin/sh', '\t', ' ', '\u0000', '\u001b[2J', '\u007f', '\u0085'],
  ...['\u2028', '\u202e', '\ud800', 'é', 'ß', '漢', '🎉', '../../..', '/etc/passwd', '-', '--help', '*', '~', '!'],
];

/** A text that means harm, and bears the mark. */
export const hostileText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...signs), fc.constantFrom(...signs, ''), fc.constantFrom(0, 1, 2))
  .map(
    ([one, other, form]) => [`${mark}${one}${mark}${other}`, `${one}${mark}${other}`, `${mark}${one}${other}`][form]!,
  );
