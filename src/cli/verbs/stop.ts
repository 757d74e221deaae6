import { machinesAre } from '../../text/report.ts';
import { stop as stopMachines } from '../../verbs/machines.ts';
import { deedVerb } from '../deed.ts';

export const stop = deedVerb('stop', stopMachines, machinesAre.stop);
