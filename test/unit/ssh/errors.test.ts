import { expect, test } from 'vitest';
import { dialError, mayPass, sshError } from '../../../src/ssh/errors.ts';

const failure = (message: string, marks: object = {}): Error => Object.assign(new Error(message), marks);

test.each([
  [failure('connect ECONNREFUSED', { code: 'ECONNREFUSED', level: 'client-socket' }), 'ssh-refused', true],
  [failure('connect ENOENT', { code: 'ENOENT', level: 'client-socket' }), 'ssh-refused', true],
  [failure('connect EACCES', { code: 'EACCES', level: 'client-socket' }), 'ssh-forbidden', false],
  [failure('connect EHOSTUNREACH', { code: 'EHOSTUNREACH', level: 'client-socket' }), 'ssh-unreachable', true],
  [failure('getaddrinfo ENOTFOUND', { code: 'ENOTFOUND', level: 'client-socket' }), 'ssh-unreachable', true],
  [failure('read ECONNRESET', { code: 'ECONNRESET', level: 'client-socket' }), 'ssh-lost', true],
  [failure('No response from server', { code: 'ETIMEDOUT' }), 'ssh-lost', true],
  [failure('Not connected'), 'ssh-lost', true],
  [failure('Timed out while waiting for handshake', { level: 'client-timeout' }), 'ssh-timeout', true],
  [
    failure('All configured authentication methods failed', { level: 'client-authentication' }),
    'ssh-key-refused',
    false,
  ],
  [failure('Handshake failed: host verification failed', { level: 'handshake' }), 'ssh-host-key', false],
  [failure('(SSH) Channel open failure: open failed', { reason: 2 }), 'ssh-channel', false],
  [failure('something new'), 'ssh-failed', false],
])('%s is %s', (error, code, again) => {
  const ours = sshError(error, 'app1', 'root');
  expect(ours).toMatchObject({ code, context: { machine: 'app1' }, cause: error });
  expect(ours.sentence.pt).toContain('app1');
  expect(mayPass(ours)).toBe(again);
});

test.each([
  ['(SSH) Channel open failure: Connection refused', 'refused'],
  ['(SSH) Channel open failure: Connection timed out', 'silent'],
  ['(SSH) Channel open failure: No route to host', 'unreachable'],
  ['(SSH) Channel open failure: Network is unreachable', 'unreachable'],
])('%s: %s', (message, failed) => {
  expect(dialError(new Error(message), '10.0.0.1', 80)).toMatchObject({ name: 'DialError', failure: failed });
});
