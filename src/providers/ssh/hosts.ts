import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import * as z from 'zod';
import { LabError } from '../../errors/lab-error.ts';
import { refuse } from '../../kit/refusal.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { currentUser, homeFolder } from '../../ports/computer.ts';
import { readText } from '../../ports/files.ts';
import type { Reach } from '../../ssh/session.ts';
import { existingText, hostsText } from '../../text/existing.ts';
import { readDocument } from '../../topology/document.ts';
import { Reading } from '../../topology/reading.ts';
import { parseAddress } from '../../blueprint/subnet.ts';
import { readKey } from './keys.ts';

/** A computer that is already there, as the user tells of it. */
export interface Host {
  readonly machine: string;
  /** Where its SSH server is met: address or name. */
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** Absolute path of the user's private key, and what is in it, or who holds it. */
  readonly key: string;
  readonly privateKey: Reach['privateKey'];
  /** `ssh-ed25519 AAAA…`, where the user knows it beforehand. */
  readonly hostKey?: string;
  /** Its own address by network, where that is not the one by which it is met. */
  readonly networks: Readonly<Record<string, string>>;
}

/** `hosts.yaml`, read and checked. */
export interface Hosts {
  readonly all: readonly Host[];
  /** The host of each of these machines. @throws HostsError that names all who are missing */
  of(machines: readonly string[]): readonly Host[];
}

const accepted = (holds: (value: string) => boolean, refusal: (value: string) => Parameters<typeof refuse>[1]) =>
  z.string().superRefine((value, context) => {
    if (!holds(value)) refuse(context, refusal(value));
  });

const wayIn = {
  user: z
    .string()
    .regex(/^[a-z_][a-z0-9_.-]{0,31}$/i)
    .optional(),
  port: z.int().min(1).max(65_535).optional(),
  key: z.string().min(1).optional(),
};

const host = z.strictObject({
  address: accepted((value) => /^[A-Za-z0-9][A-Za-z0-9.:-]*$/.test(value), hostsText.badAddress),
  ...wayIn,
  hostKey: accepted(
    (value) => /^(ssh|ecdsa)-[a-z0-9-]+ [A-Za-z0-9+/]+=*( .*)?$/.test(value),
    hostsText.badHostKey,
  ).optional(),
  networks: z
    .record(
      z.string(),
      accepted((value) => parseAddress(value) !== undefined, hostsText.badOwnAddress),
    )
    .optional(),
});

const file = z.strictObject({ defaults: z.strictObject(wayIn).optional(), hosts: z.record(z.string(), z.unknown()) });

/** The mistakes of `hosts.yaml`, with their places; shaped as those of a topology are, so that they are shown alike. */
class HostsError extends LabError {
  readonly compiled: { readonly file: string; readonly text: string; readonly diagnostics: readonly Diagnostic[] };
  constructor(compiled: HostsError['compiled']) {
    super({
      code: 'bad-hosts',
      fault: 'topology',
      ...existingText.badHosts(compiled.file, compiled.diagnostics.length),
    });
    this.compiled = compiled;
  }
}

/** Reads it with the keys that it names. @throws HostsError, with every mistake; LabError `no-hosts-file` */
export const readHosts = async (path: string): Promise<Hosts> => {
  const text = await readText(path);
  const named = shortest(path);
  if (text === undefined) throw new LabError({ code: 'no-hosts-file', fault: 'usage', ...existingText.noHosts(named) });
  const document = readDocument({ text, file: named });
  const reading = new Reading(document);
  const failing = (): never => {
    throw new HostsError({ file: named, text, diagnostics: reading.diagnostics });
  };
  const raw = reading.check(file, document.value ?? {}, []);
  const entries = reading.entries(host, raw?.hosts, ['hosts']);
  const good = [...entries].flatMap(([machine, entry]) => (entry ? [{ machine, ...raw?.defaults, ...entry }] : []));
  const found = await Promise.all(good.map((entry) => readHost(entry, path, reading)));
  const all = found.filter((each) => each !== undefined);
  reportTwins(all, reading);
  if (reading.diagnostics.length > 0) failing();
  return {
    all,
    of: (machines) => {
      const known = all.filter(({ machine }) => machines.includes(machine));
      for (const machine of machines.filter((name) => !known.some((each) => each.machine === name)))
        reading.report(hostsText.missing(machine), ['hosts'], { part: 'key' });
      return known.length === machines.length ? known : failing();
    },
  };
};

type Entry = z.output<typeof host> & { readonly machine: string };

const readHost = async (entry: Entry, path: string, reading: Reading): Promise<Host | undefined> => {
  const { machine, address, port = 22, user = currentUser().name, key, hostKey, networks = {} } = entry;
  if (key === undefined) {
    reading.report(hostsText.noKey(machine), ['hosts', machine], { part: 'key' });
    return undefined;
  }
  const keyPath = key.startsWith('~/') ? join(homeFolder(), key.slice(2)) : resolve(dirname(path), key);
  const read = await readKey(keyPath);
  if ('code' in read) {
    reading.report(read, ['hosts', machine, 'key']);
    return undefined;
  }
  return {
    machine,
    address,
    port,
    user,
    key: keyPath,
    privateKey: read,
    networks,
    ...(hostKey !== undefined && { hostKey }),
  };
};

const reportTwins = (hosts: readonly Host[], reading: Reading): void => {
  for (const [index, { machine, address, port }] of hosts.entries()) {
    const twin = hosts.slice(0, index).find((each) => each.address === address && each.port === port);
    if (twin) reading.report(hostsText.twice(machine, twin.machine), ['hosts', machine, 'address']);
  }
};

/** As the user would name it from where they stand, if it lies below. */
const shortest = (path: string): string => {
  const way = relative(process.cwd(), path);
  return way.startsWith('..') || isAbsolute(way) ? path : way;
};
