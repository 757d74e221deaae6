import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { roles } from '../../../ansible-free-provision/index.ts';
import { compile } from '../../../src/blueprint/compile.ts';
import type { CheckGround } from '../../../src/checks/check.ts';
import { checkKinds } from '../../../src/checks/kinds.ts';
import { commonFlags } from '../../../src/cli/parse.ts';
import { verbs } from '../../../src/cli/registry.ts';
import { exitCodes } from '../../../src/errors/lab-error.ts';
import { renderGraph } from '../../../src/report/graph/render.ts';
import { requirements } from '../../../src/providers/local/requirements.ts';
import * as tuiText from '../../../src/text/tui.ts';
import { parseTopology } from '../../../src/topology/parse.ts';
import { keyTable } from '../../../src/tui/keys.ts';
import { roleWorld } from '../../support/role-world.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const readme = readFileSync('README.md', 'utf8');
const portuguese = readFileSync('README.pt.md', 'utf8');
const pages = [
  ...['README.md', 'README.pt.md', 'CONTRIBUTING.md', 'topology/README.md', 'ansible-free-provision/README.md'],
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).flatMap((file) =>
    file.endsWith('.md') ? [join('docs', file)] : [],
  ),
];

test.each(pages)('every link of %s leads to something', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link]) => link ?? '');
  expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
});

/** The words in backquotes in the first column of the table below a heading. */
const firstColumn = (heading: string): readonly string[] => {
  const section = readme.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .flatMap((line) =>
      [...(/^\| (`.*?) *\|/.exec(line)?.[1] ?? '').matchAll(/`(.+?)`/g)].map(([, word]) => word ?? ''),
    );
};

test('the page on roles has every facet of one', () => {
  const source = readFileSync('src/kit/role.ts', 'utf8')
    .split('export interface Role<P = unknown> {')[1]
    ?.split('\n}')[0];
  const facets = [...(source ?? '').matchAll(/^ {2}(?:readonly )?(\w+)\??[(:]/gm)].map(([, facet]) => facet);
  const told = readFileSync('ansible-free-provision/README.md', 'utf8');
  expect(facets.length).toBeGreaterThan(15);
  expect(facets.filter((facet) => !told.includes(`\`${facet ?? ''}\``))).toEqual(['name', 'summary']);
});

test('the first two commands in README are those that work on a fresh clone', () => {
  const commands = [...readme.matchAll(/^ {4}(\S.*)$/gm)].map(([, command]) => command);
  expect(commands.slice(0, 2)).toEqual(['./bancada up survey --setup', './test/run']);
});

test('README names every package that --setup installs', () => {
  const [, sentence = ''] = /`--setup` installs (.*?)\. Without it/s.exec(readme) ?? [];
  const named = [...sentence.matchAll(/`(.+?)`/g)].map(([, name]) => name);
  // Of priority `required`: every installed Debian and Ubuntu has them.
  const everywhere = ['e2fsprogs', 'mount', 'util-linux'];
  expect([...named, ...everywhere].toSorted()).toEqual(requirements.map((each) => each.package).toSorted());
});

test('README counts the checks of the survey lab as they are', async () => {
  const world = await roleWorld('survey', await temporaryFolder());
  const ids = checkKinds.flatMap((kind) => kind.derive({ world } as CheckGround).map(({ id }) => id));
  const [all, closed] = [ids.length, ids.filter((id) => id.startsWith('closed:')).length].map(String);
  expect(readme).toContain(`✓ closed     ${closed} of ${closed} refused`);
  expect(readme).toContain(`all ${all} checks passed`);
  const [, passed, failed] = /^(\d+) passed, (\d+) failed, 0 inconclusive$/m.exec(readme) ?? [];
  expect(Number(passed) + Number(failed)).toBe(ids.length);
});

test('README has every verb, and no other', () => {
  expect(firstColumn('Verbs').toSorted()).toEqual(Object.keys(verbs).toSorted());
});

test('README uses no verb that is not there', () => {
  const used = [...readme.matchAll(/\.\/bancada ([a-z]+)/g)].map(([, verb]) => verb);
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((verb) => !Object.hasOwn(verbs, verb ?? ''))).toEqual([]);
});

/** What a page has a verb told, up to what a machine is to run: `['up', '--setup']`. */
const optionsIn = (page: string): readonly (readonly [verb: string, option: string])[] =>
  [...readFileSync(page, 'utf8').matchAll(/bancada ([a-z]+)([^`\n#|]*)/g)].flatMap(([, verb = '', rest = '']) =>
    [...(rest.split(' -- ')[0] ?? '').matchAll(/ (--?[a-z][a-z-]*)/g)].map(
      ([, option = '']) => [verb, option] as const,
    ),
  );

test('no page tells a verb an option that it does not have', async () => {
  const told = pages.flatMap(optionsIn);
  expect(told.length).toBeGreaterThan(60);
  const load: Readonly<Record<string, (typeof verbs)['up'] | undefined>> = verbs;
  const unknown = told.map(async ([verb, option]) => {
    const flags = (await load[verb]?.())?.flags ?? [];
    const known = [...flags, ...commonFlags].flatMap((flag) => flag.flags.split(/[ ,]+/));
    return known.includes(option) ? [] : [`${verb} ${option}`];
  });
  expect((await Promise.all(unknown)).flat()).toEqual([]);
});

test('README has every exit code', () => {
  const codes = [...readme.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code));
  expect(codes).toEqual([0, 1, 2, 3, ...Object.values(exitCodes)].toSorted((a, b) => a - b));
});

/** What the READMEs of two languages have in common, section by section; titles, remarks and placeholders are translated. */
const shapeOf = (page: string) =>
  page.split(/^(?=#+ \S)/m).map((section) => ({
    level: /^#+/.exec(section)?.[0],
    code: [...section.matchAll(/^(?: {4}\S.*|```\w*\n[^]*?^```)$/gm)].map(([code]) =>
      code.replaceAll(/ +# .*$/gm, '').replaceAll(/<[^<>\n]*>/g, '<>'),
    ),
    // Of each row of a table its first cell, where that is no prose.
    rows: [...section.matchAll(/^\| (.*?) +\|/gm)].map(([, cell = '']) => (/^[`\d]/.test(cell) ? cell : '')),
    numbers: section
      .replaceAll(/\]\(.*?\)/g, ']')
      .match(/\d+(?:\.\d+)*/g)
      ?.toSorted(),
  }));

test('README.pt.md has the sections, commands, outputs, tables and numbers of README.md', () => {
  expect(shapeOf(portuguese)).toEqual(shapeOf(readme));
});

test('README.pt.md links to the Portuguese page wherever there is one', () => {
  const links = [...portuguese.matchAll(/\]\((docs\/[^)#]+\.md)\)/g)].map(([, link = '']) => link);
  const wanted = [...readme.matchAll(/\]\(docs\/([^)#/]+\.md)\)/g)].map(([, page = '']) =>
    existsSync(`docs/pt/${page}`) ? `docs/pt/${page}` : `docs/${page}`,
  );
  expect(links).toEqual(wanted);
});

test('README.pt.md says of every key what the terminal interface says', () => {
  const table = portuguese.replaceAll(/ +/g, ' ');
  const rows = keyTable.map(({ shown, what }) => `| \`${shown}\` | ${tuiText.keys[what].pt} |`);
  expect(rows.filter((row) => !table.includes(row))).toEqual([]);
});

const places = ['virtualbox', 'ec2', 'existing-hosts'].flatMap((page) => [
  { file: `docs/${page}.md`, headings: ['What to install', 'What it costs', /nothing is left/] },
  { file: `docs/pt/${page}.md`, headings: ['O que instalar', 'Quanto custa', /nada ficou/] },
]);

test.each(places)(
  '$file tells what to install where, what it costs, and how to be sure that nothing is left',
  (page) => {
    const text = readFileSync(page.file, 'utf8');
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
    for (const wanted of page.headings) expect(headings).toContainEqual(expect.stringMatching(wanted));
    for (const system of ['Windows', 'macOS', 'Apple silicon', 'Linux', 'Debian']) expect(text).toContain(system);
  },
);

test('the picture of the survey lab is current: ./bancada graph survey -o docs/survey.svg', () => {
  const file = 'topology/survey.yaml';
  const { topology } = parseTopology({ file, text: readFileSync(file, 'utf8') }, roles);
  const { blueprint } = compile(topology!, roles);
  const drawn = renderGraph(blueprint!, 'svg', { language: 'en', width: 100, verbose: false });
  expect(readFileSync('docs/survey.svg', 'utf8').trim()).toBe(drawn.trim());
});
