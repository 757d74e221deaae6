import { parseSubnet } from '../blueprint/subnet.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Sentence } from '../model/sentence.ts';
import * as text from '../text/cli.ts';

/** The command line was not understood. */
export const usageError = (message: Sentence, hint?: Sentence): LabError =>
  new LabError({ code: 'usage', fault: 'usage', message, ...(hint !== undefined && { hint }) });

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** An option cannot have that value. */
export const badUse = (value: string, flag: string, allowed: Sentence): LabError =>
  usageError(text.badValue(flag, value, allowed));

/** `90`, `90s`, `2m`, `500ms` as milliseconds. */
export const readDuration = (value: string, flag: string): number => {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value) ?? [];
  const milliseconds = Number(amount) * (units[unit ?? 's'] ?? NaN);
  if (!(milliseconds > 0)) throw badUse(value, flag, text.aDuration);
  return milliseconds;
};

/** A whole number, 0 included. */
export const readCount = (value: string, flag: string): number => {
  if (!/^\d{1,9}$/.test(value)) throw badUse(value, flag, text.aCount);
  return Number(value);
};

/** A number from `least` to `most`; whole where both are. */
export const readBetween =
  (least: number, most: number, allowed: Sentence) =>
  (value: string, flag: string): number => {
    const number = /^\d{1,9}(\.\d{1,3})?$/.test(value) ? Number(value) : NaN;
    const fits = number >= least && number <= most && (Number.isInteger(number) || !Number.isInteger(least));
    if (!fits) throw badUse(value, flag, allowed);
    return number;
  };

/** A TCP port. */
export const readPort = (value: string, flag: string): number => {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port < 1 || port > 65_535) throw badUse(value, flag, text.aPort);
  return port;
};

/** `203.0.113.0/24`; an address alone is that address. */
export const readCidr = (value: string, flag: string): string => {
  const cidr = value.includes('/') ? value : `${value}/32`;
  if (parseSubnet(cidr) === undefined) throw badUse(value, flag, text.aCidr);
  return cidr;
};

/** `5`, `5usd`, `0.50usd`: US dollars. */
export const readDollars = (value: string, flag: string): number => {
  const [, amount] = /^(?:US\$ ?|\$)?(\d+(?:\.\d+)?)(?: ?usd)?$/i.exec(value) ?? [];
  if (amount === undefined) throw badUse(value, flag, text.dollars);
  return Number(amount);
};

/** One of a few words. */
export const readChoice =
  (...choices: readonly string[]) =>
  (value: string, flag: string): string => {
    if (!choices.includes(value)) throw badUse(value, flag, text.oneOf(choices));
    return value;
  };

/** Two options that cannot both be meant. */
export const conflictOf = (one: string, other: string): LabError => {
  const { message, hint } = text.conflicting(one, other);
  return usageError(message, hint);
};
