import { LabError } from '../errors/lab-error.ts';
import { localProvider } from '../providers/local/provider.ts';
import type { Provider } from '../providers/provider.ts';
import type { Lab } from '../state/lab.ts';
import * as text from '../text/verbs.ts';

/** Where a lab goes if nobody says otherwise. */
export const defaultTarget = 'local';

// One line a target; a target is a provider for every site.
const targets: Readonly<Record<string, () => Provider>> = {
  local: () => localProvider(),
};

/** Every target that this version knows. */
export const targetNames: readonly string[] = Object.keys(targets);

/** The provider behind a target. @throws LabError `unknown-target` */
export const providerOf = (target: string): Provider => {
  const make = Object.hasOwn(targets, target) ? targets[target] : undefined;
  if (make === undefined)
    throw new LabError({ code: 'unknown-target', fault: 'usage', ...text.unknownTarget(target, targetNames) });
  return make();
};

/** A lab stays where it was begun. @throws LabError `other-target` */
export const refuseOtherTarget = ({ identity, target }: Lab, wanted: string): void => {
  if (target !== wanted)
    throw new LabError({ code: 'other-target', fault: 'usage', ...text.otherTarget(identity.name, target) });
};
