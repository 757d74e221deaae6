import type { RoleContext } from '../../src/kit/role.ts';
import type { AnswerModel, ServiceModel, Time, Work } from '../../src/kit/service-model.ts';
import type { SurveyParams } from './params.ts';

/**
 * Processor seconds, measured: what gunicorn's processes used (user and system time in /proc) over 800 to 1500 requests,
 * one after the other, of a visitor with a session, on the survey lab on local machines of a virtual AMD EPYC with two
 * processors, Debian 12. The spread is a guess. `store` is the time in the session store's client for one question,
 * `query` in the database's.
 */
const seconds = {
  bare: 640e-6,
  home: 840e-6,
  form: 840e-6,
  results: 1_120e-6,
  store: 150e-6,
  query: 90e-6,
  journal: 80e-6,
  password: 50e-3,
};
const variation = 0.4;
const compute = (mean: number): Work => ({ compute: { lognormal: { mean, variation } } });

/**
 * Processor seconds of a start, all processes together: what the machine used beyond what requests cost, in two comparisons in
 * which it was stopped and started again (1.04 and 0.78 s, same computer, nothing else at work).
 */
const start = 0.9;

/** As the application's own: how long it waits for the stores. */
const patience = { sessions: 1.5, database: 3 };
/** Statements of the results page: two sums, a count for each of five questions, the commit. */
const resultQueries = 8;
/** One statement and its commit. */
const oneStatement = 2;

/** A page: what it asks for costs time between the two halves of its own work. */
interface Page {
  readonly path: string;
  readonly share?: number;
  readonly seconds: number;
  readonly bytes: number;
  /** It computes for as long as the request says; where nobody says, for so many seconds. */
  readonly demand?: Time;
  /** Questions to the session store, and statements to the database. */
  readonly sessions?: number;
  readonly statements?: number;
  /** The statements change something. */
  readonly writes?: true;
  /** A password is scrambled, by a library that lets go of the interpreter meanwhile. */
  readonly password?: true;
  readonly visitOnly?: true;
}

const inVisits = (path: string, own: number): Omit<Page, 'bytes'> => ({
  ...{ path, seconds: own, sessions: 1, visitOnly: true },
});

/** A form that is sent; the answer says where to go on. */
const sent = (path: string): Page => ({ ...inVisits(`POST ${path}`, seconds.bare), bytes: 700 });

const pages: Readonly<Record<string, Page>> = {
  home: { path: '/', share: 5, seconds: seconds.home, bytes: 7_100, sessions: 1 },
  results: {
    path: '/resultados',
    share: 3,
    seconds: seconds.results,
    bytes: 6_500,
    sessions: 1,
    statements: resultQueries,
  },
  register: { path: '/cadastro', share: 2, seconds: seconds.form, bytes: 7_000, sessions: 1 },
  whoami: { path: '/whoami', seconds: seconds.bare, bytes: 700, sessions: 1 },
  form: { ...inVisits('/questionario', seconds.form), bytes: 9_000, statements: oneStatement },
  'sign-in': { ...inVisits('/entrar', seconds.form), bytes: 7_000 },
  account: { ...inVisits('/conta', seconds.form), bytes: 6_500, statements: oneStatement },
  'post-register': { ...sent('/cadastro'), sessions: 3, statements: oneStatement, writes: true, password: true },
  'post-sign-in': { ...sent('/entrar'), sessions: 3, statements: oneStatement, password: true },
  'post-answers': { ...sent('/questionario'), statements: oneStatement, writes: true },
  'post-sign-out': { ...sent('/sair'), sessions: 2 },
  'post-delete': { ...sent('/conta/apagar'), sessions: 2, statements: oneStatement, writes: true },
  health: { path: '/healthz', seconds: seconds.bare, bytes: 700, sessions: 1, statements: 2 },
};

const demo: Page = {
  path: '/demo?ms={ms}',
  seconds: seconds.bare,
  bytes: 700,
  demand: { lognormal: { mean: 0.01, variation: 1 } },
};

const unavailable: readonly Work[] = [{ fail: 'unavailable' }];

/** Processes of threads; in each the interpreter runs one thread at a time, and waits for nobody. */
export function surveyModel({ params }: RoleContext<SurveyParams>): ServiceModel {
  const processes = Array.from({ length: params.workers }, (_, index) => index + 1);
  const pools = processes.flatMap((number) => [
    [threadsOf(number), { places: params.threads }] as const,
    [interpreterOf(number), { places: 1 }] as const,
  ]);
  const known = params.demo ? { ...pages, demo } : pages;
  const answers = Object.entries(known).map(([kind, page]) => [kind, answerOf(page, processes)] as const);
  return { starts: start, pools: Object.fromEntries(pools), answers: { http: Object.fromEntries(answers) } };
}

const threadsOf = (process: number): string => `threads of process ${process}`;
const interpreterOf = (process: number): string => `interpreter of process ${process}`;

const answerOf = (page: Page, processes: readonly number[]): AnswerModel => ({
  path: page.path,
  ...(page.visitOnly && { visitOnly: true }),
  ...(page.share !== undefined && { share: page.share }),
  ...(page.demand !== undefined && { demand: page.demand }),
  bytes: page.bytes,
  // Whichever process the connection came to has the request; connections outlive requests.
  work: [
    {
      oneOf: processes.map((process) => ({
        share: 1,
        work: [{ occupy: threadsOf(process), work: workOf(page, process) }],
      })),
    },
    { aside: [compute(seconds.journal)] },
  ],
});

function workOf(
  { seconds: own, demand, sessions = 0, statements = 0, writes, password }: Page,
  process: number,
): readonly Work[] {
  const interpret = (mean: number): Work => ({ occupy: interpreterOf(process), work: [compute(mean)] });
  const session: readonly Work[] =
    sessions === 0
      ? []
      : [
          interpret(seconds.store * sessions),
          { ask: 'sessions', times: sessions, bytes: 120, timeout: patience.sessions, otherwise: unavailable },
        ];
  const rows: readonly Work[] =
    statements === 0
      ? []
      : [
          interpret(seconds.query * statements),
          {
            ...{ ask: 'database', times: statements, bytes: 250, ...(writes && { kind: 'write' }) },
            ...{ timeout: patience.database, otherwise: unavailable },
          },
        ];
  const wanted: readonly Work[] =
    demand === undefined ? [] : [{ occupy: interpreterOf(process), work: [{ compute: 'demand' }] }];
  const scrambled: readonly Work[] = password ? [compute(seconds.password)] : [];
  return [interpret(own / 2), ...session, ...scrambled, ...rows, ...wanted, interpret(own / 2)];
}
