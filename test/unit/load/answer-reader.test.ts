import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnswerReader, headerOf } from '../../../src/load/program/http/answer-reader.ts';

interface Sample {
  readonly wire: string;
  readonly status: number;
  readonly body: string;
  /** Whether only the end of the connection ends it. */
  readonly untilClose: boolean;
}

const bytes = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 300,
});
const status = fc.constantFrom(200, 303, 404, 500, 503);
const head = (code: number, ...lines: readonly string[]): string =>
  [`HTTP/1.1 ${String(code)} Words`, 'Server: test', ...lines, '', ''].join('\r\n');

const counted = fc.tuple(status, bytes).map(([code, body]): Sample => ({
  wire: head(code, `content-LENGTH:  ${String(body.length)}`) + body,
  status: code,
  body,
  untilClose: false,
}));
const chunked = fc.tuple(status, fc.array(bytes.filter((chunk) => chunk !== ''))).map(([code, chunks]): Sample => {
  const pieces = chunks.map((chunk) => `${chunk.length.toString(16)};note=1\r\n${chunk}\r\n`);
  const wire = `${head(code, 'Transfer-Encoding: chunked')}${pieces.join('')}0\r\nTrailer: yes\r\n\r\n`;
  return { wire, status: code, body: chunks.join(''), untilClose: false };
});
const open = fc
  .tuple(status, bytes)
  .map(([code, body]): Sample => ({ wire: head(code) + body, status: code, body, untilClose: true }));
const empty = fc
  .constantFrom(204, 304)
  .map((code): Sample => ({ wire: head(code, 'Content-Length: 5'), status: code, body: '', untilClose: false }));
const interim = counted.map((sample): Sample => ({ ...sample, wire: head(100) + sample.wire }));
const sample = fc.oneof(counted, chunked, open, empty, interim);

const piecesOf = (text: string, cuts: readonly number[]): readonly string[] => {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return places.slice(1).map((to, index) => text.slice(places[index], to));
};

test('an answer is read the same, wherever it is cut', () => {
  fc.assert(
    fc.property(sample, fc.array(fc.nat(), { maxLength: 12 }), ({ wire, status: code, body, untilClose }, cuts) => {
      const reader = new AnswerReader(true);
      const verdicts = piecesOf(wire, cuts).map((piece) => reader.push(piece));
      expect(untilClose ? reader.end() : verdicts.at(-1)).toBe('done');
      expect(reader.answer).toMatchObject({ status: code, body, keep: !untilClose });
    }),
    { numRuns: 500 },
  );
});

test('an answer that is cut off is none, but one that lasts until the connection ends', () => {
  fc.assert(
    fc.property(fc.oneof(counted, chunked), fc.nat(), ({ wire }, cut) => {
      const reader = new AnswerReader(false);
      expect(reader.push(wire.slice(0, cut % wire.length))).not.toBe('done');
      expect(reader.end()).toBe('bad');
    }),
  );
});

test.each([
  ['not HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['a status that is no number', 'HTTP/1.1 OK\r\n\r\n'],
  ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n'],
  ['a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n'],
  ['a head without an end', `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(20_000)}`],
])('%s is refused', (_, wire) => {
  expect(new AnswerReader(false).push(wire)).toBe('bad');
});

test.each([
  ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', true],
  ['HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', false],
  ['HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', false],
  ['HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n', true],
  ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nand more', false],
])('%j keeps the connection: %s', (wire, keep) => {
  const reader = new AnswerReader(false);
  expect(reader.push(wire)).toBe('done');
  expect(reader.answer.keep).toBe(keep);
});

test('a header is found whatever its case, and not inside of another', () => {
  const text = 'HTTP/1.1 200 OK\r\nX-X-Served-By: no\r\nx-served-BY:\t app1 \r\nDate: now';
  expect(headerOf(text, 'x-served-by')).toBe('app1');
  expect(headerOf(text, 'served-by')).toBeUndefined();
  expect(headerOf(text, 'date')).toBe('now');
});
