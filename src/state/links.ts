import { dirname } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { isLink, linksIn } from '../ports/files.ts';
import { removeTheLink, stateIsLink } from '../text/state.ts';

/**
 * Makes sure that what is written or removed below a lab's folder is in it. A project that somebody else has made may come
 * with links in these places, to any folder of the user's. @throws LabError `state-linked`
 */
export const refuseLinks = async (folder: string): Promise<void> => {
  const link = await firstLink(folder);
  if (link === undefined) return;
  throw new LabError({
    code: 'state-linked',
    fault: 'environment',
    message: stateIsLink(link),
    hint: removeTheLink(link),
  });
};

const firstLink = async (folder: string): Promise<string | undefined> => {
  for (const path of [dirname(folder), folder]) if (await isLink(path)) return path;
  return (await linksIn(folder))[0];
};
