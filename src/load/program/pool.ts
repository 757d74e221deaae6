import { Connection, type Ending, type Route } from './http/connection.ts';

/** Connections to one service, kept by the address that they come from, as long as they may serve again. */
export class Pool {
  readonly #to: Omit<Route, 'source'>;
  readonly #timeoutMs: number;
  readonly #free = new Map<string | undefined, Connection[]>();
  readonly #all = new Set<Connection>();

  constructor(to: Omit<Route, 'source'>, timeoutMs: number) {
    this.#to = to;
    this.#timeoutMs = timeoutMs;
  }

  /** Sends a request from an address. Never rejects. */
  ask(source: string | undefined, request: string, wantsBody: boolean): Promise<Ending> {
    return new Promise((resolve) => {
      this.#send(this.#connection(source), source, { request, wantsBody }, (ending) => {
        // Whoever keeps connections may find one that the other side has just given up. Browsers then ask again, too,
        // where asking twice does no harm.
        const again = 'error' in ending && ending.unanswered && request.startsWith('GET ');
        if (again) this.#send(this.#open(source), source, { request, wantsBody }, resolve);
        else resolve(ending);
      });
    });
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }

  #send(
    connection: Connection,
    source: string | undefined,
    { request, wantsBody }: { readonly request: string; readonly wantsBody: boolean },
    end: (ending: Ending) => void,
  ): void {
    connection.send(request, { wantsBody, timeoutMs: this.#timeoutMs }, (ending) => {
      if (connection.isFree) this.#freeOf(source).push(connection);
      else this.#all.delete(connection);
      end(ending);
    });
  }

  #connection(source: string | undefined): Connection {
    const free = this.#freeOf(source);
    for (let connection = free.pop(); connection !== undefined; connection = free.pop()) {
      if (connection.isFree) return connection;
      this.#all.delete(connection);
    }
    return this.#open(source);
  }

  #open(source: string | undefined): Connection {
    const connection = new Connection({ ...this.#to, ...(source !== undefined && { source }) });
    this.#all.add(connection);
    return connection;
  }

  #freeOf(source: string | undefined): Connection[] {
    const there = this.#free.get(source) ?? [];
    this.#free.set(source, there);
    return there;
  }
}
