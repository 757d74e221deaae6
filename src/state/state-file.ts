import { LabError } from '../errors/lab-error.ts';
import type { Sentence } from '../model/sentence.ts';
import { readText, writePrivately } from '../ports/files.ts';
import { stateIsNewer, stateUnreadable, updateBancada } from '../text/state.ts';

/** The version that every state file of this program carries. */
const version = 1;

type Fields = Readonly<Record<string, unknown>>;

/** A state file's damage, as an error that says what to do about it. */
export const damaged = (path: string, hint: Sentence, cause?: unknown): LabError =>
  new LabError({ code: 'state-damaged', fault: 'environment', message: stateUnreadable(path), hint, cause });

/** What a state file's text says. @throws LabError `state-damaged`, with the hint given */
export const parseState = (path: string, text: string, hint: Sentence): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(path, hint, cause);
  }
};

/**
 * The fields of a state file; `undefined` if there is none.
 * @throws LabError `state-damaged`, with the hint given, or `state-newer`
 */
export const readState = async (path: string, hint: Sentence): Promise<Fields | undefined> => {
  const text = await readText(path);
  if (text === undefined) return undefined;
  const value = parseState(path, text, hint);
  if (typeof value !== 'object' || value === null || !('version' in value) || typeof value.version !== 'number')
    throw damaged(path, hint);
  if (value.version > version)
    throw new LabError({
      code: 'state-newer',
      fault: 'environment',
      message: stateIsNewer(path, value.version, version),
      hint: updateBancada,
    });
  return { ...value };
};

/** Writes a state file as a whole. @throws LabError `state-unwritable` */
export const writeState = async (path: string, fields: Fields): Promise<void> => {
  await writePrivately(path, `${JSON.stringify({ version, ...fields }, null, 2)}\n`);
};
