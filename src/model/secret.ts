const hidden = '•••';

/**
 * A value that must not be seen. Prints, inspects and serialises as dots;
 * `reveal()` is called only where the value is sent over an encrypted channel or written to a 0600 file.
 */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return hidden;
  }
  toJSON(): string {
    return hidden;
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return hidden;
  }
}
