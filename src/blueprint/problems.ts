import type { Diagnostic } from '../model/diagnostic.ts';
import type { Sentence } from '../model/sentence.ts';
import type { SourcePath, Topology } from '../model/topology.ts';
import type { Wording } from '../text/wording.ts';

/** A second place, by its path in the file. */
export interface Related {
  readonly message: Sentence;
  readonly path: SourcePath;
}

/** Collects what is wrong. A mistake that every machine of a group repeats is told once. */
export class Problems {
  readonly #locate: Topology['locate'];
  readonly #found = new Map<string, Diagnostic>();

  constructor(locate: Topology['locate']) {
    this.#locate = locate;
  }

  report(wording: Wording, path: SourcePath, related: readonly Related[] = []): void {
    const range = this.#locate(path);
    const key = JSON.stringify([wording.code, range]);
    if (this.#found.has(key)) return;
    this.#found.set(key, {
      severity: 'error',
      ...wording,
      range,
      ...(related.length > 0 && {
        related: related.map(({ message, path: other }) => ({ message, range: this.#locate(other) })),
      }),
    });
  }

  /** In the order of the file. */
  get all(): readonly Diagnostic[] {
    const place = ({ range }: Diagnostic): number => (range ? range.start.line * 10_000 + range.start.column : 0);
    return [...this.#found.values()].sort((a, b) => place(a) - place(b));
  }

  /** Whether nothing can be made of the topology. */
  hasErrors(): boolean {
    return this.all.some(({ severity }) => severity === 'error');
  }
}
