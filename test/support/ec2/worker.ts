import { text } from 'node:stream/consumers';
import { Secret } from '../../../src/model/secret.ts';
import { ec2Provider } from '../../../src/providers/ec2/provider.ts';
import type { ProviderLab } from '../../../src/providers/provider.ts';
import { quickPorts } from './quick-ports.ts';

/*
 * A program of its own that makes, stops or removes a lab's machines in the cloud, so that it can be killed: standard input says which,
 * and of which lab.
 */

/** What stands there: a lab with its secrets in the open. */
export interface Work {
  readonly verb: 'up' | 'down' | 'destroy';
  readonly lab: Omit<ProviderLab, 'hostKeys' | 'privateKey'> & {
    readonly privateKey: string;
    readonly hostKeys: Readonly<Record<string, { readonly privateKey: string; readonly publicKey: string }>>;
  };
}

const { verb, lab } = JSON.parse(await text(process.stdin)) as Work;
const provider = ec2Provider({}, quickPorts);
const stage = { emit: () => undefined, consent: () => Promise.resolve(false), signal: new AbortController().signal };
const hostKeys = Object.entries(lab.hostKeys).map(
  ([name, { privateKey, publicKey }]) => [name, { privateKey: new Secret(privateKey), publicKey }] as const,
);
const whole = { ...lab, privateKey: new Secret(lab.privateKey), hostKeys: Object.fromEntries(hostKeys) };
const work = {
  up: () => provider.create(whole, stage),
  down: () => provider.stop(whole, stage),
  destroy: () => provider.destroy(lab.identity, stage),
};
await work[verb]();
