import * as z from 'zod';
import { reference } from '../../src/kit/reference.ts';

/** The schema of what may be said about the survey application in a topology. */
export const params = z.strictObject({
  sessions: reference().describe('The Redis that keeps the sessions.'),
  database: reference().describe('The MariaDB that keeps accounts and answers.'),
  port: z.int().min(1024).max(65535).default(8000),
  workers: z.int().min(1).max(32).default(2).describe('Processes.'),
  demo: z
    .boolean()
    .default(true)
    .describe('A page that computes for as long as it is asked to, up to a fifth of a second: /demo?ms=20.'),
  threads: z.int().min(1).max(64).default(4).describe('Threads of each process.'),
});

/** What may be said about the survey application in a topology. */
export type SurveyParams = z.infer<typeof params>;
