import type { Resource } from '../resource.ts';
import { file } from './file.ts';

/** A systemd unit's own file, below `/etc`. The `service` that runs on it restarts on its change. */
export const unit = (name: string, content: string): Resource => unitFile(name, content);

/** Lines laid over a unit that a package brings. `name` tells one drop-in of a unit from another. */
export const dropIn = (unitName: string, name: string, content: string): Resource =>
  unitFile(`${unitName}.d/${name}.conf`, content);

const unitFile = (name: string, content: string): Resource =>
  early(file({ path: `/etc/systemd/system/${name}`, content }));

/** A file that is put in its place before all other changes of the machine: before the package whose service reads it. */
export const early = (resource: Resource): Resource => ({
  ...resource,
  compare: (facts) => {
    const difference = resource.compare(facts);
    return difference && { ...difference, prepare: difference.operations, operations: [] };
  },
});
