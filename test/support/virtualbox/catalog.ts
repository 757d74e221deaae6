import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { VirtualBoxComputer } from './computer.ts';

/** How boxes are handed out: wholly; half of one, and the connection is reset; half of one, and nothing more. */
export type CatalogOrder = 'whole' | 'cut' | 'stalled';

/** What the catalog's server tells of itself: where it listens, then what it is asked for, from which byte on. */
export type CatalogWord = { readonly port: number } | { readonly asked: 'metadata' | 'box'; readonly from: number };

/** A catalog of boxes on the loopback of the computer with the stand-in. */
export interface Catalog extends Disposable {
  /** What makes Vagrant use it. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it was asked for, since the last time that was asked. */
  asked(): readonly Extract<CatalogWord, { readonly asked: string }>[];
  serve(order: CatalogOrder): void;
}

/** Starts one that has a box, as the one that Bancada pins. */
export const startCatalog = async ({ inside }: VirtualBoxComputer, box: string): Promise<Catalog> => {
  const [execPath, ...words] = inside;
  const execArgv = [...words, process.execPath, '--import', 'tsx'];
  const server = fork(join(import.meta.dirname, 'catalog-server.ts'), [box], { execPath, execArgv });
  const [{ port }] = (await once(server, 'message')) as [{ readonly port: number }];
  const asked: Extract<CatalogWord, { readonly asked: string }>[] = [];
  server.on('message', (word: CatalogWord) => {
    if ('asked' in word) asked.push(word);
  });
  return {
    environment: { VAGRANT_SERVER_URL: `http://127.0.0.1:${String(port)}` },
    asked: () => asked.splice(0),
    serve: (order) => void server.send(order),
    [Symbol.dispose]: () => void server.kill(),
  };
};
