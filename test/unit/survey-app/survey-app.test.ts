import { spawnSync } from 'node:child_process';
import { scryptSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statementTrail } from '../../../ansible-free-provision/mariadb/trail.ts';
import { installed, startMariadb, startRedis } from '../../support/servers.ts';
import type { Mariadb, Server } from '../../support/servers.ts';
import { startSurveyApp, Visitor } from '../../support/survey-app.ts';
import type { SurveyApp } from '../../support/survey-app.ts';

const hasModules = spawnSync('/usr/bin/python3', ['-c', 'import flask, redis, pymysql, gunicorn']).status === 0;
const possible = hasModules && installed('mariadbd', 'redis-server', 'curl', '/usr/bin/gunicorn');
const title = possible ? 'the survey' : 'the survey (NOT CHECKED: needs flask, gunicorn, mariadb and redis)';

const answers = {
  income: '2-a-4',
  household: '3',
  frequency: 'semana-1',
  spend: '1234.50',
  transport: 'a-pe',
  missing: 'preco',
  intention: '4',
};

describe.skipIf(!possible)(title, { timeout: 20_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bancada-survey-'));
  /** The database's, of slow statements. */
  const log = join(folder, 'slow.log');
  let mariadb: Mariadb;
  let redis: Server & { readonly port: number };
  let app1: SurveyApp;
  let app2: SurveyApp;
  beforeAll(async () => {
    const account = ['--user', 'survey', 'on', '>redissecret', '~survey:*', '+@all'];
    [mariadb, redis] = await Promise.all([
      startMariadb(folder, ['--slow-query-log=1', `--slow-query-log-file=${log}`]),
      startRedis(folder, account),
    ]);
    sql(`create database survey; create user survey@'127.0.0.1' identified by 'mariadb secret';
grant select, insert, update, delete on survey.* to survey@'127.0.0.1'; use survey;
${readFileSync('ansible-free-provision/survey-app/schema.sql', 'utf8')}`);
    const stores = { mariadb, redisPort: redis.port };
    [app1, app2] = await Promise.all([
      startSurveyApp(folder, 'app1', { ...stores, demo: true }),
      startSurveyApp(folder, 'app2', { ...stores, demo: false }),
    ]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([app1, app2, redis, mariadb].map((server) => server[Symbol.asyncDispose]()));
    rmSync(folder, { recursive: true });
  });

  const sql = (text: string): string => {
    const { stdout, stderr } = spawnSync('mariadb', ['-NB'], { env: mariadb.env, input: text, encoding: 'utf8' });
    expect(stderr).toBe('');
    return stdout.trim();
  };
  const keys = (): string[] => {
    const words = ['-p', String(redis.port), '--raw', 'keys', '*'];
    return spawnSync('redis-cli', words, { encoding: 'utf8' })
      .stdout.split('\n')
      .filter((key) => key !== '');
  };
  const registered = async (email: string): Promise<Visitor> => {
    const visitor = new Visitor();
    await visitor.get(`${app1.url}/cadastro`);
    const done = await visitor.post(`${app1.url}/cadastro`, { name: 'Ana <b>', email, password: 'segredo-bom' });
    expect(done.status).toBe(303);
    return visitor;
  };
  const leave = async (visitor: Visitor): Promise<void> => {
    await visitor.get(`${app1.url}/conta`);
    expect((await visitor.post(`${app1.url}/conta/apagar`)).status).toBe(303);
  };

  test('a consumer registers on one machine, answers on the other, and leaves nothing behind', async () => {
    const visitor = await registered('ana@example.invalid');
    expect((await visitor.get(`${app2.url}/questionario`)).text).toContain('Ana &lt;b&gt;');
    expect((await visitor.post(`${app2.url}/questionario`, answers)).status).toBe(303);
    expect(sql('select spend, income from survey.answer')).toBe('1234.50\t2-a-4');
    expect((await visitor.get(`${app1.url}/resultados`)).text).toContain('R$ 1.234');
    expect(JSON.parse((await visitor.get(`${app2.url}/whoami`)).text)).toMatchObject({
      machine: 'app2',
      visitor: 'Ana <b>',
    });
    expect(keys()).toEqual([`survey:session:${visitor.cookie ?? ''}`]);
    await leave(visitor);
    expect(sql('select count(*) from survey.account; select count(*) from survey.answer')).toBe('0\n0');
    expect(keys()).toEqual([]);
  });

  test('a page is one request that says who answered, under the id that the balancer gave', async () => {
    const page = await new Visitor().get(`${app2.url}/`, { 'x-request-id': 'abcdef0123456789' });
    expect(page.text).toContain('página servida por <b>app2</b>');
    expect(page.text).toContain('abcdef0123456789');
    expect(page.text.match(/(src|href)="(?!\/|data:|")[^"]*"|<script|<img|stylesheet/g)).toBeNull();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const line = readFileSync(app2.log, 'utf8')
      .split('\n')
      .find((each) => each.includes('abcdef0123456789'));
    expect(JSON.parse(line ?? '')).toMatchObject({ method: 'GET', path: '/', status: 200, account: null });
  });

  test.each([
    ['/healthz', ['sessions', 'pool', 'query', 'commit']],
    ['/resultados', ['pool', 'query', 'commit', 'render']],
    ['/cadastro', ['sessions', 'render']],
  ])('a request to %s writes down what it was busy with, and no moment twice', async (path, parts) => {
    const id = `spans-${path.slice(1)}`;
    await new Visitor().get(`${app1.url}${path}`, { 'x-request-id': id });
    const line = readFileSync(app1.log, 'utf8')
      .split('\n')
      .find((each) => each.includes(id));
    const { ms, spans } = JSON.parse(line ?? '') as {
      ms: number;
      spans: readonly (readonly [string, number, number])[];
    };
    const names = new Set(spans.map(([name]) => name));
    expect(parts.filter((part) => !names.has(part))).toEqual([]);
    expect(spans.every(([, at, took]) => at >= 0 && took >= 0 && at + took <= ms)).toBe(true);
    expect(spans.reduce((total, [, , took]) => total + took, 0)).toBeLessThanOrEqual(ms);
  });

  test('the database writes down what a request that is followed asks of it, and no other', async () => {
    const visited = async (id: string, headers: Record<string, string>) => {
      expect((await new Visitor().get(`${app1.url}/resultados`, { 'x-request-id': id, ...headers })).status).toBe(200);
      const [program = '', ...words] = statementTrail.question(id).argv.with(-1, log);
      return statementTrail.read(spawnSync(program, words, { encoding: 'utf8' }).stdout);
    };
    const followed = await visited('followed-request', { 'x-follow': '1' });
    expect(followed?.took).toBeGreaterThan(0);
    expect(readFileSync(log, 'utf8').match(/\/\* followed-request \*\//g)?.length).toBeGreaterThan(5);
    expect(await visited('ordinary-request', {})).toBeUndefined();
    // What is posted is nobody's to read in a log.
    const visitor = new Visitor();
    await visitor.get(`${app1.url}/entrar`);
    const form = { email: 'x@example.invalid', password: 'segredo-bom' };
    await visitor.post(`${app1.url}/entrar`, form, { 'x-follow': '1' });
    expect(readFileSync(log, 'utf8')).not.toContain('example.invalid');
  });

  test('the session store tells how long it was at a request that is followed, and answers it the same', async () => {
    const visitor = await registered('eva@example.invalid');
    const asked = async (id: string, headers: Record<string, string>) => {
      const page = await visitor.get(`${app1.url}/whoami`, { 'x-request-id': id, ...headers });
      expect(JSON.parse(page.text)).toMatchObject({ visitor: 'Ana <b>' });
      const line = readFileSync(app1.log, 'utf8')
        .split('\n')
        .find((each) => each.includes(id));
      return (JSON.parse(line ?? '') as { spans: readonly (readonly [string, ...number[]])[] }).spans;
    };
    const [span, ...others] = await asked('followed-session', { 'x-follow': '1' });
    expect(others).toEqual([]);
    const [name, , took = 0, own = 0] = span ?? [];
    expect([name, own > 0, own < took]).toEqual(['sessions', true, true]);
    expect((await asked('ordinary-session', {})).map((each) => each.length)).toEqual([3]);
    await leave(visitor);
  });

  test('signing in changes the session, and signing out ends it everywhere', async () => {
    const first = await registered('bia@example.invalid');
    const visitor = new Visitor();
    await visitor.get(`${app1.url}/entrar`);
    const before = visitor.cookie;
    const done = await visitor.post(`${app2.url}/entrar`, { email: ' BIA@example.invalid', password: 'segredo-bom' });
    expect(done.status).toBe(303);
    expect(visitor.cookie).not.toBe(before);
    const copy = new Visitor();
    copy.takeCookieOf(visitor);
    expect((await copy.get(`${app1.url}/conta`)).status).toBe(200);
    expect((await visitor.post(`${app1.url}/sair`)).status).toBe(400);
    await visitor.get(`${app1.url}/`);
    expect((await visitor.post(`${app1.url}/sair`)).status).toBe(303);
    expect((await copy.get(`${app2.url}/conta`)).status).toBe(302);
    await leave(first);
  });

  test.each([
    ['without a token', '/entrar', { csrf: '' }, 400],
    ['with another token', '/entrar', { csrf: 'x'.repeat(43) }, 400],
    ['with a wrong password', '/entrar', { email: 'no@example.invalid', password: 'nope' }, 401],
    ['with a short password', '/cadastro', { name: 'A', email: 'a@example.invalid', password: 'short' }, 422],
    ['with half an address', '/cadastro', { name: 'A', email: 'a@', password: 'long enough' }, 422],
    ['with a text of 100 kB', '/cadastro', { name: 'x'.repeat(100_000) }, 413],
  ])('a form %s is refused', async (_, path, form, status) => {
    const visitor = new Visitor();
    await visitor.get(`${app1.url}${path}`);
    expect((await visitor.post(`${app1.url}${path}`, form)).status).toBe(status);
  });

  test.each([
    { income: 'bilionário' },
    { household: '0' },
    { household: '2.5' },
    { spend: '-1' },
    { spend: 'NaN' },
    { spend: '1e99' },
    { spend: '1.001' },
    { intention: '6' },
    { transport: '' },
  ])('an answer of %j is refused', async (wrong) => {
    const visitor = await registered('caio@example.invalid');
    await visitor.get(`${app1.url}/questionario`);
    expect((await visitor.post(`${app1.url}/questionario`, { ...answers, ...wrong })).status).toBe(422);
    expect(sql('select count(*) from survey.answer')).toBe('0');
    await leave(visitor);
  });

  test('two accounts cannot share an address', async () => {
    const first = await registered('dora@example.invalid');
    const second = new Visitor();
    await second.get(`${app1.url}/cadastro`);
    const form = { name: 'D', email: 'dora@example.invalid', password: 'segredo-bom' };
    expect((await second.post(`${app1.url}/cadastro`, form)).status).toBe(422);
    await leave(first);
  });

  test('a password is kept as a scrypt hash with a salt of its own, and nowhere in the open', async () => {
    const visitors = [await registered('fay@example.invalid'), await registered('gil@example.invalid')];
    const hashes = sql('select password from survey.account').split('\n');
    expect(new Set(hashes).size).toBe(2);
    for (const hash of hashes) {
      const [method, cost, block, parallel, salt = '', key] = hash.split('$');
      expect(method).toBe('scrypt');
      expect(Number(cost)).toBeGreaterThanOrEqual(2 ** 14);
      const how = { N: Number(cost), r: Number(block), p: Number(parallel) };
      expect(scryptSync('segredo-bom', Buffer.from(salt, 'base64'), 32, how).toString('base64')).toBe(key);
    }
    const kept = keys().map((key) => spawnSync('redis-cli', ['-p', String(redis.port), 'get', key]).stdout.toString());
    expect(kept.join()).toContain('Ana <b>');
    for (const text of [...kept, readFileSync(app1.log, 'utf8')]) expect(text).not.toContain('segredo-bom');
    for (const visitor of visitors) await leave(visitor);
  });

  test('a mistake inside is a page that shows nothing of it; the journal has it all', async () => {
    sql('rename table survey.answer to survey.away');
    const page = await new Visitor().get(`${app1.url}/resultados`);
    sql('rename table survey.away to survey.answer');
    expect(page.status).toBe(500);
    expect(page.text).toContain('Algo deu errado');
    expect(page.text).not.toMatch(/Traceback|pymysql|\.py\b|survey\.answer|debugger/i);
    expect(readFileSync(app1.log, 'utf8')).toMatch(/Traceback[^]*survey\.answer/);
  });

  const timed = async (ask: () => Promise<{ readonly status: number; readonly text: string }>) => {
    const began = performance.now();
    const { status, text } = await ask();
    return { status, text, seconds: (performance.now() - began) / 1000 };
  };
  const health = async () => {
    const { status, text } = await new Visitor().get(`${app1.url}/healthz`);
    return { status, ...(JSON.parse(text) as Record<string, unknown>) };
  };
  const recovers = () => expect.poll(health, { timeout: 8000 }).toMatchObject({ status: 200, ok: true });

  test('the demo page computes for as long as it is asked to, and not without an end', async () => {
    const page = await timed(() => new Visitor().get(`${app1.url}/demo?ms=60`));
    expect(JSON.parse(page.text)).toEqual({ machine: 'app1', ms: 60 });
    expect(page.seconds).toBeGreaterThan(0.06);
    for (const ms of ['201', '-1', 'nan', 'inf'])
      expect((await new Visitor().get(`${app1.url}/demo?ms=${ms}`)).status).toBe(400);
    expect((await new Visitor().get(`${app2.url}/demo?ms=1`)).status).toBe(404);
  });

  test('a database that hangs is a page of 503 within seconds, and comes back by itself', async () => {
    await recovers();
    mariadb.process.kill('SIGSTOP');
    const page = await timed(() => new Visitor().get(`${app1.url}/resultados`));
    expect(page.status).toBe(503);
    expect(page.text).toContain('o banco de dados não responde');
    expect(page.seconds).toBeLessThan(6);
    await expect(health()).resolves.toMatchObject({ status: 503, database: false, sessions: true });
    expect((await new Visitor().get(`${app1.url}/`)).status).toBe(200);
    mariadb.process.kill('SIGCONT');
    await recovers();
  });

  test('sessions that hang are a page of 503 within seconds, and nobody is signed out by it', async () => {
    const visitor = await registered('eva@example.invalid');
    redis.process.kill('SIGSTOP');
    const page = await timed(() => visitor.get(`${app1.url}/conta`));
    expect(page.status).toBe(503);
    expect(page.text).toContain('o armazenamento de sessões não responde');
    expect(page.seconds).toBeLessThan(4);
    redis.process.kill('SIGCONT');
    await recovers();
    expect((await visitor.get(`${app1.url}/conta`)).status).toBe(200);
    await leave(visitor);
  });
});
