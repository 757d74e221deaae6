import { badUsage } from './refusal.ts';

/** The words of a command line, taken off one by one. */
export class Words {
  private readonly left: string[];
  readonly all: readonly string[];
  constructor(words: readonly string[]) {
    this.all = words;
    this.left = [...words];
  }

  get isEmpty(): boolean {
    return this.left.length === 0;
  }

  /** @throws Refusal if there is none */
  next(): string {
    const word = this.left.shift();
    if (word === undefined) throw badUsage(this.all);
    return word;
  }

  /** Whether the flag is there; it is taken off. */
  flag(...names: readonly string[]): boolean {
    const at = this.left.findIndex((word) => names.includes(word));
    if (at >= 0) this.left.splice(at, 1);
    return at >= 0;
  }

  /** The word behind the option; both are taken off. */
  option(name: string): string | undefined {
    const at = this.left.indexOf(name);
    return at < 0 ? undefined : this.left.splice(at, 2)[1];
  }
}
