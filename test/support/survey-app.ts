import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startServer } from './servers.ts';
import type { Mariadb, Server } from './servers.ts';

/** A machine of the survey application that a test started: the real program under the real gunicorn. */
export interface SurveyApp extends Server {
  readonly url: string;
}

/** Starts the application as it would run on a machine of that name. */
export const startSurveyApp = async (
  folder: string,
  machine: string,
  { mariadb, redisPort, demo }: { readonly mariadb: Mariadb; readonly redisPort: number; readonly demo: boolean },
): Promise<SurveyApp> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const config = join(folder, `${machine}.json`);
  const at = { host: '127.0.0.1', user: 'survey' };
  const database = { ...at, port: mariadb.port, password: 'mariadb secret', database: 'survey', connections: 2 };
  const sessions = { ...at, port: redisPort, password: 'redissecret', prefix: 'survey:' };
  writeFileSync(config, JSON.stringify({ machine, demo, database, sessions }), { mode: 0o600 });
  const argv = [
    '/usr/bin/gunicorn',
    '--bind',
    `127.0.0.1:${String(port)}`,
    '--worker-class',
    'gthread',
    '--threads',
    '4',
  ];
  const server = await startServer([...argv, 'survey:create_app()'], {
    log: join(folder, `${machine}.log`),
    cwd: 'ansible-free-provision/survey-app/app',
    env: { SURVEY_CONFIG: config, PYTHONDONTWRITEBYTECODE: '1' },
    answers: () => spawnSync('curl', ['-sf', `${url}/`]).status === 0,
  });
  return { ...server, url };
};

/** A browser without windows: it keeps cookies, and knows the last form's token. */
export class Visitor {
  #cookies = new Map<string, string>();
  #token = '';

  get cookie(): string | undefined {
    return this.#cookies.get('survey_session');
  }
  /** Comes with another visitor's session. */
  takeCookieOf(other: Visitor): void {
    this.#cookies = new Map(other.#cookies);
  }

  get(url: string, headers: Record<string, string> = {}) {
    return this.#ask(url, { headers });
  }

  post(url: string, form: Readonly<Record<string, string>> = {}, headers: Record<string, string> = {}) {
    return this.#ask(url, { method: 'POST', headers, body: new URLSearchParams({ csrf: this.#token, ...form }) });
  }

  async #ask(url: string, request: RequestInit) {
    const headers = new Headers(request.headers);
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await fetch(url, { ...request, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const text = await response.text();
    this.#token = /name="csrf" value="([^"]*)"/.exec(text)?.[1] ?? this.#token;
    return { status: response.status, headers: response.headers, text };
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}
