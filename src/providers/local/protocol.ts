import * as z from 'zod';
import type { LabEvent } from '../../model/event.ts';
import type { Sentence } from '../../model/sentence.ts';
import type { Fault } from '../../errors/lab-error.ts';

/*
 * What the program that runs as root understands. It trusts nothing it is told: every name, address and path is
 * checked here, on its side of the pipe, and whose lab it is comes from sudo, never from a request.
 */

const byte = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const address = z.string().regex(new RegExp(`^${byte}(\\.${byte}){3}$`));
const prefix = z.int().min(8).max(30);
const port = z.int().min(1).max(65535);

/** A machine's, network's, visitors' or lab's name. */
export const namePattern = /^[a-z][a-z0-9-]{0,14}$/;
const name = z.string().regex(namePattern);
/** A lab's id. */
export const idPattern = /^[a-z0-9]{8}$/;
const id = z.string().regex(idPattern);
const publicKey = z
  .string()
  .max(1000)
  .regex(/^ssh-(ed25519|rsa) [A-Za-z0-9+/=]+( [\w@.:-]*)?$/);
const privateKey = z
  .string()
  .max(8000)
  .regex(/^-----BEGIN OPENSSH PRIVATE KEY-----\n[A-Za-z0-9+/=\n]+-----END OPENSSH PRIVATE KEY-----\n?$/);

const link = z.strictObject({
  delayMs: z.number().min(0).max(60_000).optional(),
  jitterMs: z.number().min(0).max(60_000).optional(),
  rateBps: z.number().min(1000).max(1e12).optional(),
  loss: z.number().min(0).max(1).optional(),
});

const crowd = z.strictObject({ base: address, prefix: z.int().min(16).max(30) });

const network = z.strictObject({ name, vantage: address, prefix, crowd: crowd.optional() });

const networkInterface = z.strictObject({
  network: name,
  device: name.refine((device) => device !== 'lo'),
  address,
  prefix,
  mac: z.string().regex(/^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/),
  link,
});

const size = z.strictObject({
  cpus: z.number().min(0.05).max(256),
  memoryMiB: z.int().min(32).max(4_194_304),
  diskGiB: z.number().min(0.1).max(65_536),
});

/** Debian package names, sorted. */
export const packages = z.array(z.string().regex(/^[a-z0-9][a-z0-9+.-]{1,99}$/)).max(500);

const machine = z.strictObject({
  name,
  size,
  packages,
  interfaces: z.array(networkInterface).max(64),
  /** It holds containers. */
  containers: z.literal(true).optional(),
});

const identity = z.strictObject({ authorizedKey: publicKey, hostKey: z.strictObject({ privateKey, publicKey }) });

const publication = z.strictObject({ visitors: name, listen: port.optional(), address, port });

const path = z
  .string()
  .max(4000)
  .regex(/^\/[^\0\n]*$/);

const create = z.strictObject({
  operation: z.literal('create'),
  lab: z.strictObject({
    id,
    name,
    folder: path,
  }),
  networks: z.array(network).max(250),
  machines: z.array(machine.extend({ identity })).max(1000),
  published: z.array(publication).max(100),
});

/** Images for machines with these packages, each set the packages of one machine. */
const prepare = z.strictObject({ operation: z.literal('prepare'), packages: z.array(packages).max(1000) });

/** The images of machines with these packages, in one file. It is written as whoever asks could write it. */
const exportImages = z.strictObject({
  operation: z.literal('export-images'),
  packages: z.array(packages).min(1).max(1000),
  file: path,
});

/** Images out of such a file. It is read as whoever asks could read it. */
const importImages = z.strictObject({ operation: z.literal('import-images'), file: path });

const stop = z.strictObject({ operation: z.literal('stop'), id, machines: z.array(name).max(1000).optional() });

const remove = z.strictObject({ operation: z.literal('remove'), id, machines: z.array(name).max(1000) });

const direction = link.extend({ down: z.boolean().optional() });

const changeLink = z.strictObject({
  operation: z.literal('link'),
  id,
  machine: name,
  network: name,
  from: direction.optional(),
  to: direction.optional(),
});

/** A snapshot's name. */
const snapshotName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);

/** Keeps the disks of all machines, which are stopped. */
const saveDisks = z.strictObject({ operation: z.literal('save-disks'), id, snapshot: snapshotName });

/** Lays copies of a snapshot's disks ready beside those that are in use. */
const readyDisks = z.strictObject({ operation: z.literal('ready-disks'), id, snapshot: snapshotName });

/** Lets a snapshot's disks that were laid ready take the places of those of all machines, which are stopped. */
const swapDisks = z.strictObject({ operation: z.literal('swap-disks'), id, snapshot: snapshotName });

const removeDisks = z.strictObject({
  operation: z.literal('remove-disks'),
  id,
  snapshots: z.array(snapshotName).max(1000),
});

/** The limits of the kernel's that may be raised, by the names that sysctl has for them. */
export const limitKeys = [
  'fs.inotify.max_user_instances',
  'net.ipv4.neigh.default.gc_thresh3',
  'kernel.pid_max',
  'kernel.threads-max',
  'fs.file-max',
] as const;

const raise = z.strictObject({
  operation: z.literal('raise'),
  limits: z
    .array(z.strictObject({ key: z.enum(limitKeys), value: z.int().min(1).max(4_194_304) }))
    .max(limitKeys.length),
});

const destroy = z.strictObject({ operation: z.literal('destroy'), id });

/** One request, the first line of the program's standard input. The input's end means: stop where you are. */
export const requestSchema = z.discriminatedUnion('operation', [
  prepare,
  raise,
  exportImages,
  importImages,
  create,
  stop,
  changeLink,
  remove,
  saveDisks,
  readyDisks,
  swapDisks,
  removeDisks,
  destroy,
]);

/** What the program that runs as root can be asked to do. */
export type Request = z.infer<typeof requestSchema>;
/** To build images. */
export type PrepareRequest = z.infer<typeof prepare>;
/** To raise limits of the kernel's. */
export type RaiseRequest = z.infer<typeof raise>;
/** One of them. */
export type LimitKey = (typeof limitKeys)[number];
/** To write images into a file. */
export type ExportRequest = z.infer<typeof exportImages>;
/** To take images out of a file. */
export type ImportRequest = z.infer<typeof importImages>;
/** To make a lab as it is described. */
export type CreateRequest = z.infer<typeof create>;
/** A switch that is to be there. */
export type NetworkOrder = z.infer<typeof network>;
/** A machine's end of a cable. */
export type InterfaceOrder = z.infer<typeof networkInterface>;
/** What a machine is to be. The record of a machine that is there has the same form, so that the two compare. */
export type MachineOrder = z.infer<typeof machine>;
/** The keys that make a machine itself and no other. */
export type MachineIdentity = z.infer<typeof identity>;
/** A loopback port of this computer, and where it leads. */
export type Publication = z.infer<typeof publication>;
/** What a link does to packets. */
export type LinkOrder = z.infer<typeof link>;
/** To change a link of a running machine. */
export type LinkRequest = z.infer<typeof changeLink>;
/** One direction of a link that is changed while the lab runs. */
export type DirectionOrder = z.infer<typeof direction>;

/** A property of links that a kernel may be unable to give. */
export type LinkProperty = 'delay' | 'loss';

/** One line of the program's standard output. */
export type Reply =
  | { readonly reply: 'event'; readonly event: LabEvent }
  | {
      readonly reply: 'failed';
      readonly code: string;
      readonly fault: Fault;
      readonly message: Sentence;
      readonly hint?: Sentence;
      readonly context: Readonly<Record<string, string | number>>;
    }
  | { readonly reply: 'done' };
