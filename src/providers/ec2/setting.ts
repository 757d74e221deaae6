import type { TargetOptions } from '../../model/target.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Stage } from '../../ports/stage.ts';
import type { ProviderLab } from '../provider.ts';
import type { Account } from './account.ts';

/** What the EC2 provider reaches the outside by. */
export interface Ec2Ports {
  readonly clock: Clock;
  /** This computer's address as the internet sees it. @throws LabError `no-public-address` */
  readonly publicAddress: () => Promise<string>;
  /** Where instances listen for SSH; 22, but for tests. */
  readonly sshPort: number;
}

/** Work on a lab in the cloud. */
export interface Work {
  readonly account: Account;
  readonly lab: ProviderLab;
  readonly options: TargetOptions;
  readonly ports: Ec2Ports;
  readonly stage: Stage;
}
