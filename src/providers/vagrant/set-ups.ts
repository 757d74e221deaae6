import type { Stage } from '../../ports/stage.ts';
import type { Making, ProviderLab } from '../provider.ts';
import { bindingOf, visitorsOf } from './networks.ts';
import { sshOf } from './observe.ts';
import { prepare } from './prepare.ts';
import { writeRecords, type SetUp, type VmRecords } from './records.ts';
import type { Vm } from './vm-info.ts';

/** Machines that are being set up, all at once, each noted and told of as it is done. */
export class SetUps implements AsyncDisposable {
  private readonly lab: ProviderLab;
  private readonly stage: Stage;
  private readonly onKnown: Making['onKnown'];
  private records: VmRecords;
  private readonly works: Promise<void>[] = [];
  private noting: Promise<void> = Promise.resolve();

  constructor(lab: ProviderLab, records: VmRecords, { stage, onKnown }: Pick<Making, 'onKnown'> & { stage: Stage }) {
    this.lab = lab;
    this.onKnown = onKnown;
    this.records = records;
    this.stage = stage;
  }

  /** Begins with one that runs. */
  begin(machine: string, vm: Vm | undefined): void {
    const ssh = vm && sshOf(vm);
    if (vm === undefined || ssh === undefined) return;
    const { lab, stage } = this;
    const { steads, setUp } = this.records;
    const preparing = prepare({ lab, machine, steads, vm: { id: vm.id, ssh }, before: setUp[machine], stage });
    const work = preparing.then(async (done) => {
      await this.note(machine, done);
      const { natDevice } = done;
      const binding = bindingOf(lab.blueprint, steads, { machine, ssh, natDevice });
      this.onKnown?.({ machines: { [machine]: binding }, visitors: visitorsOf(steads) });
    });
    // Awaited by `finished`, which may come much later.
    work.catch(() => undefined);
    this.works.push(work);
  }

  private note(machine: string, done: SetUp): Promise<void> {
    if (this.records.setUp[machine] === done) return this.noting;
    this.records = { ...this.records, setUp: { ...this.records.setUp, [machine]: done } };
    const { records } = this;
    return (this.noting = this.noting.then(() => writeRecords(this.lab.identity.folder, records)));
  }

  /** Once all are done. @throws the first failure */
  async finished(): Promise<void> {
    await Promise.allSettled(this.works);
    await Promise.all(this.works);
  }

  /** Nothing goes on behind the back of one that failed elsewhere. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.works);
  }
}
