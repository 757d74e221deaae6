import type { Secret } from '../model/secret.ts';

/** What can be done on a machine. No shell anywhere: a command is a list of arguments, secrets travel in content and stdin only. */
export type Operation =
  | {
      readonly do: 'write';
      readonly path: string;
      readonly content: string | Secret;
      readonly mode: string;
      readonly owner: string;
      readonly group: string;
    }
  | {
      readonly do: 'directory';
      readonly path: string;
      readonly mode: string;
      readonly owner: string;
      readonly group: string;
    }
  /** A file, link or whole tree. `emptied`: the folder that it lay in too, if nothing else is left there. */
  | { readonly do: 'remove'; readonly path: string; readonly emptied?: boolean }
  /**
   * On a systemd unit, after reading changed unit files. A failure brings the last lines of the unit's journal.
   * A unit that is not there is stopped and disabled already.
   */
  | { readonly do: 'systemctl'; readonly verb: UnitVerb; readonly unit: string }
  | {
      readonly do: 'run';
      readonly argv: readonly string[];
      readonly stdin?: string | Secret;
      readonly environment?: Readonly<Record<string, string>>;
      /** 60 if not said. */
      readonly timeoutSeconds?: number;
    };

/** What systemd is told to do with a unit, in systemctl's words. */
export type UnitVerb = 'enable' | 'disable' | 'start' | 'stop' | 'restart' | 'reload';
