import type { CheckSpec } from '../model/topology.ts';
import type { Check, CheckGround, CheckKind } from './check.ts';
import { askedBalance } from './asked/balance.ts';
import { askedCommand } from './asked/command.ts';
import { askedHttp } from './asked/http.ts';
import { askedStore } from './asked/store.ts';
import { askedTcp } from './asked/tcp.ts';

/** The checks that the user wrote in the topology. */
export const asked: CheckKind = {
  name: 'user',
  derive: (ground) => ground.world.blueprint.checks.map((spec) => checkOf(ground, spec)),
};

const checkOf = (ground: CheckGround, spec: CheckSpec): Check => {
  switch (spec.kind) {
    case 'http':
      return askedHttp(ground, spec);
    case 'tcp':
    case 'closed':
      return askedTcp(ground, spec);
    case 'sql':
    case 'redis':
      return askedStore(ground, spec);
    case 'command':
      return askedCommand(ground, spec);
    case 'balance':
      return askedBalance(ground, spec);
  }
};
