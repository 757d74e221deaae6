import { machinesAre } from '../../text/report.ts';
import { start as startMachines } from '../../verbs/machines.ts';
import { deedVerb } from '../deed.ts';

export const start = deedVerb('start', startMachines, machinesAre.start);
