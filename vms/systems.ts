import { LabError } from '../src/errors/lab-error.ts';
import { unknownSystem } from '../src/text/systems.ts';
import { debianBoxes, ubuntuBoxes, type Boxes } from './boxes.ts';
import { debianImage, ubuntuImage, type CloudImage } from './cloud.ts';

/** An operating system that machines beyond this computer can be made with. */
export interface System {
  /** As `--system` takes it. */
  readonly name: string;
  readonly boxes: Boxes;
  readonly image: CloudImage;
}

const debian: System = { name: 'debian-12', boxes: debianBoxes, image: debianImage };

/** All of them. */
export const systems: readonly System[] = [debian, { name: 'ubuntu-24.04', boxes: ubuntuBoxes, image: ubuntuImage }];

/**
 * The one of that name; Debian 12, as local machines are, where nobody says otherwise.
 * @throws LabError `unknown-system`: what a newer Bancada has made may bear such a name
 */
export const systemOf = (name: string | undefined): System => {
  if (name === undefined) return debian;
  const system = systems.find((each) => each.name === name);
  if (system !== undefined) return system;
  const known = systems.map((each) => each.name);
  throw new LabError({ code: 'unknown-system', fault: 'usage', ...unknownSystem(name, known) });
};
