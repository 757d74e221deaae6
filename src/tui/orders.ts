import type { Direction } from '../model/links.ts';

/** What a key asks for beyond the screen: each is a verb of the library. */
export type Order =
  | { readonly do: 'quit' }
  | { readonly do: 'visitors'; readonly running: boolean; readonly perSecond: number }
  | { readonly do: 'check' }
  | { readonly do: 'shell'; readonly machine: string }
  | { readonly do: 'logs'; readonly name: string }
  | { readonly do: 'leave-logs' }
  | { readonly do: 'start' | 'stop' | 'restart'; readonly name: string }
  | {
      readonly do: 'link';
      readonly machine: string;
      readonly network: string;
      readonly change: Direction | 'reset';
    }
  | { readonly do: 'undo' };
