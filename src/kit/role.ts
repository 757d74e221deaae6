import type { z } from 'zod';
import type { Blueprint, Machine, Protocol, Runtime, Service } from '../model/blueprint.ts';
import type { Secret } from '../model/secret.ts';
import type { Sentence } from '../model/sentence.ts';
import type { FaultSpec } from './fault.ts';
import type { Resource } from './resource.ts';
import type { Probe } from './probe.ts';
import type { Question } from './question.ts';
import type { ServiceModel } from './service-model.ts';
import type { Trail } from './trail.ts';

/** A port that a service of the role listens on. */
export interface Offer {
  /** What it speaks: `http`, `mysql`. */
  readonly name: string;
  readonly port: number;
  readonly protocol?: Protocol;
}

/** A reference in the topology: `redis`, `mariadb@db` or `{ of: mariadb, over: vpn }`, parsed by `reference()`. */
export interface Reference {
  readonly service: string;
  /** Only the instance on this machine. */
  readonly machine?: string;
  /** The network the flow must take; the best one if absent. */
  readonly over?: string;
}

/** What a service needs of another service. */
export interface Need {
  /** `upstream`, `database`. */
  readonly name: string;
  readonly of: Reference;
  /** Port name at the other service; its first port if absent. */
  readonly port?: string;
}

/** The other end of a flow, as this service sees it. */
export interface Peer {
  readonly service: Service;
  readonly machine: Machine | undefined;
  /** For a use: the address to dial. For a user: the address it comes from. */
  readonly address: string;
  readonly port: number;
  /** The network by which this machine meets it. */
  readonly network: string;
  /** The name under which the two know each other: the using service's name. */
  readonly account: string;
  /** The password that both ends share, one for each pair of service names. */
  readonly password: Secret;
  /** For a user: the text of its `schemas` file for the need by which it comes. */
  readonly schema?: string;
}

/**
 * The parameters that a role implied by a tunnel gets from the compiler. One service stands at each end and bears the
 * network's name; the server's offers the tunnel's UDP port, and each client's uses it under the need `server`.
 */
export interface TunnelEnd {
  readonly network: string;
}

/** What a role may look at while it describes a service on a machine. Everything is worked out already. */
export interface RoleContext<P = unknown> {
  readonly lab: { readonly id: string; readonly name: string };
  readonly blueprint: Blueprint;
  readonly machine: Machine;
  readonly service: Service;
  readonly params: P;
  /** Whom this service talks to under that name. */
  readonly uses: (need: string) => readonly Peer[];
  /** Who talks to this service, by port name or at all. */
  readonly users: (port?: string) => readonly Peer[];
  /** Generated once a lab, shared by all instances of the service. Must be declared in `secrets`. */
  readonly secret: (name: string) => Secret;
  /** A file of `templates/<role>/`, rendered; a `Secret` as soon as a local is one. */
  readonly template: (file: string, locals: Readonly<Record<string, unknown>>) => string | Secret;
  /** A text file, or every file below a folder, that the role's own folder carries. Paths are relative. */
  readonly carried: (path: string) => readonly { readonly path: string; readonly content: string }[];
}

/** What is generated once a lab and kept in its `secrets/`. `of` names another secret of the same role. */
export type SecretSpec =
  | { readonly name: string; readonly kind: 'password' }
  | { readonly name: string; readonly kind: 'ca' }
  | {
      readonly name: string;
      readonly kind: 'certificate';
      readonly of: string;
      readonly commonName: string;
      readonly usage: 'server' | 'client';
    }
  | { readonly name: string; readonly kind: 'key'; readonly of: string }
  /** `revokes`: the name of the certificate that is on the list; none is if absent. */
  | { readonly name: string; readonly kind: 'crl'; readonly of: string; readonly revokes?: string }
  | { readonly name: string; readonly kind: 'tls-crypt-v2-server' }
  | { readonly name: string; readonly kind: 'tls-crypt-v2-client'; readonly of: string };

/** A condition of which a service is ready, asked on its own machine until it holds. */
export interface Readiness {
  /** What is awaited: "nginx answers on 192.168.56.10:80". */
  readonly what: Sentence;
  readonly condition:
    | { readonly until: 'tcp'; readonly address: string; readonly port: number }
    | {
        readonly until: 'http';
        readonly address: string;
        readonly port: number;
        readonly path: string;
        readonly status: number;
      }
    | { readonly until: 'active'; readonly unit: string }
    | { readonly until: 'command'; readonly question: Extract<Question, { ask: 'command' }> };
}

/** How a value of a service is looked into from outside, read only. */
export interface Inspection {
  readonly speaks: 'mysql' | 'redis';
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly password: Secret;
  readonly database?: string;
}

/** A role: how a service is made and understood. Data with facets; the engines interpret them and name no role. */
export interface Role<P = unknown> {
  readonly name: string;
  /** Absolute; where it lies with its templates, of a project's own. Bancada's are found by their names. */
  readonly folder?: string;
  readonly summary: Sentence;
  readonly params: z.ZodType<P>;
  offers(params: P): readonly Offer[];
  needs(params: P): readonly Need[];
  /**
   * The role is on every machine (without parameters, the service bears the role's name),
   * at each end of every tunnel of a kind (its parameters are a `TunnelEnd`), or on every machine with a service of a
   * runtime, without being written in the file.
   */
  readonly implied?: 'everywhere' | { readonly tunnel: 'openvpn' } | { readonly runtime: Runtime };
  /** What a service of it can be run by instead of directly by its machine. */
  readonly runtimes?: readonly Runtime[];
  /** A machine has room for one service of it: its package has one configuration and one unit. */
  readonly alone?: true;
  /** Where in the order of a machine's services it is provisioned; 50 if absent, lower first. */
  readonly order?: number;
  /** Carried files that a service used under a need must know, by need: the tables that a database is to hold. Idempotent. */
  readonly schemas?: Readonly<Record<string, string>>;
  /** Debian packages; they make the image layers and are checked on the machine. */
  packages?(params: P, runtime?: Runtime): readonly string[];
  secrets?(service: Service, blueprint: Blueprint): readonly SecretSpec[];
  /** Absent: the role only declares, and cannot be provisioned yet. */
  resources?(context: RoleContext<P>): readonly Resource[];
  ready?(context: RoleContext<P>): readonly Readiness[];
  inspect?(context: RoleContext<P>): Inspection | undefined;
  checks?(context: RoleContext<P>): readonly RoleCheck[];
  /** What it does in the simulator. Absent: nobody can foretell what it does. It must not look at secrets. */
  model?(context: RoleContext<P>): ServiceModel;
  /** How its visitors behave. A service in front of it, by which they come, need not say anything. */
  visits?(context: RoleContext<P>): Visits;
  /** What can be watched of it while it works. */
  probe?(context: RoleContext<P>): readonly Probe[];
  /** How one request is followed through it. */
  trail?(context: RoleContext<P>): Trail;
  /** Ways to break it that only it has; what can be done to every service need not be said. */
  faults?(context: RoleContext<P>): readonly FaultSpec[];
}

/** How visitors use a service: what a load consists of. */
export interface Visits {
  /** What a visitor gets who asks for one page only. */
  readonly page: string;
  /** A page for which it needs everything that it uses; `page` if absent. */
  readonly through?: string;
  /** Header of its answers that names the machine which gave them. */
  readonly servedBy?: string;
  readonly profiles: readonly Profile[];
}

/** A visit of several steps, walked by many visitors at once. */
export interface Profile {
  readonly name: string;
  readonly title: Sentence;
  readonly steps: readonly VisitStep[];
  /** Undoes what the steps made, whatever happened. */
  readonly cleanup: readonly VisitStep[];
  /** Gets a visitor in again whose session was lost, so that the clean-up can be tried once more. */
  readonly again: readonly VisitStep[];
}

/** A step of a journey that is one request. */
export type VisitStep = Extract<JourneyStep, { readonly step: 'get' | 'post' }>;

/**
 * What a role's service promises beyond answering on its ports. The check engine knows how to ask each kind.
 * `balance`: the share of requests that each target of `need` gets, as the algorithm promises, and how it is recognised.
 * `tunnel`: what must cross the tunnel does, and no other device.
 * `journey`: a visit through the front that leaves traces, which are looked up and removed again.
 */
export type RoleCheck =
  | {
      readonly check: 'balance';
      readonly need: string;
      readonly path: string;
      /** JSON field of the answer that names the machine that served it. */
      readonly field: string;
      readonly promise: 'even-rotation' | 'weighted-rotation' | 'sticky' | 'random';
      /** By target service id, 1 if absent: weights of a rotation, or how the chances of `random` are to one another. */
      readonly weights: Readonly<Record<string, number>>;
    }
  | {
      readonly check: 'tunnel';
      readonly network: string;
      /** The tunnel's device on this machine. */
      readonly device: string;
      /** The address of the other end inside the tunnel. */
      readonly peer: string;
    }
  | { readonly check: 'journey'; readonly journey: Journey };

/** A scripted visit: HTTP steps with forms and a cookie jar, then traces to find in stores, then a clean-up. */
export interface Journey {
  readonly title: Sentence;
  readonly steps: readonly JourneyStep[];
  /** Undoes what the steps made, whatever happened. */
  readonly cleanup: readonly JourneyStep[];
  /** Gets a visitor in again whose check was killed, so that the clean-up can be done after all. */
  readonly again: readonly JourneyStep[];
}
/** One step of a journey; it fails where its outcome is another than it says. */
export type JourneyStep =
  /** `{token}` in form values stands for the CSRF token of the last page; `{random}` for a value drawn once a journey. */
  | { readonly step: 'get'; readonly path: string; readonly status: number; readonly contains?: string }
  | {
      readonly step: 'post';
      readonly path: string;
      readonly form: Readonly<Record<string, string>>;
      readonly status: number;
    }
  /** The rows must not be empty; asked with the read-only inspection account of the service used under that need. */
  | { readonly step: 'sql'; readonly need: string; readonly query: string; readonly values: readonly string[] }
  | { readonly step: 'redis'; readonly need: string; readonly command: readonly string[]; readonly cookie?: string }
  /** Repeat the last page until another instance has answered it with the same session. */
  | { readonly step: 'other-instance'; readonly path: string; readonly field: string; readonly contains: string };

/** Keeps the parameter type of a role together. */
export const defineRole = <P>(role: Role<P>): Role<P> => role;
