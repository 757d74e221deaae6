import type { Probe, Values } from '../../src/kit/probe.ts';
import type { Question } from '../../src/kit/question.ts';

/** Who is connected to a tunnel's server, since when, and what went through. */
export const tunnelProbe = (statusFile: string): Probe => {
  const question = { ask: 'file', path: statusFile, content: true } satisfies Question;
  return {
    probe: 'gauges',
    source: {
      from: 'questions',
      questions: [question],
      read: (facts) => clientsIn(facts.answer(question).content ?? ''),
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
    ],
  };
};

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
    ...(Number.isFinite(since) && { since: new Date(since * 1000).toISOString().slice(0, 19) }),
  };
};
