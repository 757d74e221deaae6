import type { Duplex } from 'node:stream';
import { createConnection } from 'mysql2/promise';
import type { Inspection } from '../kit/role.ts';

/** Rows of a table, each value as text. */
export type Rows = readonly (readonly string[])[];

/** A query, and how long each step of it may take. */
export interface SqlQuestion {
  readonly query: string;
  readonly values: readonly string[];
  readonly timeoutMs: number;
}

/** Signs in over an open connection, asks once, and leaves. Closes the stream. */
export const queryOver = async (
  stream: Duplex,
  { user, password, database }: Inspection,
  { query, values, timeoutMs }: SqlQuestion,
): Promise<Rows> => {
  const account = { user, password: password.reveal(), ...(database !== undefined && { database }) };
  try {
    const connection = await createConnection({ ...account, stream, connectTimeout: timeoutMs, rowsAsArray: true });
    const [rows] = await connection.query<never[][]>({ sql: query, values: [...values], timeout: timeoutMs });
    await connection.end();
    return rows.map((row) => row.map(String));
  } finally {
    stream.destroy();
  }
};
