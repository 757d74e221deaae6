import type { UpstreamSpec } from './balancing.ts';

/**
 * What a role's service does in the simulator, as data. Nothing in it is measured here: a role carries figures that
 * were measured once and says where, and a lab that is calibrated has its own.
 */
export interface ServiceModel {
  /** Things of which there is only so many: threads, connections. By name, unique within the service. */
  readonly pools?: Readonly<Record<string, PoolModel>>;
  /** What happens when it is asked at a port: by port name, then by kind of request. The first kind is the usual one. */
  readonly answers?: Readonly<Record<string, Readonly<Record<string, AnswerModel>>>>;
  /** Processor seconds that it takes to start. */
  readonly starts?: number;
  /** Of a tunnel's end: what each message that passes costs it. */
  readonly carries?: readonly Work[];
  /** Of a tunnel's end: ends that hear nothing of each other for so many seconds begin anew, which takes so many once they can. */
  readonly rejoins?: { readonly after: number; readonly takes: number };
}

/** A pool: who needs a place takes one, or waits for one in the order of arrival. */
export interface PoolModel {
  readonly places: number;
  /** How many may wait; who comes then is turned away. Any number if absent. */
  readonly room?: number;
}

/** What one kind of request comes to. */
export interface AnswerModel {
  /**
   * The path by which visitors ask for it, where there are paths; `POST ` stands before that of a form that they send.
   * `{ms}` stands for how much is asked for: see `demand`.
   */
  readonly path?: string;
  /** It needs what an earlier request of the same visit was given, so that nobody asks for it alone. */
  readonly visitOnly?: true;
  /** Of a request that says itself how long it wants to be computed: how long where nobody decides, in seconds. */
  readonly demand?: Time;
  /** How often it is asked for among the kinds, where nobody says which; 0 if absent, unless it is the only one. */
  readonly share?: number;
  readonly work: readonly Work[];
  /** Size of the answer on the wire, bytes. */
  readonly bytes?: number;
}

/** How long, in seconds: always the same, or by mean and coefficient of variation. */
export type Time = number | { readonly lognormal: { readonly mean: number; readonly variation: number } };

/** One thing that a service does. They are done one after the other. */
export type Work = Compute | Occupy | Ask | PassOn | OneOf | Aside | Fail;

/** Keeps a processor of the machine busy for so long, as it would be if it were alone; `demand`: as the request says. */
export interface Compute {
  readonly compute: Time | 'demand';
}
/** Takes a place of one of the service's pools and keeps it during the work, whatever that waits for. */
export interface Occupy {
  readonly occupy: string;
  readonly work: readonly Work[];
}
/** Asks the service used under that need and waits for its answer. */
export interface Ask {
  readonly ask: string;
  /** The kind of request; the usual one if absent. */
  readonly kind?: string;
  /** Size of the question on the wire, bytes. */
  readonly bytes?: number;
  /** How many questions, one after the other; 1 if absent. */
  readonly times?: number;
  /** Seconds after which it is given up. */
  readonly timeout?: number;
  /** What is done if no answer comes. */
  readonly otherwise?: readonly Work[];
}
/** Gives the request to one of the instances of the service used under that need, to another one if that fails. */
export interface PassOn {
  readonly passOn: string;
  /** Its peers are the need's targets, in their order. */
  readonly balancing: UpstreamSpec;
  /** Seconds after which an instance that does not answer has failed. */
  readonly timeout: number;
  /** The same of one that no question gets to, because packets vanish on the way; `timeout` if absent. */
  readonly connectTimeout?: number;
  /** A form (`POST`) that an instance was sent is given to no other one, for it may have done what was asked. */
  readonly formsOnce?: true;
  /** Size of the question on the wire, bytes. */
  readonly bytes?: number;
}
/** One of several, by their shares. */
export interface OneOf {
  readonly oneOf: readonly { readonly share: number; readonly work: readonly Work[] }[];
}
/** Goes on by itself, while the request goes on too: writing the journal. */
export interface Aside {
  readonly aside: readonly Work[];
}
/** Answers with an error; the word says why: `unavailable`. */
export interface Fail {
  readonly fail: string;
}
