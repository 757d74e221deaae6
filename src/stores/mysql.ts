import type { Duplex } from 'node:stream';
import { createConnection } from 'mysql2/promise';
import type { Inspection } from '../kit/role.ts';

/** Rows of a table, each value as text. */
export type Rows = readonly (readonly string[])[];

/** A client of MariaDB or MySQL over an open stream. */
export interface MysqlOver extends AsyncDisposable {
  /** Values stand for the query's `?`. @throws the server's own error, or one about the time limit */
  query(query: string, values?: readonly string[]): Promise<Rows>;
}

/** Signs in over an open connection. Disposing leaves in good order and closes the stream. `timeoutMs`: for each step. */
export const mysqlOver = async (
  stream: Duplex,
  { user, password, database }: Inspection,
  timeoutMs: number,
): Promise<MysqlOver> => {
  const account = { user, password: password.reveal(), ...(database !== undefined && { database }) };
  const connection = await createConnection({ ...account, stream, connectTimeout: timeoutMs, rowsAsArray: true }).catch(
    (error: unknown) => {
      stream.destroy();
      throw error;
    },
  );
  // Without a listener a server that goes away would end the whole program; the next query tells.
  connection.on('error', () => {});
  return {
    query: async (query, values = []) => {
      const [rows] = await connection.query<never[][]>({ sql: query, values: [...values], timeout: timeoutMs });
      return rows.map((row) => row.map(String));
    },
    [Symbol.asyncDispose]: async () => {
      try {
        await connection.end();
      } finally {
        stream.destroy();
      }
    },
  };
};
