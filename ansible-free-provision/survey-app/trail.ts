import * as z from 'zod';
import { lastObject, type Span, type Trail } from '../../src/kit/trail.ts';

/** The spans that the application notes, by its own names for them. */
const known: Readonly<Record<string, Pick<Span, 'what' | 'call'>>> = {
  sessions: { what: { en: 'the session', pt: 'a sessão' }, call: { need: 'sessions' } },
  pool: { what: { en: 'waiting for a connection of the pool', pt: 'espera por uma conexão do conjunto' } },
  connect: {
    what: { en: 'a connection is opened or tried', pt: 'uma conexão é aberta ou provada' },
    call: { need: 'database' },
  },
  query: { what: { en: 'queries', pt: 'consultas' }, call: { need: 'database' } },
  commit: { what: { en: 'the transaction is closed', pt: 'a transação é fechada' }, call: { need: 'database' } },
  render: { what: { en: 'the page is written', pt: 'a página é escrita' } },
};

const line = z.object({
  ms: z.number(),
  method: z.string(),
  path: z.string(),
  status: z.number(),
  spans: z.array(z.tuple([z.string(), z.number(), z.number(), z.number().optional()])),
});

/** How far back a request is looked for in the journal. */
const since = '-15min';

/** The line that the application writes about each request. */
export const requestTrail = (unit: string): Trail => ({
  question: (request) => ({
    ask: 'command',
    argv: [
      ...['journalctl', '--quiet', '--no-pager', '--output=cat', `--unit=${unit}`, `--since=${since}`],
      `--grep="request": "${request}"`,
    ],
    timeoutSeconds: 10,
  }),
  read: (printed) => {
    const { success, data } = line.safeParse(lastObject(printed));
    if (!success) return undefined;
    const { ms, spans, ...about } = data;
    return {
      took: ms,
      about,
      spans: spans.flatMap(([name, at, took, own]) =>
        known[name] === undefined ? [] : [{ ...known[name], at, took, ...(own !== undefined && { own }) }],
      ),
    };
  },
});
