import { sha256 } from '../../src/kit/fingerprint.ts';
import type { Resource } from '../../src/kit/resource.ts';
import { command } from '../../src/kit/resources/command.ts';
import type { Secret } from '../../src/model/secret.ts';
import { apart, client, identifier, literal, passwordHash } from './sql.ts';

/** Somebody who may come from one address. */
export interface Account {
  readonly name: string;
  readonly host: string;
}
/** What an account may do with the rows of a database. */
export type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

const quoted = ({ name, host }: Account): string => `${literal(name)}@${literal(host)}`;
const sqlCommand = (spec: {
  readonly id: string;
  readonly summary: { readonly en: string; readonly pt: string };
  readonly ask: string;
  readonly expect: string;
  readonly run: string;
  readonly database?: string;
}): Resource =>
  command({
    id: spec.id,
    summary: spec.summary,
    unless: { argv: client(), stdin: spec.ask, stdout: spec.expect, apart },
    run: [{ argv: client(spec.database), stdin: spec.run }],
  });

/** An empty database, if there is none of that name. */
export const database = (name: string): Resource =>
  sqlCommand({
    id: `mariadb-database:${name}`,
    summary: { en: `make the database ${name}`, pt: `criar o banco de dados ${name}` },
    ask: `select schema_name from information_schema.schemata where schema_name = ${literal(name)};`,
    expect: name,
    run: `create database if not exists ${identifier(name)};`,
  });

/** An account with this password. */
export const account = (who: Account, password: Secret): Resource => {
  const hash = literal(passwordHash(password));
  const isHim = `user = ${literal(who.name)} and host = ${literal(who.host)}`;
  return sqlCommand({
    id: `mariadb-user:${who.name}@${who.host}`,
    summary: { en: `let ${who.name} in from ${who.host}`, pt: `deixar ${who.name} entrar de ${who.host}` },
    ask: `select json_value(priv, '$.authentication_string') = ${hash} from mysql.global_priv where ${isHim};`,
    expect: '1',
    run: `create user if not exists ${quoted(who)};
alter user ${quoted(who)} identified via mysql_native_password using ${hash};`,
  });
};

/** Exactly these privileges on a database, and none elsewhere. */
export const grant = (who: Account, name: string, privileges: readonly Privilege[]): Resource => {
  const grantee = literal(`'${who.name}'@'${who.host}'`);
  return sqlCommand({
    id: `mariadb-grant:${who.name}@${who.host}`,
    summary: {
      en: `allow ${who.name} from ${who.host} to ${privileges.join(', ')} in ${name}`,
      pt: `permitir a ${who.name} de ${who.host} ${privileges.join(', ')} em ${name}`,
    },
    ask: `select what from (
  select table_schema as place, concat_ws('.', table_schema, privilege_type) as what from information_schema.schema_privileges where grantee = ${grantee}
  union select '', privilege_type from information_schema.user_privileges where grantee = ${grantee} and privilege_type <> 'USAGE'
  union select table_schema, concat_ws('.', table_schema, table_name, privilege_type) from information_schema.table_privileges where grantee = ${grantee}
) as granted order by what;`,
    expect: privileges
      .map((privilege) => `${name}.${privilege}`)
      .toSorted()
      .join('\n'),
    run: `revoke all privileges, grant option from ${quoted(who)};
grant ${privileges.join(', ')} on ${identifier(name)}.* to ${quoted(who)};`,
  });
};

/**
 * Nobody else may come over the network. What was made by hand for the unix socket is left alone, and so are roles, which
 * have no host.
 */
export const noOtherAccounts = (accounts: readonly Account[]): Resource => {
  const known = accounts.map((who) => `(${literal(who.name)}, ${literal(who.host)})`).join(', ');
  const others = `from mysql.global_priv where host not in ('', 'localhost') and (user, host) not in (${known}) order by user, host`;
  return sqlCommand({
    id: 'mariadb-no-other-users',
    summary: { en: 'shut out everybody else', pt: 'deixar todos os outros de fora' },
    ask: `select concat(user, '@', host) ${others};`,
    expect: '',
    run: `delimiter //
begin not atomic
  for other in (select user, host ${others}) do
    execute immediate concat('drop user ', quote(other.user), '@', quote(other.host));
  end for;
end //`,
  });
};

/** The tables that a service wants in a database. The text is applied again when it changes or a table is gone. */
export const schema = (owner: string, name: string, sql: string): Resource => {
  const marker = `schema_of_${owner}`;
  const made = [...sql.matchAll(/^create table if not exists (\w+)/gim)].map(([, table]) => table ?? '');
  const tables = [...made, marker].toSorted();
  return sqlCommand({
    id: `mariadb-schema:${owner}`,
    summary: { en: `make the tables of ${owner}`, pt: `criar as tabelas de ${owner}` },
    ask: `select concat(table_name, ' ', if(table_name = ${literal(marker)}, table_comment, 'table')) from information_schema.tables
where table_schema = ${literal(name)} and table_name in (${tables.map(literal).join(', ')}) order by binary table_name;`,
    expect: tables.map((table) => `${table} ${table === marker ? sha256(sql) : 'table'}`).join('\n'),
    database: name,
    run: `${sql}\ncreate or replace table ${identifier(marker)} (applied tinyint) comment = ${literal(sha256(sql))};\n`,
  });
};
