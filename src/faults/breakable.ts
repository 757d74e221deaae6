import type { FaultSpec } from '../kit/fault.ts';
import type { PossibleFault } from '../model/fault.ts';
import type { ChangedLink } from '../model/links.ts';

/** How a fault is injected. */
export type Breakage =
  | ({
      readonly by: 'operations';
      /** The service, by id, that is provisioned after the undo. */
      readonly reprovision?: string;
    } & Pick<FaultSpec, 'inject' | 'undo' | 'ownMachinesOnly' | 'foretold'>)
  /** The machine is stopped. */
  | { readonly by: 'power' }
  /** Laid over what the link is now. */
  | ({ readonly by: 'link' } & Pick<ChangedLink, 'network' | 'from' | 'to'>);

/** A fault that a lab can have, with how it is injected. */
export interface Breakable extends PossibleFault {
  readonly breakage: Breakage;
}
