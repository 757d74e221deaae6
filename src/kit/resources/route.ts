import { because, doing } from '../../text/resources.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Question } from '../question.ts';
import type { Resource } from '../resource.ts';
import { unit } from './unit.ts';

/** A route as it is to be. */
export interface RouteSpec {
  /** CIDR. */
  readonly destination: string;
  /** Next hop; absent where the device itself is the way. */
  readonly via?: string;
  readonly device: string;
}

/** A route of the kernel's main table, now and after every boot. */
export const route = ({ destination, via, device }: RouteSpec): Resource => {
  const words = [destination, ...(via === undefined ? [] : ['via', via]), 'dev', device];
  const question = { ask: 'command', argv: ['ip', '-o', 'route', 'show', 'exact', destination] } satisfies Question;
  const unitName = `bancada-route-${destination.replaceAll(/[^0-9a-f]/g, '-')}.service`;
  const atBoot = unit(unitName, unitText(words.join(' '), device));
  const wants = { ask: 'unit', unit: unitName } satisfies Question;
  return {
    id: `route:${destination}`,
    fingerprint: fingerprint(words),
    undo: {
      summary: doing.removeRoute(words.join(' ')),
      operations: [
        { do: 'systemctl', verb: 'disable', unit: unitName },
        ...(atBoot.undo?.operations ?? []),
        // Unlike `del`, it has nothing against a route that went with its device.
        { do: 'run', argv: ['ip', 'route', 'flush', 'exact', destination] },
      ],
    },
    questions: [question, wants, ...atBoot.questions],
    compare: (facts) => {
      const lines = facts.answer(question).stdout.split('\n');
      const isThere = lines.some((line) => `${line} `.startsWith(`${words.join(' ')} `));
      const persistence = atBoot.compare(facts);
      const isEnabled = facts.answer(wants).enabled === 'enabled';
      if (isThere && isEnabled && persistence === undefined) return undefined;
      return {
        action: isThere ? 'update' : 'create',
        summary: doing.route(words.join(' ')),
        reason: isThere ? because.notAtBoot : because.noRoute,
        ...(persistence?.prepare && { prepare: persistence.prepare }),
        operations: [
          ...(isEnabled ? [] : [{ do: 'systemctl', verb: 'enable', unit: unitName } as const]),
          ...(isThere ? [] : [{ do: 'run', argv: ['ip', 'route', 'replace', ...words] } as const]),
        ],
      };
    },
  };
};

const unitText = (words: string, device: string): string => `[Unit]
Description=Route ${words}
After=network.target sys-subsystem-net-devices-${device}.device

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/ip route replace ${words}

[Install]
WantedBy=multi-user.target
`;
