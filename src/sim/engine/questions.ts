import type { CompiledSource } from '../program/compiled.ts';
import type { Machine } from './machine.ts';

/** Who sends the next request of a source: `user`, or -1 for nobody in particular. A signed number, whatever it is. */
export function drawClient(
  { streams }: Machine,
  { spec: { clients = 1 }, client, anyClient }: CompiledSource,
  user: number,
): number {
  const count = typeof clients === 'number' ? clients : clients.length;
  let at = user;
  if (anyClient) {
    if (count > 1) streams.toss(client);
    at = count > 1 ? Math.floor(streams.drawn * count) : 0;
  }
  return typeof clients === 'number' ? at : clients[at % count]! | 0;
}

/** What the next request of a source asks for. */
export function drawKey(
  { streams, choices }: Machine,
  { spec: { keys = 1 }, key, keyWeights }: CompiledSource,
): number {
  if (keys === 1) return 0;
  streams.toss(key);
  return typeof keys === 'object' ? choices[keyWeights]!.at(streams) : Math.floor(streams.drawn * keys);
}
