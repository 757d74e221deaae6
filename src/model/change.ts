import type { Sentence } from './sentence.ts';

/** One difference between what is described and what is there, and the reason for it. */
export interface Change {
  readonly machine: string;
  /** `file:/etc/nginx/nginx.conf`. */
  readonly resource: string;
  /** The service that wants it: `web@lb`. */
  readonly service: string;
  readonly action: 'create' | 'update' | 'restart' | 'reload' | 'run' | 'remove';
  /** What is done, in a few words. */
  readonly summary: Sentence;
  readonly reason: Sentence;
  /** A unified diff of text, secrets masked. */
  readonly diff?: string;
  /** Whether the tool made what is now different, or somebody else changed it since. */
  readonly drift: boolean;
}

/** A change that has been made. */
export interface AppliedChange extends Change {
  readonly milliseconds: number;
}
