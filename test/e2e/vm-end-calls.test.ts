import { describe } from 'vitest';
import { exhaustive } from '../support/seed.ts';
import { everyCallIn } from '../support/virtualbox/every-call.ts';

describe.skipIf(process.getuid?.() !== 0 || !exhaustive)(
  'every call of VirtualBox and of Vagrant as a lab ends, as root (in --all)',
  () => everyCallIn(['destroy', 'down']),
);
