import type { ChangedLink } from '../model/links.ts';

/** What is done to a lab, and can be taken back. */
export type Deed =
  | { readonly do: 'inject' | 'mend'; readonly name: string; readonly target: string }
  /** A machine or a service. */
  | { readonly do: 'start'; readonly name: string }
  | { readonly do: 'stop'; readonly name: string }
  | { readonly do: 'restart'; readonly name: string }
  | { readonly do: 'link'; readonly machine: string; readonly network: string; readonly way: LinkWay }
  /** A link as it was: a direction that is absent as declared. */
  | ({ readonly do: 'relink' } & ChangedLink)
  | {
      readonly do: 'set';
      /** Its name, for all its instances. */
      readonly service: string;
      readonly key: string;
      readonly value: string;
      /** What it was. */
      readonly before: string;
    };

/** Ways to change a link. */
export const linkWays = ['down', 'slow', 'lossy', 'reset'] as const;
export type LinkWay = (typeof linkWays)[number];

/** What can be done with a scenario that plays. */
export const waysToSteer = ['pause', 'next', 'back', 'end'] as const;

/** What a key asks for beyond the screen: each is a verb of the library. */
export type Order =
  | Deed
  | { readonly do: 'undo' }
  | { readonly do: 'visitors'; readonly perSecond?: number }
  | { readonly do: 'check' }
  /** Which scenarios there are. */
  | { readonly do: 'scenarios' }
  | { readonly do: 'play'; readonly name: string }
  /** The scenario that plays: is paused or goes on, at once or a step back; or ends, and the lab is put back. */
  | { readonly do: 'steer'; readonly how: (typeof waysToSteer)[number] }
  /** One request is followed. */
  | { readonly do: 'trace' }
  /** Which faults a machine can have. */
  | { readonly do: 'faults'; readonly machine: string }
  | { readonly do: 'shell'; readonly machine: string }
  /** All machines if the name is empty. */
  | { readonly do: 'logs'; readonly name: string }
  | { readonly do: 'leave-logs' }
  | { readonly do: 'answer'; readonly yes: boolean }
  | { readonly do: 'quit' };
