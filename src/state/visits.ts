import { join } from 'node:path';
import { isAlive, thisProcess, type ProcessIdentity } from '../ports/computer.ts';
import { listFolder, readText, removeTree, writePrivately } from '../ports/files.ts';
import { parseJson } from './json.ts';

/** A test visitor who is in a service, sent by a process of ours. */
interface Visit extends ProcessIdentity {
  readonly service: string;
}

/** Test visitors who are noted while they are in, so that those of a check that was killed are found and sent home. */
export interface Visits {
  /** Notes a visitor, by what their name is made of. Call it before they go in. */
  begin(service: string, visitor: string): Promise<void>;
  /** They have left, with all that they made. */
  end(visitor: string): Promise<void>;
  /** Visitors of a service whose process is no more. */
  lost(service: string): Promise<readonly string[]>;
}

const ending = '.json';

/** Kept in a lab's folder, one file a visitor, so that two checks at the same time need no lock. */
export const visitsIn = (labFolder: string): Visits => {
  const folder = join(labFolder, 'visits');
  const place = (visitor: string): string => join(folder, visitor + ending);
  return {
    begin: (service, visitor) => writePrivately(place(visitor), JSON.stringify({ ...thisProcess(), service })),
    end: (visitor) => removeTree(place(visitor)),
    async lost(service) {
      const visitors = (await listFolder(folder))
        .filter((name) => name.endsWith(ending))
        .map((name) => name.slice(0, -ending.length));
      const visits = await Promise.all(
        visitors.map(async (visitor) => parseJson<Visit>(await readText(place(visitor)))),
      );
      return visitors.filter((_, index) => {
        const visit = visits[index];
        return visit !== undefined && visit.service === service && !isAlive(visit);
      });
    },
  };
};
