import type { Resource } from '../resource.ts';
import { file } from './file.ts';

/** A systemd unit's own file, below `/etc`. The `service` that runs on it reads it in and restarts. */
export const unit = (name: string, content: string): Resource => file({ path: `/etc/systemd/system/${name}`, content });

/** Lines laid over a unit that a package brings. `name` tells one drop-in of a unit from another. */
export const dropIn = (unitName: string, name: string, content: string): Resource =>
  file({ path: `/etc/systemd/system/${unitName}.d/${name}.conf`, content });
