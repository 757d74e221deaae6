import { systemClock } from '../../ports/clock.ts';
import { ownVantage } from '../../ports/own-vantage.ts';
import { publicAddress } from '../../ports/public-address.ts';
import type { Stage } from '../../ports/stage.ts';
import { timed } from '../../ports/timed.ts';
import { LabError } from '../../errors/lab-error.ts';
import { ec2Texts } from '../../text/ec2.ts';
import type { TargetOptions } from '../../model/target.ts';
import type { PlannedLab, Provider, ProviderLab } from '../provider.ts';
import { openAccount } from './account.ts';
import { createLab } from './create.ts';
import { everywhere, isEmpty } from './everywhere.ts';
import { foreseen } from './foresee.ts';
import { openHome } from './home.ts';
import { stopInstance } from './instance.ts';
import { holdingsIn, labsIn } from './holdings.ts';
import { fromInternet } from './internet.ts';
import { observed } from './observe.ts';
import { operatorCidr, operatorIfKnown } from './operator.ts';
import { removeThings, thingsOfMachines } from './remove.ts';
import type { Ec2Ports, Work } from './setting.ts';
import { anyLab, filtersOf } from './tags.ts';
import { instanceOf, instancesBy, thingsBy, type Things } from './things.ts';

const realPorts: Ec2Ports = { clock: systemClock, publicAddress: () => publicAddress(), sshPort: 22 };

const none: Things = { instances: [], addresses: [], groups: [], keys: [] };

/** Machines in Amazon's cloud: an instance with an Elastic IP and a security group of its own for each. */
export const ec2Provider = (options: TargetOptions, ports: Ec2Ports = realPorts): Provider => {
  const workOn = async (lab: ProviderLab, stage: Stage): Promise<Work> => ({
    account: await openHome(lab.identity, options),
    lab,
    options,
    ports,
    stage,
  });
  const look = async (lab: PlannedLab) => {
    const account = await openHome(lab.identity, options);
    const things = lab.identity === undefined ? none : await thingsBy(account, filtersOf(lab.identity));
    return { account, things };
  };
  const observe = async (lab: ProviderLab) => {
    const [{ things }, operator] = await Promise.all([look(lab), operatorIfKnown(options, ports)]);
    return observed(lab, things, { operator, sshPort: ports.sshPort });
  };
  return {
    name: 'ec2',
    async examine() {
      const account = await openAccount(options.region);
      // The first question of all: it tells credentials that are wrong or at their end before anything is begun.
      await instancesBy(account, anyLab);
      return [{ code: 'aws-account', what: ec2Texts.accountGood(account.region), status: 'good', fix: [] }];
    },
    async foresee(lab) {
      const [{ account, things }, operator] = await Promise.all([look(lab), operatorCidr(options, ports)]);
      return foreseen(lab, things, { operator, region: account.region });
    },
    async create(lab, stage, { only } = {}) {
      await createLab(await workOn(lab, stage), only);
      return observe(lab);
    },
    observe,
    async stop(lab, stage, only) {
      const work = await workOn(lab, stage);
      const things = await thingsBy(work.account, filtersOf(lab.identity), stage.signal);
      const running = (only ?? lab.own).filter((name) => instanceOf(things, name)?.state === 'running');
      const stopOne = (machine: string) =>
        timed(stage, { phase: 'stop', machine, what: ec2Texts.stops }, () =>
          stopInstance(work, instanceOf(things, machine)?.id ?? ''),
        );
      await Promise.all(running.map(stopOne));
    },
    async remove(lab, stage, machines) {
      const work = await workOn(lab, stage);
      const things = await thingsBy(work.account, filtersOf(lab.identity), stage.signal);
      await removeThings(work, thingsOfMachines(things, machines));
    },
    async destroy(identity, stage) {
      for (const found of await everywhere(filtersOf(identity), stage.signal)) {
        const { region } = found;
        if ('why' in found)
          stage.emit({ type: 'notice', code: 'ec2-not-seen', what: ec2Texts.couldNotLook(region, found.why) });
        else if (!isEmpty(found.things))
          await timed(stage, { phase: 'destroy', what: ec2Texts.destroys(region) }, () =>
            removeThings({ account: found.account, ports, stage }, found.things),
          );
      }
    },
    holdings: async () => holdingsIn(await everywhere(anyLab)),
    list: async (owner) => labsIn(await everywhere(anyLab), owner),
    reach({ bindings, hostKeys }, machine, privateKey) {
      const ssh = bindings.machines[machine]?.ssh;
      if (ssh === undefined)
        throw new LabError({ code: 'ec2-not-there', fault: 'operation', ...ec2Texts.notThere(machine) });
      const { host, port, user } = ssh;
      const hostKey = hostKeys[machine]?.publicKey ?? '';
      return { machine, user, privateKey, hostKey, route: { host, port }, sudo: true };
    },
    async vantage({ blueprint }, network) {
      const kind = blueprint.networks.find(({ name }) => name === network)?.kind;
      if (kind !== 'internet')
        throw new LabError({ code: 'no-vantage', fault: 'environment', message: ec2Texts.noVantage(network) });
      return fromInternet(ownVantage(`visitors@${network}`));
    },
  };
};
