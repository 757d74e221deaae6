import type { IpPermission } from '@aws-sdk/client-ec2';
import ipaddr from 'ipaddr.js';
import { LabError } from '../../errors/lab-error.ts';
import type { Flow, FlowSource, Network, Protocol } from '../../model/blueprint.ts';
import { ec2Texts } from '../../text/ec2.ts';
import type { PlannedLab } from '../provider.ts';

/** One thing that a security group lets in. */
export interface Rule {
  readonly protocol: Protocol;
  readonly port: number;
  /** From where. */
  readonly cidr: string;
  /** The flows that need it; shown in the console. */
  readonly why: string;
}

/** Where a lab's machines and its operator are met, as far as it is known. */
export interface Whereabouts {
  /** CIDR from which the machines are managed. */
  readonly operator: string;
  /** Public and private address of each machine that is in the cloud. */
  readonly machines: Readonly<Record<string, { readonly public?: string; readonly private?: string }>>;
}

/** Anyone. */
export const world = '0.0.0.0/0';
const managementPort = 22;
/** Ways in and stores: whatever a topology says, they are never opened to the world. */
const neverPublic: readonly number[] = [managementPort, 3306, 5432, 6379];

/**
 * What the security group of a machine lets in: management from the operator, and the flows that end there, each from where
 * it comes. @throws LabError `ec2-never-public`
 */
export const rulesOf = (lab: PlannedLab, machine: string, whereabouts: Whereabouts): readonly Rule[] => {
  const management: Rule = {
    protocol: 'tcp',
    port: managementPort,
    cidr: whereabouts.operator,
    why: 'management',
  };
  const fromFlows = lab.blueprint.flows
    .filter((flow) => flow.to.machine === machine)
    .flatMap((flow) => {
      const network = lab.blueprint.networks.find(({ name }) => name === flow.path.at(-1)?.network);
      return network === undefined ? [] : ruleFor(lab, flow, network, whereabouts);
    });
  return merged([management, ...fromFlows]);
};

const ruleFor = (lab: PlannedLab, flow: Flow, network: Network, whereabouts: Whereabouts): readonly Rule[] => {
  const { protocol, to } = flow;
  const rules = sendersOf(lab, flow.from, network, whereabouts).map((cidr) => ({
    protocol,
    port: to.port,
    cidr,
    why: flow.id,
  }));
  if (rules.some(({ cidr }) => isWorld(cidr)) && neverPublic.includes(to.port))
    throw new LabError({ code: 'ec2-never-public', fault: 'usage', ...ec2Texts.neverPublic(flow.id, to.port) });
  return rules;
};

/** Whether that is the whole world, or half of it. */
const isWorld = (cidr: string): boolean => Number(cidr.split('/')[1]) <= 1;

const sendersOf = (lab: PlannedLab, from: FlowSource, network: Network, { operator, machines }: Whereabouts) => {
  // What comes through a tunnel comes in by the tunnel's own port.
  if (network.kind === 'openvpn' || from.kind === 'managed') return [];
  if (from.kind === 'world') return [world];
  if (from.kind === 'visitors') return network.kind === 'internet' ? [operator] : [];
  const known = machines[from.machine];
  if (lab.own.includes(from.machine)) {
    const address = network.kind === 'internet' ? known?.public : known?.private;
    return address === undefined ? [] : [`${address}/32`];
  }
  const seen = lab.bindings.machines[from.machine]?.attachments[network.name]?.seenAs?.filter(isRouted) ?? [];
  // A machine at home calls through the same router as its operator.
  return seen.length > 0 ? seen : [operator];
};

/** Whether packets of that source can arrive in the cloud at all. */
const isRouted = (cidr: string): boolean => ipaddr.parseCIDR(cidr)[0].range() === 'unicast';

const keyOf = ({ protocol, port, cidr }: Pick<Rule, 'protocol' | 'port' | 'cidr'>): string =>
  `${protocol} ${String(port)} ${cidr}`;

const merged = (rules: readonly Rule[]): readonly Rule[] => {
  const isOpen = ({ protocol, port }: Rule): boolean =>
    rules.some((rule) => rule.cidr === world && rule.protocol === protocol && rule.port === port);
  return [...new Set(rules.map(keyOf))].flatMap((key) => {
    const same = rules.filter((rule) => keyOf(rule) === key);
    return same
      .slice(0, 1)
      .filter((rule) => rule.cidr === world || !isOpen(rule))
      .map((rule) => ({ ...rule, why: [...new Set(same.map(({ why }) => why))].join(', ') }));
  });
};

/** What a group lets in and should not, and the other way round. */
export interface RuleDifferences {
  readonly missing: readonly Rule[];
  /** As EC2 tells them: somebody may have opened what we have no word for. */
  readonly extra: readonly IpPermission[];
}

/** Compares what should be let in with what is. */
export const compareRules = (wanted: readonly Rule[], there: readonly IpPermission[]): RuleDifferences => {
  const each = there.flatMap(singly);
  const wantedKeys = new Set(wanted.map(keyOf));
  const thereKeys = new Set(each.map(permissionKey));
  return {
    missing: wanted.filter((rule) => !thereKeys.has(keyOf(rule))),
    extra: each.filter((permission) => !wantedKeys.has(permissionKey(permission))),
  };
};

/** EC2 puts sources of one port together. */
const singly = ({ IpRanges, Ipv6Ranges, UserIdGroupPairs, PrefixListIds, ...port }: IpPermission): IpPermission[] => [
  ...(IpRanges ?? []).map((range) => ({ ...port, IpRanges: [range] })),
  ...(Ipv6Ranges ?? []).map((range) => ({ ...port, Ipv6Ranges: [range] })),
  ...(UserIdGroupPairs ?? []).map((pair) => ({ ...port, UserIdGroupPairs: [pair] })),
  ...(PrefixListIds ?? []).map((list) => ({ ...port, PrefixListIds: [list] })),
];

const sourceOf = ({ IpRanges, Ipv6Ranges, UserIdGroupPairs, PrefixListIds }: IpPermission): string =>
  IpRanges?.[0]?.CidrIp ??
  Ipv6Ranges?.[0]?.CidrIpv6 ??
  UserIdGroupPairs?.[0]?.GroupId ??
  PrefixListIds?.[0]?.PrefixListId ??
  '?';

const permissionKey = (permission: IpPermission): string => {
  const { IpProtocol = '', FromPort, ToPort } = permission;
  const ports = FromPort === ToPort ? String(FromPort) : `${String(FromPort)}-${String(ToPort)}`;
  return `${IpProtocol} ${ports} ${sourceOf(permission)}`;
};

/** A rule that is there, as every language writes it: `0.0.0.0/0 → tcp 3306`. */
export const describePermission = (permission: IpPermission): string => {
  const [protocol = '', ports = '', source = ''] = permissionKey(permission).split(' ');
  return `${source} → ${protocol === '-1' ? '*' : `${protocol} ${ports}`}`;
};

/** A rule of ours, in the same form. */
export const describeRule = ({ protocol, port, cidr }: Rule): string => `${cidr} → ${protocol} ${String(port)}`;

/** Rules as EC2 wants them. It takes only some characters in a description, and 255 of them. */
export const permissionsOf = (rules: readonly Rule[]): IpPermission[] =>
  rules.map(({ protocol, port, cidr, why }) => ({
    IpProtocol: protocol,
    FromPort: port,
    ToPort: port,
    IpRanges: [
      {
        CidrIp: cidr,
        Description: why
          .replaceAll('->', ' to ')
          .replaceAll(/[^\w .:/()#,@[\]+=&;{}!$*-]/g, '_')
          .slice(0, 255),
      },
    ],
  }));
