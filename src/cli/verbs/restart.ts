import { machinesAre } from '../../text/report.ts';
import { restart as restartMachines } from '../../verbs/machines.ts';
import { deedVerb } from '../deed.ts';

export const restart = deedVerb('restart', restartMachines, machinesAre.restart);
