import type { HttpAnswer } from '../ports/http.ts';
import type { CheckGround } from './check.ts';
import type { Way } from './front.ts';
import { ask } from './front.ts';

/** One visitor: remembers cookies and the last page, follows nothing by itself. */
export interface Browser {
  /** `by`: another way than the visitor's usual one, with the same cookies. */
  get(path: string, by?: Way): Promise<HttpAnswer>;
  post(path: string, form: Readonly<Record<string, string>>): Promise<HttpAnswer>;
  cookie(name: string): string;
  /** The value of the last page's first hidden field: the token that its form must carry. */
  token(): string;
}

/** A visitor who has never been there. */
export const openBrowser = (ground: CheckGround, way: Way): Browser => {
  const cookies = new Map<string, string>();
  let token = '';
  const send = async (by: Way, request: Parameters<typeof ask>[2]): Promise<HttpAnswer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...request.headers, ...(cookie !== '' && { cookie }) };
    const answer = await ask(ground, by, { ...request, host: way.address, headers });
    for (const line of answer.headers['set-cookie'] ?? []) keep(cookies, line);
    token = hiddenField(answer.body) ?? token;
    return answer;
  };
  return {
    get: (path, by = way) => send(by, { path }),
    post: (path, form) =>
      send(way, {
        method: 'POST',
        path,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
      }),
    cookie: (name) => cookies.get(name) ?? '',
    token: () => token,
  };
};

const keep = (cookies: Map<string, string>, line: string): void => {
  const [, name, value] = /^([^=;\s]+)=([^;]*)/.exec(line) ?? [];
  if (name === undefined || value === undefined) return;
  if (value === '' || /;\s*max-age=0\b/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
};

const hiddenField = (page: string): string | undefined => {
  const field = /<input\b[^>]*\btype="?hidden\b[^>]*>/i.exec(page)?.[0];
  return field === undefined ? undefined : /\bvalue="([^"]*)"/i.exec(field)?.[1];
};
