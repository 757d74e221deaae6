import { z } from 'zod';
import { defineRole } from '../../src/kit/role.ts';

/** What every machine has before anything runs on it: a name, its neighbours' names, forwarding and routes. */
export const base = defineRole({
  name: 'base',
  summary: {
    en: 'host name, neighbours, forwarding and routes',
    pt: 'nome da máquina, vizinhas, encaminhamento e rotas',
  },
  params: z.strictObject({}),
  implied: 'everywhere',
  order: 0,
  offers: () => [],
  needs: () => [],
});
