import { pathToFileURL } from 'node:url';

/** What a module exports. Its program is run, once a process: whoever calls has made sure that it may be. @throws whatever it throws */
export const loadModule = async (path: string): Promise<Readonly<Record<string, unknown>>> =>
  (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;

/** The line at which a module that could not be loaded stops making sense; `undefined` where Node itself does not know. */
export const badLine = async (path: string): Promise<string | undefined> => {
  // An error that is caught does not say it; what Node prints does.
  const { systemProcesses } = await import('./process.ts');
  const { stderr } = await systemProcesses.run({ argv: [process.execPath, '--check', path] });
  return lineAfter(path, stderr);
};

const lineAfter = (path: string, text: string): string | undefined => {
  const file = [pathToFileURL(path).href, path].find((each) => text.includes(`${each}:`));
  return file === undefined ? undefined : /^:(\d+(?::\d+)?)/.exec(text.split(file)[1] ?? '')?.[1];
};

/** Where in the file something was thrown, `12:5`; `undefined` where the error does not say. */
export const placeIn = (path: string, error: unknown): string | undefined =>
  error instanceof Error ? lineAfter(path, error.stack ?? '') : undefined;
