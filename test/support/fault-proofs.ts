/** How one sees, on a machine of the lab, that a fault is at work. */
export interface Proof {
  readonly target: string;
  readonly on: string;
  readonly argv: readonly string[];
  /** What its output, complaints included, is then like. */
  readonly says: RegExp;
}

const lan = { lb: '192.168.86.10', app1: '192.168.86.11', app2: '192.168.86.12' } as const;
const server = '10.86.0.1';

const python = (code: string): readonly string[] => ['python3', '-c', code];

/** Says `open`, or the name of what happened instead, within two seconds. */
const dial = (address: string, port: number): readonly string[] =>
  python(`
import socket
try:
    socket.create_connection(("${address}", ${String(port)}), 2).close()
    print("open")
except OSError as problem:
    print(type(problem).__name__)
`);

/**
 * Says the status of a page, or the name of what happened instead, and after how many seconds. By itself it is more patient
 * than the application, which gives a lost database up after 5 s.
 */
const get = (url: string, seconds = 9): readonly string[] =>
  python(`
import time, urllib.request, urllib.error
started = time.monotonic()
try:
    word = urllib.request.urlopen("http://${url}", timeout=${String(seconds)}).status
except urllib.error.HTTPError as problem:
    word = problem.code
except OSError as problem:
    word = type(getattr(problem, "reason", problem)).__name__
print(word, round(time.monotonic() - started, 1))
`);

const sql = (text: string): readonly string[] => ['mariadb', '--batch', '--skip-column-names', `--execute=${text}`];
const ping = ['ping', '-q', '-c', '1', '-W', '1', server];

/** One place for each fault, by its name, in a lab of two application machines behind a balancer and a tunnel. */
export const proofs: Readonly<Record<string, Proof>> = {
  killed: { target: 'survey@app1', on: 'app1', argv: ['systemctl', 'is-active', 'survey'], says: /^failed/ },
  stopped: { target: 'redis', on: 'lb', argv: ['systemctl', 'is-active', 'redis-server'], says: /^inactive/ },
  hung: {
    target: 'survey@app2',
    on: 'lb',
    argv: get(`${lan.app2}:8000/whoami`, 5),
    says: /^(TimeoutError|timeout) [45]/,
  },
  slow: {
    target: 'mariadb',
    on: 'db',
    argv: python(`
import subprocess, time
started = time.monotonic()
longest = 0
while time.monotonic() - started < 1.5:
    asked = time.monotonic()
    subprocess.run(["mariadb", "--execute=select 1"], capture_output=True)
    longest = max(longest, time.monotonic() - asked)
print("slow" if longest > 0.35 else "fast", longest)
`),
    says: /^slow/,
  },
  'port-refused': { target: 'redis', on: 'app1', argv: dial(lan.lb, 6379), says: /^ConnectionRefusedError/ },
  'port-dropped': { target: 'redis', on: 'app1', argv: dial(lan.lb, 6379), says: /^(TimeoutError|timeout)/ },
  'rule-missing': { target: 'redis', on: 'app1', argv: dial(lan.lb, 6379), says: /^ConnectionRefusedError/ },
  'machine-stopped': { target: 'app2', on: 'lb', argv: dial(lan.app2, 8000), says: /^(TimeoutError|timeout|OSError)/ },
  'machine-busy': {
    target: 'app1',
    on: 'app1',
    argv: python(`
import subprocess
print(subprocess.run(["ps", "-eo", "stat=,args="], capture_output=True, text=True).stdout)
`),
    says: /^R.*python3 -c .*import os, sys/m,
  },
  'disk-full': { target: 'app2', on: 'app2', argv: ['cp', '/etc/passwd', '/root/passwd'], says: /No space left/ },
  'link-cut': { target: 'db:internet', on: 'db', argv: ['cat', '/sys/class/net/internet/carrier'], says: /^0/ },
  'link-one-way': { target: 'app1:lan', on: 'lb', argv: dial(lan.app1, 8000), says: /^(TimeoutError|timeout)/ },
  'link-slow': { target: 'app1', on: 'app1', argv: ['tc', 'qdisc', 'show', 'dev', 'lan'], says: /rate 256Kbit/ },
  'link-lossy': {
    target: 'app2',
    on: 'app2',
    argv: ['ping', '-q', '-c', '100', '-i', '0.01', '-W', '1', lan.lb],
    says: /, [1-9]\d?(\.\d+)?% packet loss/,
  },
  'link-late': { target: 'app2', on: 'app2', argv: ['ping', '-q', '-c', '3', lan.lb], says: /= [34]\d\d\./ },
  'names-wrong': { target: 'app1', on: 'app1', argv: ['getent', 'hosts', 'db'], says: /^192\.0\.2\.1 / },
  'not-forwarding': { target: 'lb', on: 'lb', argv: get(`${lan.app1}:8000/healthz`), says: /^503/ },
  'upstream-astray': { target: 'web', on: 'lb', argv: get('127.0.0.1/whoami'), says: /^502 0/ },
  'config-broken': { target: 'web', on: 'lb', argv: ['nginx', '-t'], says: /unknown directive|emerg/ },
  'bad-release': { target: 'survey@app1', on: 'lb', argv: get(`${lan.app1}:8000/whoami`), says: /^500/ },
  'worker-killed': {
    target: 'survey@app2',
    on: 'app2',
    argv: ['sh', '-c', 'sleep 3; journalctl -u survey -n 50 -o cat'],
    says: /SIGKILL|signal 9/,
  },
  'redis-full': { target: 'redis', on: 'lb', argv: get('127.0.0.1/cadastro'), says: /^503/ },
  'redis-password': { target: 'redis', on: 'lb', argv: get('127.0.0.1/healthz'), says: /^503/ },
  'mariadb-connections': { target: 'mariadb', on: 'lb', argv: get('127.0.0.1/resultados'), says: /^503/ },
  'mariadb-read-only': { target: 'mariadb', on: 'db', argv: sql('select @@read_only'), says: /^1/ },
  'mariadb-locked': {
    target: 'mariadb',
    on: 'db',
    argv: sql('set lock_wait_timeout = 1; create table survey.nobody (nothing int)'),
    says: /1205/,
  },
  'tunnel-certificate': { target: 'vpn@lb', on: 'lb', argv: ping, says: /100% packet loss|Network is unreachable/ },
  'tunnel-clock': {
    target: 'vpn@lb',
    on: 'lb',
    argv: ['sh', '-c', 'sleep 4; journalctl -u openvpn-client@vpn -n 40 -o cat'],
    says: /not yet valid/,
  },
  'tunnel-revoked': { target: 'vpn@lb', on: 'lb', argv: ping, says: /100% packet loss|Network is unreachable/ },
};
