import type { DialFailure } from '../../../model/verdict.ts';

/** What the door is told over its IPC channel: here is a listening socket, this is where it leads. */
export interface ServeOrder {
  readonly address: string;
  readonly port: number;
}

/** The first line of a connection to the door's socket: open a connection from this address of the lab to that one. */
export interface DialOrder {
  readonly from: string;
  readonly address: string;
  readonly port: number;
  readonly timeoutMs: number;
}

/** Or: run the program that is the lab's visitors. It then has the connection for its input and output. */
export interface VisitOrder {
  readonly run: 'load';
}

/** The door's one line of answer; after `connected` the bytes of the connection follow. */
export type DialAnswer =
  { readonly dial: 'connected' } | { readonly dial: 'failed'; readonly failure: DialFailure; readonly message: string };
