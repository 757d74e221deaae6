import type { TargetOptions } from '../model/target.ts';
import type { Stage } from '../ports/stage.ts';

/** What every verb needs: the folder in which `topology/` and `.bancada/` lie, and the stage it plays on. */
export interface Bench {
  /** Absolute path. */
  readonly project: string;
  /** Where the user stands: relative paths of files start here. Absolute. */
  readonly directory: string;
  readonly stage: Stage;
}

/** Which lab is meant: a name in `topology/`, a path, or nothing where there is only one candidate. */
export interface LabRequest {
  readonly lab?: string;
  /** Target: `local`, `vms`, `real`, `ssh`, or one of the file's own. */
  readonly on?: string;
  /** What the target is to know besides. What means nothing there is refused. */
  readonly options?: TargetOptions;
  /** As `options`, said once for all labs, in the environment: what means nothing on this lab's target is left out. */
  readonly defaults?: TargetOptions;
}
