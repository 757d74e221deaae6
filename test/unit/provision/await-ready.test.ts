import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Readiness } from '../../../src/kit/role.ts';
import type { LabEvent } from '../../../src/model/event.ts';
import { awaitReady } from '../../../src/provision/await-ready.ts';
import { connect } from '../../../src/ssh/connect.ts';
import type { Session } from '../../../src/ssh/session.ts';
import { startSshPeer, type SshPeer } from '../../support/ssh-peer.ts';

let peer: SshPeer;
let session: Session;
let server: Server;
let port: number;
let status = 503;

beforeAll(async () => {
  peer = await startSshPeer();
  session = await connect(peer.reach);
  server = createServer((_, response) => response.writeHead(status).end('x')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  server.close();
  await session[Symbol.asyncDispose]();
  await peer[Symbol.asyncDispose]();
});

const when = (what: string, condition: Readiness['condition']): Readiness => ({
  what: { en: what, pt: what },
  condition,
});
const address = '127.0.0.1';
const answersWell = () => when('it answers well', { until: 'http', address, port, path: '/', status: 200 });
const signal = new AbortController().signal;

test('waits until everything is true at once, and tells what is not', async () => {
  status = 503;
  const events: LabEvent[] = [];
  const emit = (event: LabEvent): void => {
    events.push(event);
    status = 200;
  };
  const open = when('the port is open', { until: 'tcp', address, port });
  const program = when('true ends well', { until: 'command', question: { ask: 'command', argv: ['true'] } });
  await awaitReady(session, [answersWell(), open, program], { deadlineMs: 5000, signal, emit });
  expect(events).toMatchObject([{ type: 'waiting', machine: 'peer', what: { en: 'it answers well' } }]);
});

test.each<[Readiness['condition'] | (() => Readiness['condition']), string]>([
  [{ until: 'tcp', address, port: 1 }, '127.0.0.1:1: [Errno 111] Connection refused'],
  [() => ({ until: 'http', address, port, path: '/', status: 201 }), '/: 200'],
  [{ until: 'http', address, port: 1, path: '/', status: 200 }, '[Errno 111] Connection refused'],
  [{ until: 'command', question: { ask: 'command', argv: ['sh', '-c', 'echo no >&2; exit 3'] } }, 'sh: no (3)'],
])('says after the deadline what was seen (%#)', async (condition, seen) => {
  status = 200;
  const readiness = when('something holds', typeof condition === 'function' ? condition() : condition);
  const waiting = awaitReady(session, [readiness], { deadlineMs: 150, signal, emit: () => undefined });
  await expect(waiting).rejects.toMatchObject({
    code: 'not-ready',
    message: expect.stringMatching(/^not true after 0 s: something holds/) as unknown,
    cause: expect.stringContaining(seen) as unknown,
  });
});
