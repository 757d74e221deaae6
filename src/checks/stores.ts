import { addAbortSignal } from 'node:stream';
import type { Duplex } from 'node:stream';
import { LabError } from '../errors/lab-error.ts';
import type { Inspection } from '../kit/role.ts';
import type { Service } from '../model/blueprint.ts';
import { contextOf } from '../provision/context.ts';
import { notInspectable } from '../text/checks.ts';
import type { CheckGround } from './check.ts';
import { placeNamed, vantageAt } from './place.ts';
import { deadline } from '../ports/deadline.ts';
import type { Rows } from '../stores/mysql.ts';

/** For the connection, and for each answer. */
const timeoutMs = 5000;

/** Asks a service's tables, read only, over the way into its machine. Values stand for the query's `?`. */
export const askSql = async (
  ground: CheckGround,
  service: Service,
  query: string,
  values: readonly string[],
  signal: AbortSignal,
): Promise<Rows> => {
  const { stream, inspection } = await enter(ground, service, 'mysql', signal);
  const { mysqlOver } = await import('../stores/mysql.ts');
  await using store = await mysqlOver(stream, inspection, timeoutMs);
  return await store.query(query, values);
};

/** Puts one command to a service's keys, with an account that may only read. `undefined`: nothing there. */
export const askRedis = async (
  ground: CheckGround,
  service: Service,
  command: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> => {
  const { stream, inspection } = await enter(ground, service, 'redis', signal);
  const { redisOver } = await import('../stores/redis.ts');
  using store = await redisOver(stream, inspection, timeoutMs);
  return textOf(await store.call(command));
};

/** A number or text as it is, a list joined by blanks; nothing for nil and for an empty list. */
const textOf = (value: unknown): string | undefined => {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(textOf).join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const enter = async (
  ground: CheckGround,
  service: Service,
  speaks: Inspection['speaks'],
  signal: AbortSignal,
): Promise<{ readonly stream: Duplex; readonly inspection: Inspection }> => {
  const inspection = inspectionOf(ground, service);
  if (inspection?.speaks !== speaks)
    throw new LabError({ code: 'not-inspectable', fault: 'topology', ...notInspectable(service.id) });
  const place = placeNamed(ground.world.blueprint, service.machine ?? '');
  const vantage = await vantageAt(ground, place);
  const stream = await vantage.dial(inspection.address, inspection.port, { timeoutMs, signal });
  const limit = deadline(2 * timeoutMs, signal);
  return { stream: addAbortSignal(limit, stream), inspection };
};

const inspectionOf = ({ world }: CheckGround, service: Service): Inspection | undefined => {
  const role = world.roles.find(({ name }) => name === service.role);
  const machine = world.blueprint.machines.find(({ name }) => name === service.machine);
  return machine && role?.inspect?.(contextOf(world, machine, service));
};
