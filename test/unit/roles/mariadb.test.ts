import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as mariadb from '../../../ansible-free-provision/mariadb/resources.ts';
import { identifier, literal } from '../../../ansible-free-provision/mariadb/sql.ts';
import { factsOf } from '../../../src/kit/facts.ts';
import type { Resource } from '../../../src/kit/resource.ts';
import { Secret } from '../../../src/model/secret.ts';
import { installed, startMariadb } from '../../support/servers.ts';
import type { Mariadb } from '../../support/servers.ts';

const possible = installed('mariadbd', 'mariadb-install-db', 'mariadb');
const title = possible
  ? 'resources on a real MariaDB'
  : 'resources on a real MariaDB (NOT CHECKED: not installed here)';

describe.skipIf(!possible)(title, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bancada-mariadb-'));
  let server: Mariadb;
  beforeAll(async () => {
    server = await startMariadb(folder);
  }, 60_000);
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const run = (argv: readonly string[], stdin: string | Secret | undefined) => {
    const input = stdin instanceof Secret ? stdin.reveal() : (stdin ?? '');
    const { status, stdout, stderr } = spawnSync(argv[0] ?? '', argv.slice(1), {
      env: server.env,
      input,
      encoding: 'utf8',
    });
    return { code: status ?? -1, stdout, stderr };
  };
  const sql = (text: string): string => {
    const { code, stdout, stderr } = run(['mariadb', '-NB'], text);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    return stdout.trim();
  };
  const signIn = (name: string, password: string, text: string) =>
    run(
      ['mariadb', '-NB', '-h127.0.0.1', `-P${String(server.port)}`, `-u${name}`, `-p${password}`, '--protocol=tcp'],
      text,
    );
  const look = (resource: Resource) => {
    const answers = resource.questions.map((question) =>
      question.ask === 'command' ? run(question.argv, question.stdin) : undefined,
    );
    return resource.compare(factsOf(resource.questions, answers));
  };
  const mend = (resource: Resource): void => {
    for (const operation of look(resource)?.operations ?? []) {
      if (operation.do !== 'run') throw new Error(operation.do);
      expect(run(operation.argv, operation.stdin)).toMatchObject({ code: 0, stderr: '' });
    }
    expect(look(resource)).toBeUndefined();
  };

  const ana = { name: 'ana', host: '127.0.0.1' };
  const tables = readFileSync('ansible-free-provision/survey-app/schema.sql', 'utf8');
  const wanted = [
    mariadb.database('survey'),
    mariadb.account(ana, new Secret('first')),
    mariadb.grant(ana, 'survey', ['SELECT', 'INSERT']),
    mariadb.noOtherAccounts([ana]),
    mariadb.schema('app', 'survey', tables),
  ];

  test('are made once, and then are as described', () => {
    for (const resource of wanted) expect(look(resource)).toBeDefined();
    wanted.forEach(mend);
    expect(wanted.map(look)).toEqual(wanted.map(() => undefined));
  });

  test('are asked about in one run of the client, which keeps the answers apart', () => {
    const questions = wanted.flatMap((resource) => resource.questions.filter((question) => question.ask === 'command'));
    const [first] = questions;
    const inputs = questions.map(({ stdin }) => (stdin instanceof Secret ? stdin.reveal() : (stdin ?? '')));
    const { code, stdout } = run(first?.argv ?? [], inputs.join(first?.apart?.stdin));
    const alone = questions.map(({ argv, stdin }) => run(argv, stdin).stdout);
    expect(code).toBe(0);
    expect(stdout.split(first?.apart?.stdout ?? '')).toEqual(alone);
    expect(new Set(alone).size).toBeGreaterThan(3);
  });

  test('the account does what it may, and nothing else', () => {
    expect(
      signIn('ana', 'first', "insert into survey.account (email, name, password) values ('a', 'b', 'c')").code,
    ).toBe(0);
    expect(signIn('ana', 'first', 'delete from survey.account').stderr).toContain('DELETE command denied');
    expect(signIn('ana', 'first', 'select * from mysql.global_priv').stderr).toContain('denied');
    expect(signIn('ana', 'second', 'select 1').stderr).toContain('Access denied');
  });

  test.each([
    ['a changed password', "set password for ana@'127.0.0.1' = password('mine')", 1],
    ['a right too many', "grant delete on survey.* to ana@'127.0.0.1'", 2],
    ['a right everywhere', "grant process on *.* to ana@'127.0.0.1'", 2],
    [
      'a right on another table',
      "create or replace table test.t (a int); grant select on test.t to ana@'127.0.0.1'",
      2,
    ],
    ['a right taken away', "revoke insert on survey.* from ana@'127.0.0.1'", 2],
    ['a stranger', "create user eve@'%' identified by 'x'", 3],
    ['a stranger with quotes in the name', "create user `e'v\\\\e`@'10.%' identified by 'x'", 3],
    ['a table that is gone', 'drop table survey.answer', 4],
    ['a database that is gone', 'drop database survey', 0],
  ])('%s is found and mended', (_, drift, index) => {
    sql('create database if not exists test');
    sql(drift);
    expect(look(wanted[index] as Resource)).toBeDefined();
    wanted.forEach(mend);
    expect(signIn('ana', 'first', 'select count(*) from survey.answer').stdout).toBe('0\n');
  });

  test('a changed schema is applied again', () => {
    const grown = `${tables}\ncreate table if not exists more (a int);\n`;
    mend(mariadb.schema('app', 'survey', grown));
    expect(sql("select count(*) from information_schema.tables where table_name = 'more'")).toBe('1');
  });

  test('whoever uses the unix socket is left alone', () => {
    sql("create user if not exists student@localhost identified by 'x'");
    expect(look(mariadb.noOtherAccounts([ana]))).toBeUndefined();
  });

  test('any text survives as a literal', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { minLength: 20, maxLength: 60 });
    const sane = texts.map((many) => many.map((text) => text.replaceAll('\0', '')));
    fc.assert(
      fc.property(sane, (many) => {
        const selects = many.map((text) => `select hex(${literal(text)});`);
        const seen = run(['mariadb', '-NB', '--default-character-set=utf8mb4'], selects.join('\n')).stdout.split('\n');
        expect(seen.slice(0, -1)).toEqual(many.map((text) => Buffer.from(text).toString('hex').toUpperCase()));
      }),
      { numRuns: 10 },
    );
  });
});

test.each(['a\0b', '', 'a`b', 'a b', 'x'.repeat(65)])('%j is no name', (name) => {
  expect(() => identifier(name)).toThrow(RangeError);
});

test('a NUL has no place in SQL', () => {
  expect(() => literal('a\0b')).toThrow(RangeError);
});
