import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import type { Script } from '../../../src/load/order.ts';
import { measure, startVisitors, webServer } from '../../support/load-program.ts';

const form = (fields: Readonly<Record<string, string>>) => ({ token: '{token}', ...fields });

const script: Script = {
  steps: [
    { step: 'get', path: '/register', status: 200 },
    { step: 'post', path: '/register', form: form({ name: '{random}', city: 'São Luís & cia' }), status: 303 },
    { step: 'get', path: '/home?of={random}', status: 200, contains: 'Olá, {random} de São Luís & cia' },
  ],
  cleanup: [{ step: 'post', path: '/leave', form: form({}), status: 303 }],
  again: [{ step: 'post', path: '/login', form: { name: '{random}' }, status: 303 }],
};

const fieldsOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return new URLSearchParams(body);
};

/** A small application with accounts, sessions and tokens. */
const application = () => {
  const accounts = new Map<string, string>();
  const sessions = new Map<string, { token: string; name?: string }>();
  const everybody: string[] = [];
  let number = 0;
  let forgetsOnce = false;
  const port = webServer((request, response) => {
    void (async () => {
      const id = /session=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
      const session = id === undefined ? undefined : sessions.get(id);
      const fields = await fieldsOf(request);
      const begin = (name?: string): void => {
        number += 1;
        sessions.set(`s${String(number)}`, { token: `t${String(number)}`, ...(name !== undefined && { name }) });
        response.setHeader('Set-Cookie', `session=s${String(number)}; Path=/; HttpOnly`);
      };
      const name = session?.name ?? '';
      const isTheirs = session !== undefined && fields.get('token') === session.token;
      switch (`${request.method ?? ''} ${request.url?.split('?')[0] ?? ''}`) {
        case 'GET /register':
          begin();
          return response.end(`<input type="hidden" name="token" value="t${String(number)}">`);
        case 'POST /register': {
          if (!isTheirs) return response.writeHead(400).end();
          const given = fields.get('name') ?? '';
          everybody.push(given);
          accounts.set(given, fields.get('city') ?? '');
          begin(given);
          return response.writeHead(303).end();
        }
        case 'GET /home':
          return response.end(
            `Olá, ${name} de ${accounts.get(name) ?? ''}<input type=hidden name=token value="${session?.token ?? ''}">`,
          );
        case 'POST /login':
          begin(fields.get('name') ?? '');
          return response.writeHead(303).end();
        default:
          if (forgetsOnce) {
            forgetsOnce = false;
            return response.writeHead(401).end();
          }
          accounts.delete(name);
          return response.writeHead(session === undefined ? 401 : 303).end();
      }
    })();
  });
  return { port, accounts, everybody, forgetOnce: () => (forgetsOnce = true) };
};

test('visitors register with the token of the page, are known by their cookie, and leave nothing', async () => {
  const { port, accounts, everybody } = application();
  const arrivals = { kind: 'closed', visitors: 5, thinkMs: 0 } as const;
  const result = await measure({ port: await port, script, arrivals, milliseconds: 1500 });
  expect(result.errors).toEqual([]);
  expect(result.visits).toEqual({ begun: everybody.length, finished: everybody.length, left: 0 });
  expect(everybody.length).toBeGreaterThan(10);
  expect(new Set(everybody).size).toBe(everybody.length);
  expect(accounts.size).toBe(0);
  expect(result.steps.map(({ step, failed }) => [step, failed])).toEqual([
    ['GET /register', 0],
    ['POST /register', 0],
    ['GET /home', 0],
  ]);
  expect(result.sent).toBe(3 * everybody.length);
});

test('what could not be taken away at once is taken away at the end', async () => {
  const { port, accounts, everybody, forgetOnce } = application();
  forgetOnce();
  const result = await measure({ port: await port, script, milliseconds: 200 });
  expect(everybody).toHaveLength(10);
  expect(result.visits).toEqual({ begun: 10, finished: 10, left: 0 });
  expect(accounts.size).toBe(0);
});

test('what cannot be taken away at all is said', async () => {
  const { port } = application();
  const cleanup = [{ step: 'post', path: '/leave', form: {}, status: 299 }] as const;
  const result = await measure({ port: await port, script: { ...script, cleanup }, milliseconds: 200 });
  expect(result.visits).toEqual({ begun: 10, finished: 10, left: 10 });
});

test.each(['stop', 'hangUp'] as const)('interrupted in the middle (%s), they leave nothing either', async (how) => {
  const { port, accounts, everybody } = application();
  const arrivals = { kind: 'open', perSecond: 200, spacing: 'random' } as const;
  const visitors = await startVisitors({ port: await port, script, arrivals, milliseconds: 60_000 });
  while (everybody.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
  visitors[how]();
  await visitors.ended;
  expect(accounts.size).toBe(0);
});
