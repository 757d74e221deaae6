import * as z from 'zod';
import { listenAddresses, nearestAddress } from '../../src/kit/listen.ts';
import { reference } from '../../src/kit/reference.ts';
import { defineRole } from '../../src/kit/role.ts';
import { journey } from './journey.ts';
import { surveyResources } from './resources.ts';

const params = z.strictObject({
  sessions: reference().describe('The Redis that keeps the sessions.'),
  database: reference().describe('The MariaDB that keeps accounts and answers.'),
  port: z.int().min(1024).max(65535).default(8000),
  workers: z.int().min(1).max(32).default(2).describe('Processes.'),
  threads: z.int().min(1).max(64).default(4).describe('Threads of each process.'),
});

/** What may be said about the survey application in a topology. */
export type SurveyParams = z.infer<typeof params>;

/** The market survey, a web application. */
export const surveyApp = defineRole<SurveyParams>({
  name: 'survey-app',
  summary: { en: 'a market survey on the web', pt: 'uma pesquisa de mercado na web' },
  params,
  schemas: { database: 'schema.sql' },
  packages: () => ['python3-flask', 'gunicorn', 'python3-redis', 'python3-pymysql'],
  offers: ({ port }) => [{ name: 'http', port }],
  needs: ({ sessions, database }) => [
    { name: 'sessions', of: sessions, port: 'redis' },
    { name: 'database', of: database, port: 'mysql' },
  ],
  resources: surveyResources,
  ready: (context) => [
    {
      what: { en: 'the survey and all it needs answer', pt: 'a pesquisa e tudo de que ela precisa respondem' },
      condition: {
        until: 'http',
        address: nearestAddress(listenAddresses(context)),
        port: context.params.port,
        path: '/healthz',
        status: 200,
      },
    },
  ],
  checks: ({ service }) => [{ check: 'journey', journey: journey(service.name) }],
});
