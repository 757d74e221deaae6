const controller = new AbortController();
const signals = ['SIGINT', 'SIGTERM'] as const;
const note = (): void => {
  if (controller.signal.aborted) process.exit(130);
  controller.abort(new Error('interrupted'));
};

/** Aborted by Ctrl-C, where that is heeded: what is being measured ends, and then what was brought up for it. */
export const interrupted: AbortSignal = controller.signal;

/** Until it is disposed of, the first Ctrl-C only aborts `interrupted`. The next one ends this process. */
export const heedInterrupts = (): Disposable => {
  // Not `once`: execa, which ends what it has started, ends this process too where nobody listens any more.
  for (const signal of signals) process.on(signal, note);
  return {
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, note);
    },
  };
};
