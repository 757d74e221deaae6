/** What is kept of an answer. */
export interface Answer {
  readonly status: number;
  /** Status line and headers, each on its line. Bytes are characters (latin1), here and in the body. */
  readonly head: string;
  /** Empty unless it was asked for. */
  readonly body: string;
  /** Whether the connection may serve again. */
  readonly keep: boolean;
}

const longestHead = 65_536;
/** Of a body that is kept; the rest is passed over. */
const longestBody = 1 << 20;

/** Value of a header, its name in lower case; `undefined` if it is not there. */
export const headerOf = (head: string, name: string): string | undefined => {
  const lower = head.toLowerCase();
  const at = lower.indexOf(`\r\n${name}:`);
  if (at < 0) return undefined;
  const from = at + name.length + 3;
  const end = head.indexOf('\r\n', from);
  return head.slice(from, end < 0 ? undefined : end).trim();
};

type State = 'head' | 'counted' | 'until-close' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'done' | 'bad';

/**
 * Reads one HTTP/1.1 answer (RFC 9112) from pieces that may be cut anywhere. Lean on purpose: at thousands of answers a
 * second the visitors must not take the processor from the lab that they visit.
 */
export class AnswerReader {
  readonly #wantsBody: boolean;
  #state: State = 'head';
  /** What has come of the part at hand and is not used up. */
  #pending = '';
  #head = '';
  #status = 0;
  #body = '';
  /** Bytes that the body or chunk still lacks. */
  #lacking = 0;
  #keep = false;

  constructor(wantsBody: boolean) {
    this.#wantsBody = wantsBody;
  }

  /** Takes a piece. @returns whether the answer is whole, or cannot be one */
  push(piece: string): 'more' | 'done' | 'bad' {
    this.#pending = this.#pending === '' ? piece : this.#pending + piece;
    while (this.#step());
    // What comes after the answer was not asked for: such a connection does not serve again.
    if (this.#state === 'done' && this.#pending !== '') this.#keep = false;
    return this.#verdict();
  }

  /** The other side has hung up. */
  end(): 'done' | 'bad' {
    if (this.#state === 'until-close') this.#state = 'done';
    return this.#state === 'done' ? 'done' : 'bad';
  }

  /** Whether any byte of an answer has come. */
  get begun(): boolean {
    return this.#state !== 'head' || this.#pending !== '';
  }

  /** Once it is whole. */
  get answer(): Answer {
    return { status: this.#status, head: this.#head, body: this.#body, keep: this.#keep };
  }

  #verdict(): 'more' | 'done' | 'bad' {
    return this.#state === 'done' || this.#state === 'bad' ? this.#state : 'more';
  }

  /** Goes as far as one part; false where more bytes are needed, or none. */
  #step(): boolean {
    switch (this.#state) {
      case 'head':
        return this.#readHead();
      case 'counted':
        return this.#pass('done');
      case 'until-close':
        this.#take(this.#pending.length);
        return false;
      case 'chunk-size':
        return this.#line((line) => this.#chunkSize(line));
      case 'chunk':
        return this.#pass('chunk-end');
      case 'chunk-end':
        return this.#line((line) => (line === '' ? 'chunk-size' : 'bad'));
      case 'trailer':
        return this.#line((line) => (line === '' ? 'done' : 'trailer'));
      case 'done':
      case 'bad':
        return false;
    }
  }

  #readHead(): boolean {
    const end = this.#pending.indexOf('\r\n\r\n');
    if (end < 0) {
      const prefix = 'HTTP/1.'.slice(0, this.#pending.length);
      if (this.#pending.length > longestHead || !this.#pending.startsWith(prefix)) this.#state = 'bad';
      return false;
    }
    this.#head = this.#pending.slice(0, end);
    this.#pending = this.#pending.slice(end + 4);
    const [, minor, status] = /^HTTP\/1\.([01]) (\d{3})(?: |\r|$)/.exec(this.#head) ?? [];
    this.#status = Number(status);
    this.#state = status === undefined ? 'bad' : this.#afterHead(minor === '1');
    return true;
  }

  #afterHead(persists: boolean): State {
    // An interim answer: the one that counts follows.
    if (this.#status < 200) return 'head';
    const connection = headerOf(this.#head, 'connection')?.toLowerCase() ?? '';
    this.#keep = persists ? !connection.includes('close') : connection.includes('keep-alive');
    if (this.#status === 204 || this.#status === 304) return 'done';
    if (headerOf(this.#head, 'transfer-encoding')?.toLowerCase() === 'chunked') return 'chunk-size';
    const length = headerOf(this.#head, 'content-length');
    if (length === undefined) {
      this.#keep = false;
      return 'until-close';
    }
    this.#lacking = /^\d{1,15}$/.test(length) ? Number(length) : -1;
    if (this.#lacking < 0) return 'bad';
    return this.#lacking === 0 ? 'done' : 'counted';
  }

  #chunkSize(line: string): State {
    const [, size] = /^([0-9a-fA-F]{1,12})\s*(?:;.*)?$/.exec(line) ?? [];
    if (size === undefined) return 'bad';
    this.#lacking = parseInt(size, 16);
    return this.#lacking === 0 ? 'trailer' : 'chunk';
  }

  /** Uses up what is there of the body or chunk. */
  #pass(next: State): boolean {
    const length = Math.min(this.#lacking, this.#pending.length);
    this.#take(length);
    this.#lacking -= length;
    if (this.#lacking > 0) return false;
    this.#state = next;
    return true;
  }

  #take(length: number): void {
    if (this.#wantsBody && this.#body.length < longestBody) this.#body += this.#pending.slice(0, length);
    this.#pending = this.#pending.slice(length);
  }

  #line(next: (line: string) => State): boolean {
    const end = this.#pending.indexOf('\r\n');
    if (end < 0) {
      if (this.#pending.length > longestHead) this.#state = 'bad';
      return false;
    }
    const line = this.#pending.slice(0, end);
    this.#pending = this.#pending.slice(end + 2);
    this.#state = next(line);
    return true;
  }
}
