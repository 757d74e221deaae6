import { programAtWork, type FaultSpec, type UndoOperation } from '../../src/kit/fault.ts';
import { client } from './sql.ts';

const say = (sql: string): UndoOperation => ({ do: 'run', argv: client(), stdin: sql });

/** Ten is the least that MariaDB agrees to; one more is kept for who administers it. */
const places = 10;

/** Takes all connections, after everybody else was sent away. Words: how many there are. */
const crowd = `
import signal, subprocess, sys, time

places = int(sys.argv[1])
client = ["mariadb", "--batch", "--skip-column-names"]
held = []

def say(sql):
    return subprocess.run(client, input=sql, text=True, capture_output=True).stdout

def leave(*_):
    for each in held:
        each.kill()
    sys.exit()

signal.signal(signal.SIGTERM, leave)
say("set global max_connections = %d" % places)
others = say("select id from information_schema.processlist where user <> 'system user' and id <> connection_id()")
say("".join("kill %s;" % number for number in others.split()))
while True:
    held = [each for each in held if each.poll() is None]
    while len(held) < places + 1:
        held.append(subprocess.Popen(client, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    time.sleep(0.2)
`;

/** Holds every table, so that nobody can write. */
const hold = `
import signal, subprocess, sys

client = subprocess.Popen(["mariadb", "--batch"], stdin=subprocess.PIPE)

def leave(*_):
    client.kill()
    sys.exit()

signal.signal(signal.SIGTERM, leave)
client.stdin.write(b"flush tables with read lock;\\n")
client.stdin.flush()
client.wait()
`;

const taken = programAtWork('mariadb-connections', crowd, [String(places)]);

/** What happens to databases. */
export const mariadbFaults: readonly FaultSpec[] = [
  {
    name: 'mariadb-connections',
    title: { en: 'all its connections are taken', pt: 'todas as suas conexões estão tomadas' },
    seen: {
      en: 'who comes is told "Too many connections": pages that need the database are 503, the others go on',
      pt: 'quem chega ouve "Too many connections": páginas que precisam do banco dão 503, as outras seguem',
    },
    inject: taken.inject,
    foretold: { how: 'fail', cause: 'refused' },
    undo: [...taken.undo, say('set global max_connections = default;')],
  },
  {
    name: 'mariadb-read-only',
    title: { en: 'it takes no writes', pt: 'ele não aceita escritas' },
    seen: {
      en: 'pages that read go on, who registers or answers is told to come back (503)',
      pt: 'páginas que leem continuam; quem se cadastra ou responde ouve que volte depois (503)',
    },
    inject: [say('set global read_only = 1;')],
    foretold: { how: 'fail', cause: 'refused', of: 'write' },
    undo: [say('set global read_only = 0;')],
  },
  {
    name: 'mariadb-locked',
    title: { en: 'somebody holds all its tables', pt: 'alguém segura todas as suas tabelas' },
    seen: {
      en: 'pages that read go on, who writes waits until patience ends',
      pt: 'páginas que leem continuam; quem escreve espera até a paciência acabar',
    },
    ...programAtWork('mariadb-locked', hold),
    foretold: { how: 'hang', of: 'write' },
  },
];
