import type { Journey } from '../../src/kit/role.ts';

const email = '{random}@example.invalid';
const answers = {
  income: '2-a-4',
  household: '3',
  frequency: 'semana-1',
  spend: '1234.50',
  transport: 'a-pe',
  missing: 'frescos',
  intention: '4',
};
const answered = 'select spend from answer join account on account.id = answer.account_id where account.email = ?';

/** A consumer creates an account, answers, is recognised by another machine, and leaves without a trace. */
export const journey = (account: string): Journey => ({
  title: {
    en: 'a consumer registers, answers and is remembered by every machine',
    pt: 'um consumidor se cadastra, responde e é lembrado por todas as máquinas',
  },
  steps: [
    { step: 'get', path: '/cadastro', status: 200, contains: 'Criar conta' },
    {
      step: 'post',
      path: '/cadastro',
      form: { csrf: '{token}', name: '{random}', email, password: 'senha-{random}' },
      status: 303,
    },
    { step: 'get', path: '/questionario', status: 200, contains: '{random}' },
    { step: 'post', path: '/questionario', form: { csrf: '{token}', ...answers }, status: 303 },
    { step: 'other-instance', path: '/whoami', field: 'machine', contains: '{random}' },
    { step: 'sql', need: 'database', query: answered, values: [email] },
    {
      step: 'redis',
      need: 'sessions',
      command: ['get', `${account}:session:{cookie}`],
      cookie: 'survey_session',
    },
  ],
  cleanup: [
    { step: 'get', path: '/conta', status: 200 },
    { step: 'post', path: '/conta/apagar', form: { csrf: '{token}' }, status: 303 },
  ],
});
