import { systemClock } from '../../../src/ports/clock.ts';
import type { Ec2Ports } from '../../../src/providers/ec2/setting.ts';

/** Waits are cut to a hundredth: the stand-in is as fast. */
export const quickPorts: Ec2Ports = {
  clock: {
    now: () => new Date(),
    elapsed: () => systemClock.elapsed() * 100,
    sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 100, signal),
  },
  publicAddress: () => Promise.resolve('198.51.100.7'),
  sshPort: 22,
};
