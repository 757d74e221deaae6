import type { Sentence } from '../model/sentence.ts';
import type { Question } from './question.ts';

/** What a service was busy with for a part of a request; spans do not overlap. */
export interface Span {
  readonly what: Sentence;
  /** Milliseconds after the request came in; unknown if absent. */
  readonly at?: number;
  /** Milliseconds. */
  readonly took: number;
  /** It waited for a service that it uses under this need; for the instance at `address`, where that is known. */
  readonly call?: { readonly need: string; readonly address?: string };
  /** Of a call, how long whoever was asked took by its own clock, milliseconds; where it says so in its answer. */
  readonly own?: number;
}

/** What became of one request at a service, as the service itself wrote it down. */
export interface Visited {
  /** From when it came in until its answer was given, milliseconds. */
  readonly took: number;
  readonly spans: readonly Span[];
  /** What was asked for and answered, where the service can tell. */
  readonly about?: { readonly method: string; readonly path: string; readonly status: number };
}

/** How a request is found again at a service, by the id under which it goes through the lab. */
export interface Trail {
  /** Prints what the service has written down about it; nothing, as long as that is not done. It must not be dear. */
  readonly question: (request: string) => Extract<Question, { readonly ask: 'command' }>;
  /** `undefined`: there is nothing, or it cannot be read. */
  readonly read: (printed: string) => Visited | undefined;
}

/** The header in which a request carries its id, and its answer tells it. */
export const requestHeader = 'x-request-id';

/** The header by which whoever follows a request asks services to write down what they otherwise would not. */
export const followHeader = 'x-follow';

/** Whether a word can be such an id: letters, digits and dashes within, so that it means nothing to any program. */
export const isRequestId = (word: string): boolean => /^[A-Za-z0-9][A-Za-z0-9-]{7,63}$/.test(word);

/** The last line that is a JSON object, as one; nothing if there is none. */
export const lastObject = (printed: string): Readonly<Record<string, unknown>> | undefined => {
  for (const line of printed.split('\n').toReversed()) {
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    } catch {
      // A line cut off, or somebody else's.
    }
  }
  return undefined;
};
