import { listenAddresses, nearestAddress } from '../../src/kit/listen.ts';
import { defineRole } from '../../src/kit/role.ts';
import { surveyFaults } from './faults.ts';
import { journey, visit } from './journey.ts';
import { surveyModel } from './model.ts';
import { params } from './params.ts';
import type { SurveyParams } from './params.ts';
import { surveyResources } from './resources.ts';
import { requestTrail } from './trail.ts';
import { workersProbe } from './workers.ts';

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
  model: surveyModel,
  visits: () => ({ page: '/', through: '/healthz', servedBy: 'x-served-by', profiles: [visit] }),
  checks: ({ service }) => [{ check: 'journey', journey: journey(service.name) }],
  faults: ({ service }) => surveyFaults(service.name),
  probe: ({ service }) => [workersProbe(`${service.name}.service`)],
  trail: ({ service }) => requestTrail(`${service.name}.service`),
});
