const controller = new AbortController();
const signals = ['SIGINT', 'SIGTERM'] as const;
const note = (): void => controller.abort(new Error('interrupted'));

/** Aborted by Ctrl-C, where that is heeded: what is being measured ends, and then what was brought up for it. */
export const interrupted: AbortSignal = controller.signal;

/** Until it is disposed of, the first Ctrl-C only aborts `interrupted`. The next one ends this process, as ever. */
export const heedInterrupts = (): Disposable => {
  for (const signal of signals) process.once(signal, note);
  return {
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, note);
    },
  };
};
