import type { Sentence } from '../../model/sentence.ts';
import { because, doing } from '../../text/resources.ts';
import { fingerprint } from '../fingerprint.ts';
import { textDiff } from '../masked.ts';
import type { Operation } from '../operation.ts';
import type { Facts, Question } from '../question.ts';
import type { Difference, Resource } from '../resource.ts';
import { file } from './file.ts';
import { unit } from './unit.ts';

const rulesPath = '/etc/bancada/firewall.nft';
const nextPath = '/etc/bancada/firewall.next.nft';
const loadedPath = '/run/bancada/firewall.loaded';
/** The unit that loads the rules that were last confirmed. */
export const firewallUnit = 'bancada-firewall.service';
const rollback = 'bancada-firewall-rollback';

/** nftables' table of Bancada's own, emptied and filled in one transaction. Nobody else's tables are touched. */
export const rulesText = (body: string): string =>
  ['table inet bancada', 'delete table inet bancada', `table inet bancada {\n${body}}`, ''].join('\n');

const state = { ask: 'unit', unit: firewallUnit } satisfies Question;
const inKernel = { ask: 'command', argv: ['nft', '-s', 'list', 'table', 'inet', 'bancada'] } satisfies Question;
const asLoaded = { ask: 'file', path: loadedPath, content: true } satisfies Question;
const stored = { ask: 'file', path: rulesPath, content: true } satisfies Question;

/**
 * The machine's firewall, loaded at boot before the network. Where the machine is reached through it, new rules are first loaded
 * with a timer that brings back the old ones after `rollbackSeconds`, and are kept only when the machine was reached again under
 * them; elsewhere they are kept at once. `body` is what stands in the table's braces.
 */
export const firewall = (body: string, rollbackSeconds = 120): Resource => {
  const rules = file({ path: rulesPath, content: rulesText(body), mode: '0600' });
  const units = [
    unit(firewallUnit, loaderText),
    unit(`${rollback}.service`, rollbackText),
    unit(`${rollback}.timer`, timerText(rollbackSeconds)),
  ];
  return {
    id: 'firewall:bancada',
    fingerprint: fingerprint(body),
    questions: [state, inKernel, asLoaded, ...rules.questions, ...units.flatMap(({ questions }) => questions)],
    compare: (facts) => {
      const reason = reasonFor(facts, rules, units);
      if (reason === undefined) return undefined;
      const isNew = facts.answer(stored).type === 'absent';
      return {
        action: isNew ? 'create' : 'update',
        summary: doing.firewall,
        reason,
        ...diffFor(reason, facts, body),
        prepare: units.flatMap((each) => each.compare(facts)?.prepare ?? []),
        trial: { begin: trial(body, isNew), end: afterTrial },
        operations: keeping(body, facts.answer(state).enabled === 'enabled'),
      };
    },
  };
};

const reasonFor = (facts: Facts, rules: Resource, units: readonly Resource[]): Sentence | undefined => {
  if (rules.compare(facts) !== undefined) return because.rules;
  const { active, sub, enabled } = facts.answer(state);
  if (active !== 'active') return because.state(firewallUnit, `${active} (${sub})`);
  const kernel = facts.answer(inKernel);
  if (kernel.code !== 0 || kernel.stdout !== facts.answer(asLoaded).content) return because.rulesInKernel;
  const isKept = enabled === 'enabled' && units.every((each) => each.compare(facts) === undefined);
  return isKept ? undefined : because.notAtBoot;
};

const diffFor = (reason: Sentence, facts: Facts, body: string): Pick<Difference, 'diff'> => {
  if (reason === because.rules) return { diff: textDiff(rulesPath, facts.answer(stored).content, rulesText(body)) };
  if (reason !== because.rulesInKernel) return {};
  return { diff: textDiff('nft', facts.answer(inKernel).stdout, facts.answer(asLoaded).content ?? '') };
};

/** Loads new rules for as long as the timer runs. Where there were none, the timer brings back none. */
const trial = (body: string, isNew: boolean): readonly Operation[] => [
  ...(isNew ? [write(rulesPath, rulesText(''))] : []),
  write(nextPath, rulesText(body)),
  { do: 'systemctl', verb: 'restart', unit: `${rollback}.timer` },
  { do: 'run', argv: ['nft', '-f', nextPath] },
];

/** Ends the trial. It comes last: a timer that runs out before brings back what is kept by then, the new rules. */
const afterTrial: readonly Operation[] = [
  { do: 'systemctl', verb: 'stop', unit: `${rollback}.timer` },
  { do: 'remove', path: nextPath },
];

/** Loads them, now and at each boot. Cut off before they are loaded, nothing tells that those in the kernel are as they are to be. */
const keeping = (body: string, isEnabled: boolean): readonly Operation[] => [
  { do: 'remove', path: loadedPath },
  write(rulesPath, rulesText(body)),
  ...(isEnabled ? [] : [{ do: 'systemctl', verb: 'enable', unit: firewallUnit } as const]),
  { do: 'systemctl', verb: 'restart', unit: firewallUnit },
];

const write = (path: string, content: string): Operation => ({
  do: 'write',
  path,
  content,
  mode: '0600',
  owner: 'root',
  group: 'root',
});

const loaderText = `[Unit]
Description=Firewall rules of Bancada
DefaultDependencies=no
After=local-fs.target
Wants=network-pre.target
Before=network-pre.target shutdown.target
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f ${rulesPath}
ExecStartPost=/bin/sh -c 'mkdir -p /run/bancada; exec nft -s list table inet bancada >${loadedPath}'

[Install]
WantedBy=multi-user.target
`;

const rollbackText = `[Unit]
Description=Bring back the firewall rules that were last confirmed

[Service]
Type=oneshot
ExecStart=/usr/bin/systemctl restart ${firewallUnit}
`;

const timerText = (seconds: number): string => `[Unit]
Description=Time in which new firewall rules must be confirmed

[Timer]
OnActiveSec=${String(seconds)}s
AccuracySec=1s
`;
