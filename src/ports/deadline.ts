/**
 * A signal that aborts after so many milliseconds, or as soon as `signal` does. Keeps no program running.
 * Not `AbortSignal.any([AbortSignal.timeout(…)])`: nothing holds that inner signal, and once garbage is collected it
 * never fires (nodejs/node#57736).
 */
export const deadline = (milliseconds: number, signal?: AbortSignal): AbortSignal => {
  const controller = new AbortController();
  const late = (): void => controller.abort(new DOMException('out of time', 'TimeoutError'));
  setTimeout(late, milliseconds).unref();
  return signal === undefined ? controller.signal : AbortSignal.any([controller.signal, signal]);
};
