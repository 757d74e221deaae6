import type { Trail } from '../../src/kit/trail.ts';

/** Where statements stand that took long, and those of requests that are followed: they bear the request's id. */
export const slowLog = '/var/log/mysql/mariadb-slow.log';

/** How long the statements of a request took on the server. Its log has the figures some lines above each statement. */
export const statementTrail: Trail = {
  question: (request) => ({
    ask: 'command',
    argv: ['grep', '--fixed-strings', '--no-filename', '--before-context=4', `/* ${request} */`, slowLog],
    timeoutSeconds: 5,
  }),
  read: (printed) => {
    const seconds = [...printed.matchAll(/^# Query_time: (\d+\.\d+)/gm)].map(([, each]) => Number(each));
    if (seconds.length === 0) return undefined;
    const took = 1000 * seconds.reduce((sum, each) => sum + each, 0);
    return { took, spans: [{ what: { en: 'statements', pt: 'comandos' }, took }] };
  },
};
