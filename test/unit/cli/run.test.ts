import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groups, verbs } from '../../../src/cli/registry.ts';
import { run } from '../../../src/cli/run.ts';
import { scriptedConsole } from '../../support/scripted-console.ts';
import type { Script } from '../../support/scripted-console.ts';
import { cache } from '../../support/small-labs.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const say = async (line: string, script: Script = {}) => {
  const console = scriptedConsole({ ...script, words: line.split(' ').filter((word) => word !== '') });
  const code = await run(console);
  return { code, out: console.stdout(), error: console.stderr() };
};

describe('wrong usage ends with 64 and says what was meant', () => {
  it.each([
    ['validat', 'unknown verb validat', 'did you mean validate?'],
    ['fly', 'unknown verb fly', 'bancada --help lists the verbs'],
    ['--verbos', 'a verb is missing', 'bancada --help lists the verbs'],
    ['validate --jsn', 'unknown option --jsn', 'did you mean --json?'],
    ['validate --nothing-like-it', 'unknown option --nothing-like-it', 'bancada validate --help'],
    ['validate a b', 'one word too many: b', 'bancada validate --help'],
    ['image list survey', 'one word too many: survey', 'bancada image --help'],
    ['graph survey --format png', '--format cannot be "png"; it takes ascii, mermaid, svg', ''],
    ['graph survey --format', 'option --format', 'lacks its value'],
    ['validate --lang fr', '--lang cannot be "fr"', 'en, pt'],
    ['validate nosuch', 'no lab "nosuch" in topology/', 'survey'],
    ['help fly', 'unknown verb fly', ''],
  ])('%s', async (line, message, hint) => {
    const { code, out, error } = await say(line);
    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(error).toContain(message);
    expect(error).toContain(hint);
  });

  it('in Portuguese too', async () => {
    expect((await say('validat --lang pt')).error).toBe(
      'erro: verbo desconhecido validat\n  -> você quis dizer validate?\n',
    );
    expect((await say('validat', { environment: { LANG: 'pt_BR.UTF-8' } })).error).toContain('você quis dizer');
  });

  it('as an object on standard output for programs', async () => {
    const { out } = await say('validate nosuch --json');
    expect(JSON.parse(out)).toMatchObject({ type: 'error', code: 'unknown-lab', fault: 'usage' });
  });
});

describe('help', () => {
  it('lists every verb once', async () => {
    const { code, out } = await say('--help');
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
    expect(groups.flatMap((group) => group.verbs).toSorted()).toEqual(Object.keys(verbs).toSorted());
  });

  it('of a verb shows its options and examples, in either language', async () => {
    expect((await say('up --help')).out).toMatchSnapshot();
    expect((await say('help up --lang pt')).out).toMatchSnapshot();
  });

  it.each(Object.keys(verbs))('%s: every example begins with that verb', async (verb) => {
    const { code, out } = await say(`${verb} --help`);
    const examples = out.split('\n').filter((line) => line.startsWith('  bancada '));
    expect(code).toBe(0);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(example.trim().split(' ')[1]).toBe(verb);
  });
});

describe('a topology', () => {
  it('that is good is said to be so, or, quietly, nothing is said', async () => {
    expect(await say('validate survey')).toMatchObject({ code: 0, error: '' });
    expect(await say('validate survey --quiet')).toEqual({ code: 0, out: '', error: '' });
    expect(await say('validate survey', { environment: { BANCADA_QUIET: '1' } })).toEqual({
      code: 0,
      out: '',
      error: '',
    });
  });

  it('with mistakes ends with 65, each at its line', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'bad.yaml'), 'bancada: 1\nname: bad\nmachnes: {}\n');
    const { code, out } = await say('validate ./bad.yaml', { directory: folder });
    expect(code).toBe(65);
    expect(out).toContain('bad.yaml:3:1');
    const shown = await say('show ./bad.yaml', { directory: folder });
    expect(shown.code).toBe(65);
    expect(shown.error).toContain('bad.yaml:3:1');
    const document: unknown = JSON.parse((await say('show ./bad.yaml --json', { directory: folder })).out);
    expect(document).toMatchObject({ code: 'bad-topology', diagnostics: expect.any(Array) as unknown });
  });

  it('is found from a folder below the project', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'topology'));
    await mkdir(join(folder, 'deep/er'), { recursive: true });
    await writeFile(join(folder, 'topology/only.yaml'), 'bancada: 1\nname: only\n');
    expect((await say('validate', { directory: join(folder, 'deep/er') })).out).toContain('topology/only.yaml:1:1');
  });
});

it.each([
  ['1', ''],
  ['yes', ''],
  ['0', 'has no mistakes'],
])('BANCADA_QUIET=%s', async (value, expected) => {
  expect((await say('validate survey', { environment: { BANCADA_QUIET: value } })).out).toContain(expected);
});

it('an environment variable that is neither yes nor no is wrong usage', async () => {
  const { code, error } = await say('validate survey', { environment: { BANCADA_QUIET: 'perhaps' } });
  expect(code).toBe(64);
  expect(error).toContain('BANCADA_QUIET cannot be "perhaps"');
});

it('an option that means nothing on the lab’s target is wrong usage where it is typed, and passed over in the environment', async () => {
  const directory = await temporaryFolder();
  await mkdir(join(directory, 'topology'));
  await writeFile(join(directory, 'topology/only.yaml'), `bancada: 1\nname: only\n${cache}`);
  const { code, error } = await say('plan only --region sa-east-1', { directory });
  expect(code).toBe(64);
  expect(error).toContain('--region means nothing on target local');
  const environment = { BANCADA_REGION: 'sa-east-1', BANCADA_BOX: 'ana/own' };
  const ambient = await say('plan only', { directory, environment });
  expect(ambient).toMatchObject({ code: 0, error: '' });
});

it('what is typed wins over the environment', async () => {
  const { out } = await say('graph survey --format mermaid', { environment: { BANCADA_FORMAT: 'svg' } });
  expect(out).not.toContain('<svg');
});

it('what stands after two dashes is not for us', async () => {
  const { code, out, error } = await say('exec nosuch --all -- ls --json -v --lang pt --help');
  expect({ code, out }).toEqual({ code: 64, out: '' });
  expect(error).toContain('no lab "nosuch"');
  expect(error).not.toContain('    at ');
});

it('BANCADA_JSON makes failures JSON too', async () => {
  const { out } = await say('validate nosuch', { environment: { BANCADA_JSON: '1' } });
  expect(JSON.parse(out)).toMatchObject({ code: 'unknown-lab' });
});
