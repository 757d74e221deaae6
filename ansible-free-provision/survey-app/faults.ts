import { programAtWork, type FaultSpec } from '../../src/kit/fault.ts';

/** The way in as a bad release has it: every page fails, and what asks after its health does not notice. */
const badRelease = `from flask import Flask, request


def home():
    return ""


def broken():
    if request.path != "/healthz":
        raise RuntimeError("a bad release")


def install(app: Flask) -> None:
    app.before_request(broken)
    app.add_url_rule("/", view_func=home)
`;

/** Kills the largest worker again and again, as the kernel does when memory runs out. Words: the unit, seconds. */
const reap = `
import os, signal, subprocess, sys, time

unit, pause = sys.argv[1], float(sys.argv[2])

def said(*argv):
    return subprocess.run(argv, capture_output=True, text=True).stdout.strip()

def pages(pid):
    try:
        with open("/proc/%s/statm" % pid) as file:
            return int(file.read().split()[1])
    except OSError:
        return 0

while True:
    leader = said("systemctl", "show", "--property=MainPID", "--value", unit)
    workers = said("ps", "-o", "pid=", "--ppid", leader).split()
    if workers:
        os.kill(int(max(workers, key=pages)), signal.SIGKILL)
    time.sleep(pause)
`;

/** `name`: the service's, which its user, folder and unit bear. */
export const surveyFaults = (name: string): readonly FaultSpec[] => [
  {
    name: 'bad-release',
    title: { en: 'a release was rolled out that answers 500', pt: 'foi publicada uma versão que responde 500' },
    seen: {
      en: 'its pages are 500 and its health check is green; a balancer keeps sending it its share, for a 500 is no failure to it',
      pt: 'suas páginas dão 500 e a verificação de saúde fica verde; o balanceador segue mandando a parte dela, pois 500 não é falha para ele',
    },
    inject: [
      {
        ...{ do: 'write', path: `/opt/${name}/survey/home.py`, content: badRelease },
        ...{ mode: '0644', owner: 'root', group: 'root' },
      },
      { do: 'systemctl', verb: 'restart', unit: `${name}.service` },
    ],
    undo: [],
    foretold: { how: 'fail', cause: 'error-500' },
    reprovisions: true,
  },
  {
    name: 'worker-killed',
    title: {
      en: 'every 2 s the largest worker is killed, as the kernel does when memory runs out',
      pt: 'a cada 2 s o maior processo é morto, como faz o núcleo quando falta memória',
    },
    seen: {
      en: 'what that worker had in hand is cut off and tried elsewhere; another worker takes its place within a second',
      pt: 'o que esse processo tinha em mãos é cortado e tentado em outro lugar; outro assume em um segundo',
    },
    ...programAtWork(`reap-${name}`, reap, [`${name}.service`, '2']),
  },
];
