import type { Inspection } from '../kit/role.ts';
import type { ProbeSource, Values } from '../kit/probe.ts';
import type { Vantage } from '../ports/vantage.ts';

/** For the connection, and for each answer: a store that hangs must not hold up what else is read. */
const timeoutMs = 900;

/** A store that is asked again and again over one connection. */
export interface StoreValues extends AsyncDisposable {
  read(): Promise<Values>;
}

/** Signs in to a store from its own machine. @throws DialError, or the store's own error */
export const openStore = async (
  vantage: Vantage,
  inspection: Inspection,
  source: Exclude<ProbeSource, { readonly from: 'questions' }>,
  signal: AbortSignal,
): Promise<StoreValues> => {
  const stream = await vantage.dial(inspection.address, inspection.port, { timeoutMs, signal });
  switch (source.from) {
    case 'sql': {
      const { mysqlOver } = await import('../stores/mysql.ts');
      const store = await mysqlOver(stream, inspection, timeoutMs);
      return {
        read: async () =>
          Object.fromEntries(
            (await store.query(source.query)).map(([name = '', value = '']) => [name, value] as const),
          ),
        [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
      };
    }
    case 'redis-info': {
      const { redisOver } = await import('../stores/redis.ts');
      const store = await redisOver(stream, inspection, timeoutMs);
      return {
        read: async () => infoValues(String(await store.call(['INFO']))),
        [Symbol.asyncDispose]: async () => store[Symbol.dispose](),
      };
    }
  }
};

/** `name:value` lines, with headings and empty lines between. */
export const infoValues = (text: string): Values =>
  Object.fromEntries([...text.matchAll(/^([a-z0-9_]+):(.*?)\r?$/gm)].map(([, name = '', value = '']) => [name, value]));
