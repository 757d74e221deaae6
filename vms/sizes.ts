import type { SizeSpec } from '../src/model/topology.ts';

/** The sizes that a topology may name. A size is enforced: a machine cannot borrow from its neighbours. */
export const sizes: readonly SizeSpec[] = [
  { name: 'plain', cpus: 0.25, memoryMiB: 128, diskGiB: 1 },
  { name: 'small', cpus: 0.5, memoryMiB: 512, diskGiB: 4 },
  { name: 'medium', cpus: 1, memoryMiB: 1024, diskGiB: 10 },
  { name: 'large', cpus: 2, memoryMiB: 2048, diskGiB: 20 },
  { name: 'huge', cpus: 4, memoryMiB: 4096, diskGiB: 50 },
];

/** The size of a machine whose topology does not say. */
export const usualSize = 'small';
