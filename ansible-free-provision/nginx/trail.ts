import { lastObject, type Span, type Trail } from '../../src/kit/trail.ts';

const asked = { en: 'an instance is asked', pt: 'uma instância é perguntada' };

/** What the access log says of a request: how long it took, and how long each instance that was asked. Milliseconds are the finest it knows. */
export const accessTrail = (log: string): Trail => ({
  question: (request) => ({
    ask: 'command',
    argv: ['grep', '--fixed-strings', '--no-filename', `"request":"${request}"`, log],
    timeoutSeconds: 5,
  }),
  read: (printed) => {
    const line = lastObject(printed);
    if (line === undefined || typeof line['seconds'] !== 'number') return undefined;
    const { seconds, upstream, upstream_seconds: times, method, path, status } = line;
    return {
      took: seconds * 1000,
      spans: spansOf(String(upstream), String(times)),
      about: { method: String(method), path: String(path), status: Number(status) },
    };
  },
});

/** `192.168.56.11:8000, 192.168.56.12:8000` with `2.001, 0.004`. One that was not asked at all has no time. */
const spansOf = (addresses: string, times: string): readonly Span[] => {
  const seconds = times.split(', ').map(Number);
  return addresses.split(', ').flatMap((address, index): readonly Span[] => {
    const took = seconds[index];
    if (address === '' || took === undefined || Number.isNaN(took)) return [];
    return [{ what: asked, took: took * 1000, call: { need: 'upstream', address } }];
  });
};
