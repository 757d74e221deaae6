import type { LoadError } from '../../model/workload.ts';
import type { LoadStep } from '../order.ts';
import type { Answer } from './http/answer-reader.ts';
import { headerOf } from './http/answer-reader.ts';

/** UTF-8 text as bytes that are characters, as pages come off the wire here. */
const wired = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** One visitor as the lab knows them: cookies, the token of the last page's form, and a name drawn once. */
export class Browser {
  readonly #host: string;
  readonly #keepAlive: boolean;
  /** Stands for `{random}`. */
  readonly #random: string;
  readonly #cookies = new Map<string, string>();
  #token = '';

  constructor(options: { readonly host: string; readonly keepAlive: boolean; readonly random: string }) {
    this.#host = options.host;
    this.#keepAlive = options.keepAlive;
    this.#random = options.random;
  }

  /** The bytes of a request, as characters. */
  request(step: LoadStep): string {
    const body = step.step === 'post' ? new URLSearchParams(this.#form(step.form)).toString() : undefined;
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return [
      `${step.step === 'post' ? 'POST' : 'GET'} ${wired(this.#fill(step.path))} HTTP/1.1`,
      `Host: ${this.#host}`,
      'User-Agent: bancada-load',
      ...(this.#keepAlive ? [] : ['Connection: close']),
      ...(cookie === '' ? [] : [`Cookie: ${cookie}`]),
      ...(body === undefined
        ? []
        : ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`]),
      '',
      body ?? '',
    ].join('\r\n');
  }

  /** Remembers what an answer leaves behind. @returns what keeps the visitor from going on */
  take(step: LoadStep, { status, head, body }: Answer): Extract<LoadError, 'status' | 'content'> | undefined {
    for (const [, line = ''] of head.matchAll(/\r\nset-cookie:([^\r]*)/gi)) this.#keep(line.trim());
    this.#token = hiddenField(body) ?? this.#token;
    if (step.status === undefined ? status >= 400 : status !== step.status) return 'status';
    const contains = step.step === 'get' && step.contains;
    return contains && !body.includes(wired(this.#fill(contains))) ? 'content' : undefined;
  }

  #form(form: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, this.#fill(value)]));
  }

  #fill(text: string): string {
    if (!text.includes('{')) return text;
    return text.replaceAll('{random}', this.#random).replaceAll('{token}', this.#token);
  }

  #keep(line: string): void {
    const [, name, value] = /^([^=;\s]+)=([^;]*)/.exec(line) ?? [];
    if (name === undefined || value === undefined) return;
    if (value === '' || /;\s*max-age=0\b/i.test(line)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

const hiddenField = (page: string): string | undefined => {
  const field = /<input\b[^>]*\btype="?hidden\b[^>]*>/i.exec(page)?.[0];
  return field === undefined ? undefined : /\bvalue="([^"]*)"/i.exec(field)?.[1];
};

/** Who gave an answer, if it says so. */
export const serverOf = (answer: Answer, header: string | undefined): string | undefined =>
  header === undefined ? undefined : headerOf(answer.head, header);
