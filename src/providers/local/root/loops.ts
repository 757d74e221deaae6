import { readFileSync } from 'node:fs';
import { comesTrue } from '../../../ports/comes-true.ts';
import { namesIn } from './files.ts';
import { machinesRunning } from './groups.ts';
import { must, run } from './programs.ts';

/** Loop devices let go of a disk when its last mount is gone, which the kernel does in its own time. */
export const untilDisksAreFree = async (folder: string): Promise<void> => {
  const areFree = async (): Promise<boolean> =>
    !(await must(['losetup', '--list', '--noheadings', '--output', 'BACK-FILE'])).stdout.includes(`${folder}/`);
  await comesTrue(areFree, { forMs: 5000, everyMs: 20 });
};

/** How many loop devices this computer has by itself: as many as it was told to, or the kernel's own number. */
const ownLoops = (): number => {
  const usual = 8;
  try {
    return Math.max(usual, Number(readFileSync('/sys/module/loop/parameters/max_loop', 'utf8')));
  } catch {
    return usual;
  }
};

/** `LOOP_CTL_REMOVE` of linux/loop.h, for which no program is at hand. The kernel refuses it for a device in use. */
const removal = 'open(my $f, "+<", "/dev/loop-control") or exit; ioctl($f, 0x4c81, $_ + 0) for @ARGV';

/**
 * Removes the loop devices that machines made this computer have beyond its own, once no machine runs any more: one
 * that is just coming up could have been given such a device and not have opened it yet.
 */
export const removeSpareLoops = async (): Promise<void> => {
  if (machinesRunning() > 0) return;
  const spare = namesIn('/sys/block')
    .map((name) => Number(/^loop(\d+)$/.exec(name)?.[1] ?? -1))
    .filter((number) => number >= ownLoops());
  if (spare.length > 0) await run(['perl', '-e', removal, ...spare.map(String)]);
};
