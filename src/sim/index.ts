/** The simulator as a library: `import { simulate } from 'bancada/sim'`. */
export type { Distribution } from './model/distribution.ts';
export type * from './model/model.ts';
export type * from './model/source.ts';
export type * from './model/step.ts';
export type { SimOptions } from './options.ts';
export type * from './policies/policy.ts';
export type * from './result.ts';
export { simulate } from './simulate.ts';
