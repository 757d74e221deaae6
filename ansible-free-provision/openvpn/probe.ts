import type { Probe, Values } from '../../src/kit/probe.ts';
import type { Question } from '../../src/kit/question.ts';

/** Who is connected to a tunnel's server, since when, what went through, and when keys were agreed on last. */
export const tunnelProbe = (statusFile: string, unit: string): Probe => {
  const question = { ask: 'file', path: statusFile, content: true } satisfies Question;
  const journal = newestHandshake(unit);
  return {
    probe: 'gauges',
    source: {
      from: 'questions',
      questions: [question, journal],
      read: (facts) => ({
        ...clientsIn(facts.answer(question).content ?? ''),
        ...handshakeIn(facts.answer(journal).stdout),
      }),
    },
    gauges: [
      {
        name: 'clients',
        label: { en: 'clients', pt: 'clientes' },
        unit: 'count',
        value: ({ number }) => number('clients'),
      },
      { name: 'since', label: { en: 'since', pt: 'desde' }, unit: 'text', value: ({ text }) => text('since') },
      {
        name: 'received',
        label: { en: 'received', pt: 'recebido' },
        unit: 'bytes',
        value: ({ number }) => number('received'),
      },
      { name: 'sent', label: { en: 'sent', pt: 'enviado' }, unit: 'bytes', value: ({ number }) => number('sent') },
      {
        name: 'handshake',
        label: { en: 'handshake', pt: 'handshake' },
        unit: 'text',
        value: ({ text }) => text('handshake'),
      },
    ],
  };
};

/**
 * The line that the daemon writes when a handshake is done, the first one and those by which keys are renewed; its status
 * does not tell. Looked for from the end: some milliseconds.
 */
const newestHandshake = (unit: string): Extract<Question, { readonly ask: 'command' }> => ({
  ask: 'command',
  argv: [
    ...['journalctl', '--quiet', '--no-pager', '--boot', `--unit=${unit}`, '--reverse', '--lines=1'],
    ...['--output=short-unix', '--grep=Control Channel: TLSv'],
  ],
  timeoutSeconds: 2,
});

const handshakeIn = (printed: string): Values => {
  const seconds = /^(\d+)/.exec(printed)?.[1];
  return seconds === undefined ? {} : { handshake: moment(Number(seconds)) };
};

/** Of seconds since 1970, in UTC: `2026-11-21T10:20:59`. */
const moment = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19);

/**
 * Lines of `CLIENT_LIST,name,address,inside,inside6,received,sent,since,since in seconds,…`, status version 2.
 * @see https://build.openvpn.net/man/openvpn-2.6/openvpn.8.html
 */
const clientsIn = (status: string): Values => {
  if (status === '') return {};
  const clients = status.split('\n').flatMap((line) => (line.startsWith('CLIENT_LIST,') ? [line.split(',')] : []));
  const sum = (column: number): number => clients.reduce((total, client) => total + Number(client[column] ?? 0), 0);
  const since = Math.min(...clients.map((client) => Number(client[8] ?? Number.NaN)));
  return {
    clients: clients.length,
    received: sum(5),
    sent: sum(6),
    ...(Number.isFinite(since) && { since: moment(since) }),
  };
};
