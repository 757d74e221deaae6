import type { FaultSpec } from '../../src/kit/fault.ts';
import type { Operation } from '../../src/kit/operation.ts';

const restart: Operation = { do: 'systemctl', verb: 'restart', unit: 'redis-server.service' };

const write = (name: string, content: string): Operation => ({
  ...{ do: 'write', path: `/etc/redis/${name}`, content },
  ...{ mode: '0640', owner: 'redis', group: 'redis' },
});

/** `settings`: its configuration; `strangers`: its accounts, with passwords that nobody knows. */
export const redisFaults = (settings: string, strangers: string): readonly FaultSpec[] => [
  {
    name: 'redis-full',
    title: { en: 'its memory is full and nothing may go', pt: 'sua memória está cheia e nada pode sair' },
    seen: {
      en: 'who reads is answered, who writes is told OOM: old sessions go on, nobody new gets one',
      pt: 'quem lê é respondido, quem escreve ouve OOM: sessões antigas seguem, ninguém novo ganha uma',
    },
    // Of two lines that say the same, the last one counts.
    inject: [write('redis.conf', `${settings}\nmaxmemory 100kb\nmaxmemory-policy noeviction\n`), restart],
    undo: [],
    reprovisions: true,
  },
  {
    name: 'redis-password',
    title: { en: 'the passwords of its users were changed', pt: 'as senhas dos seus usuários foram trocadas' },
    seen: {
      en: 'the port is open and the service is well, and everybody is told WRONGPASS: pages with a session are 503',
      pt: 'a porta está aberta e o serviço está bem, e todos ouvem WRONGPASS: páginas com sessão dão 503',
    },
    inject: [write('users.acl', strangers), restart],
    foretold: { how: 'fail', cause: 'refused' },
    undo: [],
    reprovisions: true,
  },
];
