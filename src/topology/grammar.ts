import * as z from 'zod';
import { sizes } from '../../vms/sizes.ts';
import { instancePattern } from '../kit/reference.ts';
import { refuse } from '../kit/refusal.ts';
import { tunnelLink } from '../text/blueprint.ts';
import * as say from '../text/topology.ts';
import type { Wording } from '../text/wording.ts';
import { parseDuration, parseLoss, parseRate, parseStorage } from './quantities.ts';

/** The version of the language that this Bancada reads. */
export const languageVersion = 1;

/** How many machines a group may have. */
export const maximumCount = 250;

/** How many machines all groups may have together: each knows every other by name. */
export const maximumMachines = 500;

const namePattern = '^[a-z][a-z0-9-]{0,14}$';
const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const dotted = `${octet}(\\.${octet}){3}`;
const subnetPattern = `^${dotted}/(3[0-2]|[12]?[0-9])$`;

/** Text that must look like a pattern, which editors see too, and is refused in words. */
const worded = (pattern: string, refusal: (text: string) => Wording): z.ZodType<string, string> =>
  z
    .string()
    .meta({ pattern })
    .superRefine((text, context) => {
      if (!new RegExp(pattern).test(text)) refuse(context, refusal(text));
    });

/** Text with a unit, turned into a number. */
const quantity = (
  parse: (text: string) => number | undefined,
  refusal: (text: string) => Wording,
  examples: string[],
) =>
  z
    .union([z.string(), z.number()])
    .meta({ type: 'string', examples })
    .transform((written, context) => {
      const amount = parse(String(written));
      if (amount !== undefined) return amount;
      refuse(context, refusal(String(written)));
      return z.NEVER;
    });

/** The name of anything in a topology; it becomes host names, devices and files, so it is narrow. */
export const name = worded(namePattern, say.badName);
/** Whether a text can be the name of a lab, or of anything in it. */
export const isName = (text: string): boolean => new RegExp(namePattern).test(text);
const machineName = worded('^[a-z][a-z0-9-]{0,17}$', say.badName);
const instance = worded(instancePattern, say.badInstance);
const address = worded(`^(auto|${dotted})$`, say.badAddress);
const subnet = worded(subnetPattern, say.badSubnet);
/** Text for the screen: it must not carry codes that steer a terminal. */
const text = z
  .string()
  .max(4000)
  .superRefine((written, context) => {
    if (/[^\P{C}\n\t]/u.test(written)) refuse(context, say.badText(written));
  });
const port = z.int().min(1).max(65_535);
const duration = quantity(parseDuration, say.badDuration, ['15ms', '0.5s']);

const link = z.strictObject({
  delay: duration.optional().describe('One way.'),
  jitter: duration.optional(),
  rate: quantity(parseRate, say.badRate, ['100mbit', '1gbit']).optional(),
  loss: quantity(parseLoss, say.badLoss, ['3%', '0.1%']).optional(),
});

/** A tunnel has no link of its own: its packets cross the network that carries it. */
const noLink = z
  .unknown()
  .superRefine((_, context) => refuse(context, tunnelLink))
  .meta({ not: {} });

/** A network, told apart by `type`; a lan if it does not say. */
const network = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('lan').optional(), subnet: subnet.optional(), link: link.optional() }),
  z.strictObject({ type: z.literal('internet'), subnet: subnet.optional(), link: link.optional() }),
  z.strictObject({
    type: z.literal('openvpn'),
    subnet: subnet.optional(),
    link: noLink.optional(),
    over: name.describe('The network that carries the tunnel.'),
    server: machineName.describe('A machine.'),
    clients: z.array(machineName).min(1).describe('Machines or groups.'),
    port: port.optional().describe('UDP; 1194 if not said.'),
  }),
]);

const attached = [address, z.strictObject({ address: address.optional(), link: link.optional() })] as const;
const attachment = z.union([...attached, z.literal(false).describe('Not attached, whatever the defaults say.')]);
const attachments = z.record(name, attachment);

const storage = quantity(parseStorage, say.badStorage, ['512MiB', '2GiB']);
const sizeName = z.string().meta({ examples: sizes.map((one) => one.name) });
const size = z.union([
  sizeName,
  z.strictObject({
    name: sizeName.optional(),
    cpus: z.number().min(0.05).max(64).optional(),
    memory: storage.optional(),
    disk: storage.optional(),
  }),
]);

const params = z.record(z.string(), z.unknown()).nullable();

/** What any service may say. */
export const serviceKeys = z.looseObject({
  role: z.string().optional().describe("How the service is made; the service's own name if not said."),
  public: z
    .union([z.boolean(), z.array(z.string())])
    .optional()
    .describe('Ports that internet networks may reach.'),
  runtime: z.literal('docker').optional().describe('A container on its machine, where the role knows how.'),
});

/** A service; what is not said here is a parameter of its role. */
export const service = serviceKeys.nullable();

/** What holds for every machine unless it says otherwise. */
export const defaults = z.strictObject({
  site: name.optional(),
  size: size.optional(),
  networks: attachments.optional(),
  services: z.record(name, params).optional().describe('Parameters by service name.'),
});

const member = z.strictObject({
  size: size.optional(),
  networks: z.record(name, z.union(attached)).optional(),
  services: z.record(name, params).optional().describe('Parameters of this machine alone.'),
});

/** One machine, or a group of them. */
const group = z.strictObject({
  count: z
    .unknown()
    .meta({ type: 'integer', minimum: 1, maximum: maximumCount })
    .transform((value, context) => {
      if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= maximumCount)
        return value as number;
      refuse(context, say.badCount(value, maximumCount));
      return z.NEVER;
    })
    .optional(),
  site: name.optional(),
  size: size.optional(),
  networks: attachments.optional(),
  services: z.record(name, service).optional(),
  members: z.record(machineName, member).optional().describe('What single machines of the group have otherwise.'),
});

/** A service of the real world that no machine of the lab carries. */
const managed = serviceKeys.omit({ runtime: true }).extend({ site: name.optional(), networks: attachments.optional() });

const offered = z.union([port, worded('^[1-9][0-9]{0,4}(/(tcp|udp))?$', say.badOffer)]);

/** A role by its outside. */
const sketch = z.strictObject({
  summary: text.optional(),
  offers: z.record(name, offered).optional().describe('Ports by name: `http: 8000`, `dns: 53/udp`.'),
  uses: z.array(name).optional().describe('Parameters that name the services it talks to.'),
  params: z.array(name).optional().describe('Other parameters, noted down only.'),
});

/** Who visits what, from where. */
const visitors = z.strictObject({
  from: name.describe('A lan or internet network.'),
  to: instance.describe('A service, or one of its machines: `web`, `web@lb`.'),
  port: name.optional().describe("The port's name, if the service offers several."),
  listen: port.optional().describe('Port of this computer at which the service is to be found.'),
});

const amount = z.union([z.string(), z.number()]).transform(String);

/** A check of the user's own. */
const check = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    from: machineName,
    url: worded('^http://[^\\s]+$', say.badUrl),
    status: z.int().min(100).max(599).default(200),
    contains: text.optional(),
  }),
  z.strictObject({ kind: z.enum(['tcp', 'closed']), from: machineName, to: machineName, port }),
  z.strictObject({ kind: z.literal('sql'), service: instance, query: text, expect: amount }),
  z.strictObject({ kind: z.literal('redis'), service: instance, command: z.array(amount).min(1), expect: amount }),
  z.strictObject({
    kind: z.literal('command'),
    on: machineName,
    argv: z.array(amount).min(1),
    contains: text.optional(),
  }),
  z.strictObject({ kind: z.literal('balance'), service: instance, requests: z.int().min(2).max(10_000).default(100) }),
]);

/** Which provider serves which site, for a target of the file's own. */
const target = z.record(name, z.enum(['local', 'vagrant', 'ec2', 'ssh']));

/** The sections that hold entries by name. */
export const sections = {
  networks: network,
  machines: group,
  managed,
  roles: sketch,
  visitors,
  checks: check,
  targets: target,
};

/** What a section's entry is once it has been read. */
export type Entry<S extends keyof typeof sections> = z.output<(typeof sections)[S]>;

/** The whole file. Reading checks it entry by entry; this is what editors are told. */
export const file = z.strictObject({
  bancada: z.literal(languageVersion).describe("The language's version."),
  name: name.optional().describe("The lab's name; the file's own if not said."),
  title: text.optional(),
  message: text
    .optional()
    .describe('Shown after `up`; `{web}` stands for the address where visitors find that service.'),
  defaults: defaults.optional(),
  networks: z.record(name, network).optional(),
  machines: z.record(name, group).optional(),
  managed: z.record(name, managed).optional(),
  roles: z.record(name, sketch).optional(),
  visitors: z.record(name, visitors).optional(),
  checks: z.record(name, check).optional(),
  targets: z.record(name, target).optional(),
});

/** How a machine is on a network, as it is written. */
export type Attachment = z.output<typeof attachment>;
/** A size as it is written. */
export type Size = z.output<typeof size>;
/** A link as it is written, its quantities read. */
export type Link = z.output<typeof link>;
/** What holds for every machine, as it is written. */
export type Defaults = z.output<typeof defaults>;
/** What one machine of a group has otherwise, as it is written. */
export type Member = z.output<typeof member>;
