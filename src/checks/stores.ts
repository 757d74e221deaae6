import type { Duplex } from 'node:stream';
import { LabError } from '../errors/lab-error.ts';
import type { Inspection } from '../kit/role.ts';
import type { Service } from '../model/blueprint.ts';
import { contextOf } from '../provision/context.ts';
import { notInspectable } from '../text/checks.ts';
import type { CheckGround } from './check.ts';
import { placeNamed, vantageAt } from './place.ts';

const timeoutMs = 5000;

/** Rows of a table, as text. */
export type Rows = readonly (readonly string[])[];

/** Asks a service's tables, read only, over the way into its machine. Values stand for the query's `?`. */
export const askSql = async (
  ground: CheckGround,
  service: Service,
  query: string,
  values: readonly string[],
  signal: AbortSignal,
): Promise<Rows> => {
  const { stream, inspection } = await enter(ground, service, 'mysql', signal);
  const { createConnection } = await import('mysql2/promise');
  const { user, password, database } = inspection;
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

/** Puts one command to a service's keys, with an account that may only read. `undefined`: nothing there. */
export const askRedis = async (
  ground: CheckGround,
  service: Service,
  [command = 'PING', ...values]: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> => {
  const { stream, inspection } = await enter(ground, service, 'redis', signal);
  const { AbstractConnector, Redis } = await import('ioredis');
  class OverStream extends AbstractConnector {
    constructor() {
      super(timeoutMs);
    }
    override connect(): Promise<never> {
      // ioredis says net.Socket, and with the options below uses only what a Duplex has.
      return Promise.resolve(stream as never);
    }
  }
  const redis = new Redis({
    ...{ username: inspection.user, password: inspection.password.reveal(), Connector: OverStream },
    ...{
      lazyConnect: true,
      noDelay: false,
      enableReadyCheck: false,
      disableClientInfo: true,
      commandTimeout: timeoutMs,
    },
    ...{ retryStrategy: null, maxRetriesPerRequest: 0 },
  });
  let failure: Error | undefined;
  redis.on('error', (error: Error) => (failure ??= error));
  try {
    await redis.connect();
    const value: unknown = await redis.call(command, ...values);
    return value === null || (Array.isArray(value) && value.length === 0) ? undefined : String(value);
  } catch (error) {
    throw failure ?? error;
  } finally {
    redis.disconnect();
    stream.destroy();
  }
};

const enter = async (
  ground: CheckGround,
  service: Service,
  speaks: Inspection['speaks'],
  signal: AbortSignal,
): Promise<{ readonly stream: Duplex; readonly inspection: Inspection }> => {
  const inspection = inspectionOf(ground, service);
  if (inspection?.speaks !== speaks)
    throw new LabError({ code: 'not-inspectable', fault: 'topology', message: notInspectable(service.id) });
  const place = placeNamed(ground.world.blueprint, service.machine ?? '');
  const vantage = await vantageAt(ground, place);
  return { stream: await vantage.dial(inspection.address, inspection.port, { timeoutMs, signal }), inspection };
};

const inspectionOf = ({ world }: CheckGround, service: Service): Inspection | undefined => {
  const role = world.roles.find(({ name }) => name === service.role);
  const machine = world.blueprint.machines.find(({ name }) => name === service.machine);
  return machine && role?.inspect?.(contextOf(world, machine, service));
};
