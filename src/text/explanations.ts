import { cloudExplanations } from './explanations/cloud.ts';
import { bug, bugCodes, computerExplanations } from './explanations/computer.ts';
import type { Explanations } from './explanations/explanation.ts';
import { faultExplanations } from './explanations/faults.ts';
import { fileExplanations } from './explanations/file.ts';
import { hostExplanations } from './explanations/hosts.ts';
import { labExplanations } from './explanations/labs.ts';
import { linkExplanations } from './explanations/links.ts';
import { loadExplanations } from './explanations/loads.ts';
import { nameExplanations } from './explanations/names.ts';
import { roleExplanations } from './explanations/roles.ts';
import { simulationExplanations } from './explanations/simulation.ts';
import { snapshotExplanations } from './explanations/snapshots.ts';
import { targetExplanations } from './explanations/targets.ts';
import { vmExplanations } from './explanations/vms.ts';
import { wayExplanations } from './explanations/ways.ts';

/** Every code that a diagnostic or an error can have, and what it means. A code without an explanation fails a test. */
export const explanations: Explanations = {
  ...fileExplanations,
  ...faultExplanations,
  ...nameExplanations,
  ...roleExplanations,
  ...wayExplanations,
  ...labExplanations,
  ...targetExplanations,
  ...linkExplanations,
  ...hostExplanations,
  ...loadExplanations,
  ...simulationExplanations,
  ...snapshotExplanations,
  ...cloudExplanations,
  ...vmExplanations,
  ...computerExplanations,
  ...Object.fromEntries(bugCodes.map((code) => [code, bug])),
};
