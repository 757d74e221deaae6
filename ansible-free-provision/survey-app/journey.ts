import type { Journey, Profile, VisitStep } from '../../src/kit/role.ts';

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

const register: VisitStep = {
  step: 'post',
  path: '/cadastro',
  form: { csrf: '{token}', name: '{random}', email, password: 'senha-{random}' },
  status: 303,
};
const answer: VisitStep = { step: 'post', path: '/questionario', form: { csrf: '{token}', ...answers }, status: 303 };
const leave: readonly VisitStep[] = [
  { step: 'get', path: '/conta', status: 200 },
  { step: 'post', path: '/conta/apagar', form: { csrf: '{token}' }, status: 303 },
];
const signIn: readonly VisitStep[] = [
  { step: 'get', path: '/entrar', status: 200 },
  {
    step: 'post',
    path: '/entrar',
    form: { csrf: '{token}', email, password: 'senha-{random}' },
    status: 303,
  },
];

/** A consumer creates an account, answers, is recognised by another machine, and leaves without a trace. */
export const journey = (account: string): Journey => ({
  title: {
    en: 'a consumer registers, answers and is remembered by every machine',
    pt: 'um consumidor se cadastra, responde e é lembrado por todas as máquinas',
  },
  steps: [
    { step: 'get', path: '/cadastro', status: 200, contains: 'Criar conta' },
    register,
    { step: 'get', path: '/questionario', status: 200, contains: '{random}' },
    answer,
    { step: 'other-instance', path: '/whoami', field: 'machine', contains: '{random}' },
    { step: 'sql', need: 'database', query: answered, values: [email] },
    {
      step: 'redis',
      need: 'sessions',
      command: ['get', `${account}:session:{cookie}`],
      cookie: 'survey_session',
    },
  ],
  cleanup: leave,
  again: signIn,
});

/** What consumers do who come to stay: the whole survey, with a second sign-in in the middle. */
export const visit: Profile = {
  name: 'visit',
  title: {
    en: 'registers, signs out and in, answers, looks at the results',
    pt: 'cria a conta, sai, entra, responde e olha os resultados',
  },
  steps: [
    { step: 'get', path: '/', status: 200 },
    { step: 'get', path: '/cadastro', status: 200, contains: 'Criar conta' },
    register,
    { step: 'get', path: '/questionario', status: 200, contains: '{random}' },
    { step: 'post', path: '/sair', form: { csrf: '{token}' }, status: 303 },
    ...signIn,
    { step: 'get', path: '/questionario', status: 200, contains: '{random}' },
    answer,
    { step: 'get', path: '/resultados?obrigado=1', status: 200 },
  ],
  cleanup: leave,
  again: signIn,
};
