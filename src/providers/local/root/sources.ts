/** The part of this computer's apt sources that belongs to its own release; third parties' stay out of the images. */
export interface Sources {
  /** deb822 paragraphs. */
  readonly paragraphs: string;
  /** One-line entries. */
  readonly lines: string;
  /** Keyring files that they name. */
  readonly keyrings: readonly string[];
}

const ofRelease = (suite: string, codename: string): boolean => suite === codename || suite.startsWith(`${codename}-`);

const field = (paragraph: string, key: string): readonly string[] =>
  new RegExp(`^${key}:(.*(?:\\n[ \\t].*)*)`, 'im').exec(paragraph)?.[1]?.trim().split(/\s+/) ?? [];

const isWanted = (paragraph: string, codename: string): boolean =>
  field(paragraph, 'Types').includes('deb') &&
  field(paragraph, 'Enabled')[0]?.toLowerCase() !== 'no' &&
  field(paragraph, 'Suites').some((suite) => ofRelease(suite, codename));

const withoutComments = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n');

const line = /^deb\s+(?:\[([^\]]*)\]\s+)?\S+\s+(\S+)/;

/** Picks from the texts of `*.sources` and `*.list` files. */
export const pickSources = (
  files: { readonly sources: readonly string[]; readonly lists: readonly string[] },
  codename: string,
): Sources => {
  const paragraphs = files.sources
    .flatMap((text) => withoutComments(text).split(/\n\s*\n/))
    .map((text) => text.trim())
    .filter((text) => isWanted(text, codename));
  const lines = files.lists
    .flatMap((text) => text.split('\n'))
    .map((text) => text.trim())
    .filter((text) => ofRelease(line.exec(text)?.[2] ?? '', codename));
  const named = [
    ...paragraphs.flatMap((paragraph) => field(paragraph, 'Signed-By')),
    ...lines.flatMap((text) => /signed-by=([^\s\]]+)/.exec(line.exec(text)?.[1] ?? '')?.[1]?.split(',') ?? []),
  ];
  const text = (parts: readonly string[], between: string): string =>
    parts.length === 0 ? '' : `${parts.join(between)}\n`;
  return {
    paragraphs: text(paragraphs, '\n\n'),
    lines: text(lines, '\n'),
    keyrings: [...new Set(named.filter((path) => path.startsWith('/')))],
  };
};
