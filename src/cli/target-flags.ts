import { resolve } from 'node:path';
import { systems } from '../../vms/systems.ts';
import type { TargetOptions } from '../model/target.ts';
import * as text from '../text/cli.ts';
import type { LabRequest } from '../verbs/bench.ts';
import { readCidr, readCount, readDollars } from './usage.ts';
import type { Call, Flag } from './verb.ts';
import { labOf } from './verb.ts';

/** What may be said of where a lab goes. */
export interface TargetWords {
  readonly on?: string;
  readonly system?: string;
  readonly box?: string;
  readonly hosts?: string;
  readonly region?: string;
  readonly fromCidr?: string;
  readonly maxHours?: number;
  readonly maxCost?: number;
}

/** The flags of verbs that begin a lab, or say what it would come to. */
export const targetFlags: readonly Flag[] = [
  { flags: '--on <target>', about: text.flags.on },
  { flags: '--system <name>', about: text.flags.system, choices: systems.map(({ name }) => name) },
  { flags: '--box <name>', about: text.flags.box },
  { flags: '--hosts <file>', about: text.flags.hosts },
  { flags: '--region <name>', about: text.flags.region },
  { flags: '--from-cidr <cidr>', about: text.flags.fromCidr, read: readCidr },
  { flags: '--max-hours <hours>', about: text.flags.maxHours, read: readCount },
  { flags: '--max-cost <amount>', about: text.flags.maxCost, read: readDollars, said: true },
];

/** The lab that is meant, and where it is to go. */
export const requestOf = ({ words: [lab], options, ambient, bench }: Call<TargetWords>): LabRequest => {
  const { on, ...said } = options;
  const entries = Object.entries(said);
  const from = (isAmbient: boolean): TargetOptions => {
    const chosen = entries.filter(([name]) => ambient.includes(name) === isAmbient);
    return optionsFrom(Object.fromEntries(chosen), bench.directory);
  };
  return { ...labOf(lab, on), options: from(false), defaults: from(true) };
};

const optionsFrom = (words: TargetWords, directory: string): TargetOptions => {
  const { system, box, hosts, region, fromCidr, maxHours, maxCost } = words;
  return {
    ...(system !== undefined && { system }),
    ...(box !== undefined && { box }),
    ...(hosts !== undefined && { hosts: resolve(directory, hosts) }),
    ...(region !== undefined && { region }),
    ...(fromCidr !== undefined && { fromCidr }),
    ...(maxHours !== undefined && { maxHours }),
    ...(maxCost !== undefined && { maxCostUsd: maxCost }),
  };
};
