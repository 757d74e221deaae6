import type * as z from 'zod';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Sentence } from '../model/sentence.ts';
import type { SourcePath, Topology } from '../model/topology.ts';
import * as say from '../text/topology.ts';
import type { Wording } from '../text/wording.ts';
import type { Part, SourceDocument } from './document.ts';
import { mistakesOf, schemaTalk } from './issues.ts';

/** A second place that explains a mistake. */
export interface RelatedPath {
  readonly message: Sentence;
  readonly path: SourcePath;
}

const keyOf = (path: SourcePath): string => JSON.stringify(path);

/** One reading of a file: checks values against schemas and collects what is wrong, wherever the values came from. */
export class Reading {
  readonly #document: SourceDocument;
  readonly #found = new Map<string, Diagnostic>();
  readonly #inherited = new Map<string, SourcePath>();

  constructor(document: SourceDocument) {
    this.#document = document;
    for (const diagnostic of document.diagnostics) this.#add(diagnostic);
  }

  /** Notes that the value at a path stands elsewhere in the file. */
  inherit(path: SourcePath, source: SourcePath): void {
    this.#inherited.set(keyOf(path), source);
  }

  locate = (path: SourcePath, part: Part = 'value'): ReturnType<Topology['locate']> => {
    for (let length = path.length; length > 0; length -= 1) {
      const source = this.#inherited.get(keyOf(path.slice(0, length)));
      if (source) return this.#document.locate([...source, ...path.slice(length)], part);
    }
    return this.#document.locate(path, part);
  };

  /** A mistake told twice of one place is one mistake. */
  report(
    wording: Wording,
    path: SourcePath,
    { part, related }: { part?: Part; related?: readonly RelatedPath[] } = {},
  ): void {
    this.#add({
      severity: 'error',
      ...wording,
      range: this.locate(path, part),
      ...(related && {
        related: related.map(({ message, path: other }) => ({ message, range: this.locate(other, 'key') })),
      }),
    });
  }

  /**
   * The value as the schema makes it, after telling what is wrong with it. What is wrong is left out, so that one
   * mistake does not hide the others; `undefined` if nothing useful remains.
   */
  check<S extends z.ZodType>(schema: S, value: unknown, path: SourcePath): z.output<S> | undefined {
    const result = schema.safeParse(value, schemaTalk);
    if (result.success) return result.data;
    const mistakes = result.error.issues.flatMap((issue) => mistakesOf(issue, path));
    for (const mistake of mistakes) this.report(mistake.wording, mistake.path, { part: mistake.part });
    const rest = structuredClone(value);
    for (const mistake of mistakes) remove(rest, mistake.path.slice(path.length));
    return schema.safeParse(rest).data;
  }

  /** As `check`, for a key that must be a name. */
  checkName(schema: z.ZodType, name: string, path: SourcePath): void {
    const result = schema.safeParse(name, schemaTalk);
    for (const { wording } of result.error?.issues.flatMap((issue) => mistakesOf(issue, path)) ?? []) {
      this.report(wording, path, { part: 'key' });
    }
  }

  /** A map of entries, each checked by itself: a bad one keeps its name, so that what refers to it is not blamed too. */
  entries<S extends z.ZodType>(
    schema: S,
    value: unknown,
    path: SourcePath,
  ): ReadonlyMap<string, z.output<S> | undefined> {
    if (value === undefined || value === null) return new Map();
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.report(say.wrongType(value, ['object']), path);
      return new Map();
    }
    return new Map(Object.entries(value).map(([key, entry]) => [key, this.check(schema, entry ?? {}, [...path, key])]));
  }

  /** In the order of the file. */
  get diagnostics(): readonly Diagnostic[] {
    const line = ({ range }: Diagnostic): number => range?.start.line ?? 0;
    const column = ({ range }: Diagnostic): number => range?.start.column ?? 0;
    return [...this.#found.values()].sort((a, b) => line(a) - line(b) || column(a) - column(b));
  }

  #add(diagnostic: Diagnostic): void {
    const key = JSON.stringify([diagnostic.code, diagnostic.message.en, diagnostic.range]);
    if (!this.#found.has(key)) this.#found.set(key, diagnostic);
  }
}

/** Takes what stands at a path out of a value. */
function remove(value: unknown, [step, ...rest]: SourcePath): void {
  if (typeof value !== 'object' || value === null || step === undefined) return;
  if (rest.length === 0) Reflect.deleteProperty(value, step);
  else remove((value as Record<string | number, unknown>)[step], rest);
}
