import type { AppliedChange } from '../../src/model/change.ts';
import type { LabEvent, Phase } from '../../src/model/event.ts';
import type { CheckResult } from '../../src/model/verdict.ts';
import { same } from './printed.ts';

/** An event, and the moment at which it comes, ms. */
export interface TimedEvent {
  readonly at: number;
  readonly event: LabEvent;
}

export const change = (over: Partial<AppliedChange> = {}): AppliedChange => ({
  machine: 'lb',
  resource: 'file:/etc/nginx/nginx.conf',
  service: 'web@lb',
  action: 'update',
  summary: { en: 'write /etc/nginx/nginx.conf', pt: 'escrever /etc/nginx/nginx.conf' },
  reason: { en: 'its content differs', pt: 'o conteúdo difere' },
  drift: false,
  milliseconds: 12,
  ...over,
});

export const result = (over: Partial<CheckResult> = {}): CheckResult => ({
  id: 'closed:app1->db:3306',
  title: { en: 'db:3306 is closed to app1', pt: 'db:3306 está fechada para app1' },
  verdict: 'pass',
  from: 'app1',
  expected: same('refused'),
  seen: same('refused'),
  milliseconds: 3,
  ...over,
});

const started = (phase: Phase, what: string, machine?: string): LabEvent => ({
  type: 'phase-started',
  phase,
  what: same(what),
  ...(machine !== undefined && { machine }),
});
const finished = (phase: Phase, milliseconds: number, machine?: string): LabEvent => ({
  type: 'phase-finished',
  phase,
  milliseconds,
  ...(machine !== undefined && { machine }),
});
const waiting = (machine: string, what: string, milliseconds: number): LabEvent => ({
  type: 'waiting',
  machine,
  what: same(what),
  milliseconds,
});

/** What a verb said while it brought three machines up: one is waited for, one check is not conclusive. */
export const upEvents: readonly TimedEvent[] = [
  { at: 0, event: started('network', 'networks and ports') },
  { at: 120, event: finished('network', 120) },
  { at: 130, event: started('machine', 'machine', 'lb') },
  { at: 130, event: started('machine', 'machine', 'app1') },
  { at: 130, event: started('machine', 'machine', 'db') },
  { at: 150, event: { type: 'notice', code: 'no-netem', what: same('this kernel cannot delay packets') } },
  { at: 900, event: finished('machine', 770, 'lb') },
  { at: 950, event: started('provision', 'provisioning', 'lb') },
  { at: 1000, event: { type: 'change-applied', change: change() } },
  { at: 1100, event: finished('machine', 970, 'app1') },
  { at: 1150, event: waiting('db', 'SSH', 1000) },
  { at: 1300, event: finished('provision', 350, 'lb') },
  { at: 1310, event: started('ready', 'services', 'app1') },
  { at: 1400, event: waiting('app1', 'gunicorn answers on 192.168.56.11:8000', 90) },
  { at: 1900, event: waiting('app1', 'gunicorn answers on 192.168.56.11:8000', 590) },
  { at: 2300, event: finished('ready', 990, 'app1') },
  { at: 2400, event: finished('machine', 2270, 'db') },
  { at: 2500, event: started('check', 'checks') },
  { at: 2600, event: { type: 'check-finished', result: result() } },
  {
    at: 2700,
    event: { type: 'check-finished', result: result({ id: 'closed:lb->app1:22', verdict: 'inconclusive' }) },
  },
  { at: 2800, event: finished('check', 300) },
];
