import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { roles } from '../../../ansible-free-provision/index.ts';
import { compile } from '../../../src/blueprint/compile.ts';
import { packageRoot } from '../../../src/ports/files.ts';
import { readRoleTexts } from '../../../src/provision/texts.ts';
import { trust } from '../../../src/state/trust.ts';
import { parseTopology } from '../../../src/topology/parse.ts';
import { rolesOf } from '../../../src/verbs/roles.ts';
import { trustRoles } from '../../../src/verbs/trust.ts';
import { temporaryFolder } from '../../support/temporary.ts';

let project: string;
beforeEach(async () => {
  project = await temporaryFolder();
  vi.stubEnv('XDG_STATE_HOME', join(project, 'state'));
});

const whole = await readFile(join(packageRoot(), 'topology/new/role/role.mjs'), 'utf8');

const written = async (name: string, content: string, module = 'role.mjs'): Promise<void> => {
  await mkdir(join(project, 'roles', name), { recursive: true });
  await writeFile(join(project, 'roles', name, module), content);
};

const blueprintOf = async (service: string) => {
  const known = await rolesOf(project);
  const text = `bancada: 1\nnetworks: { lan: {} }\nmachines:\n  one: { networks: { lan: auto }, services: { ${service} } }\n`;
  const { topology, diagnostics } = parseTopology({ text, file: 'own.yaml' }, known);
  return { known, diagnostics, ...(topology && compile(topology, known)) };
};

test('a project without roles of its own has Bancada’s, and nothing need be trusted', async () => {
  expect(await rolesOf(project)).toBe(roles);
});

describe('roles that nobody has said to trust', () => {
  test('are named, and not run', async () => {
    const trace = join(project, 'ran');
    await written('hello', `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(trace)}, '');`);
    await expect(rolesOf(project)).rejects.toMatchObject({ code: 'roles-not-trusted', fault: 'permission' });
    await expect(readFile(trace)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('are not trusted beforehand: where there are none to read, nothing is decided', async () => {
    const stage = { emit: () => {}, consent: () => Promise.resolve(false), signal: new AbortController().signal };
    const bench = { project, directory: project, stage };
    expect(await trustRoles(bench)).toEqual({ trusted: false, roles: [] });
    await written('hello', whole);
    await expect(rolesOf(project)).rejects.toMatchObject({ code: 'roles-not-trusted' });
    expect(await trustRoles(bench)).toEqual({ trusted: true, roles: ['roles/hello/role.mjs'] });
    expect((await rolesOf(project)).at(-1)).toMatchObject({ name: 'hello' });
  });

  test('are those of this very folder', async () => {
    await trust(`${project}-another`);
    await written('hello', whole);
    await expect(rolesOf(project)).rejects.toMatchObject({ code: 'roles-not-trusted' });
  });
});

describe('a role of a project’s own', () => {
  beforeEach(() => trust(project));

  test('is one among Bancada’s: its parameters are checked, its ports become flows', async () => {
    await written('hello', whole);
    const { blueprint, diagnostics } = await blueprintOf('hello: { port: 8123 }');
    expect(diagnostics).toEqual([]);
    expect(blueprint?.services.find(({ name }) => name === 'hello')).toMatchObject({
      ...{ role: 'hello', provisionable: true, offers: [{ name: 'http', port: 8123, protocol: 'tcp', public: false }] },
    });
    const wrong = await blueprintOf('hello: { prt: 8123 }');
    expect(wrong.diagnostics.map(({ code }) => code)).toEqual(['unknown-key']);
  });

  test('carries its own templates, and lays none over those of others', async () => {
    await written('hello', whole);
    await mkdir(join(project, 'roles/hello/templates'));
    await writeFile(join(project, 'roles/hello/templates/page.html.ejs'), 'hello');
    await mkdir(join(project, 'roles/nginx/templates'), { recursive: true });
    await writeFile(join(project, 'roles/nginx/templates/nginx.conf.ejs'), 'not this one');
    const texts = await readRoleTexts(await rolesOf(project));
    expect(texts.template('hello', 'page.html.ejs')).toBe('hello');
    expect(texts.template('nginx', 'nginx.conf.ejs')).toContain('worker_processes');
  });

  test.each<[mistake: string, content: string, code: string, message: RegExp]>([
    ['makes no sense', 'export const role = ({ => ({', 'role-unreadable', /^roles\/hello\/role\.mjs/],
    ['fails as it is loaded', '\nthrow new Error("no");', 'role-unreadable', /^roles\/hello\/role\.mjs:2/],
    ['exports nothing', 'export const rule = 1;', 'role-misshapen', /exports no function "role"/],
    ['fails as it is made', 'export const role = () => nobody;', 'role-unreadable', /role\.mjs:1/],
    ['is made of nothing', 'export const role = () => 3;', 'role-misshapen', /exports no function "role"/],
    ['lacks its summary', 'export const role = () => ({});', 'role-misshapen', /"summary" is something else/],
    ['misspells a facet', whole.replace('offers:', 'ofers:'), 'role-misshapen', /no facet "ofers"/],
    [
      'has a facet that is no program',
      whole.replace(/offers: .*/, 'offers: [80],'),
      'role-misshapen',
      /"offers" is .*a function/,
    ],
    [
      'has another library’s schema',
      whole.replace('z.strictObject(', '('),
      'role-misshapen',
      /"params" is something else/,
    ],
  ])('that %s is told with its file', async (_mistake, content, code, message) => {
    await written('hello', content);
    await expect(rolesOf(project)).rejects.toMatchObject({
      code,
      fault: 'topology',
      message: expect.stringMatching(message) as string,
    });
  });

  test.each<[mistake: string, offers: string, message: RegExp]>([
    ['fails', 'offers: ({ port }) => port.of.nothing,', /^roles\/hello\/role\.mjs:\d+:\d+: "offers" failed/],
    [
      'gives something else',
      'offers: () => [{ name: "http", port: "80" }],',
      /"offers" gave something else than a list of/,
    ],
    ['keeps one waiting', 'offers: async () => [],', /"offers" gave something else/],
    ['asks for no package', 'packages: () => ["--reinstall"],', /"packages" gave something else/],
  ])('that %s when it is asked is told with its place', async (_mistake, offers, message) => {
    await written('hello', whole.replace(/offers: .*/, offers));
    await expect(blueprintOf('hello: {}')).rejects.toMatchObject({
      code: 'role-failed',
      message: expect.stringMatching(message) as string,
    });
  });

  test.each(['nginx', 'My Role'])('cannot be called %s', async (name) => {
    await written(name, whole);
    await expect(rolesOf(project)).rejects.toMatchObject({ code: 'role-name' });
  });
});
