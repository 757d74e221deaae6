import type { RoleWorld } from '../provision/context.ts';
import type { Provider, ProviderLab } from '../providers/provider.ts';
import type { Clock } from '../ports/clock.ts';
import type { Stage } from '../ports/stage.ts';
import type { Session } from '../ssh/session.ts';

/** What injecting and undoing faults needs of a lab. */
export interface FaultGround {
  readonly lab: ProviderLab;
  readonly provider: Provider;
  readonly world: RoleWorld;
  /** @throws LabError `ssh-…` if the machine cannot be reached */
  readonly session: (machine: string) => Promise<Session>;
  /** Starts a machine that was stopped. */
  readonly start: (machine: string) => Promise<void>;
  /** Makes what a service wants of its machine as described, and leaves what others want alone. */
  readonly reprovision: (machine: string, service: string) => Promise<void>;
  /** Whether a machine was there before Bancada came. */
  readonly isAdopted: (machine: string) => boolean;
  readonly stage: Stage;
  readonly clock: Pick<Clock, 'now'>;
}
