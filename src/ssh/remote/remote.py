"""Answers questions about this machine and does operations on it, for Bancada.

One JSON document a line on standard input, one or more on standard output. Ends, with all that it started,
as soon as standard input ends. Questions have no side effect; nothing here is given to a shell.
"""

import concurrent.futures
import grp
import hashlib
import itertools
import json
import os
import pwd
import queue
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time

CONTENT_LIMIT = 64 * 1024
OUTPUT_LIMIT = 256 * 1024
DATAGRAMS = 3
# Where units record the files that they were started with, and reloaded with.
RECORDS = ("/run/bancada/started", "/run/bancada/reloaded")
UNITS = "/etc/systemd/system/"
UNITS_CHANGED = "/run/bancada/units-changed"

children = set()
stopping = threading.Event()


def spawn(argv, stdin=None, environment=None, timeout=60):
    """Exit code, stdout and stderr; 127 if there is no such program, 124 after the time-out, 128 + n for signal n."""
    variables = dict(os.environ, LC_ALL="C.UTF-8", **(environment or {}))
    try:
        child = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=variables,
            cwd="/",
            start_new_session=True,
        )
    except OSError as problem:
        return {"code": 127, "stdout": "", "stderr": "%s: %s" % (argv[0], problem.strerror)}
    children.add(child)
    try:
        out, err = child.communicate(None if stdin is None else stdin.encode(), timeout)
        code = child.returncode
    except subprocess.TimeoutExpired:
        end(child)
        out, err = child.communicate()
        code = 124
        err += b"\nno answer within %d s" % timeout
    finally:
        children.discard(child)
    code = 128 - code if code < 0 else code
    return {"code": code, "stdout": text(out), "stderr": text(err)}


def text(output):
    return output[-OUTPUT_LIMIT:].decode("utf-8", "replace")


def end(child):
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


# ---- questions


def owner_name(uid):
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def group_name(gid):
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)


def describe(path, content=False):
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return {"type": "absent"}
    answer = {
        "type": "other",
        "mode": "%04o" % stat.S_IMODE(found.st_mode),
        "owner": owner_name(found.st_uid),
        "group": group_name(found.st_gid),
    }
    if stat.S_ISDIR(found.st_mode):
        answer["type"] = "directory"
    elif stat.S_ISLNK(found.st_mode):
        answer["type"] = "link"
        answer["target"] = os.readlink(path)
    elif stat.S_ISREG(found.st_mode):
        answer["type"] = "file"
        answer["sha256"] = checksum(path)
        if content and found.st_size <= CONTENT_LIMIT:
            try:
                with open(path, encoding="utf-8", newline="") as file:
                    answer["content"] = file.read()
            except UnicodeDecodeError:
                pass
    return answer


def checksum(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for chunk in iter(lambda: file.read(1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest()


def ask_file(question):
    return describe(question["path"], question.get("content", False))


def ask_tree(question):
    root = question["path"]
    answers = {}
    for folder, folders, files in os.walk(root):
        for name in folders + files:
            path = os.path.join(folder, name)
            answers[os.path.relpath(path, root)] = describe(path)
    return answers


def ask_packages(question):
    shown = spawn(["dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev} ${Version}\n", "--"] + question["names"])
    lines = (line.split() for line in shown["stdout"].splitlines())
    return {line[0]: line[2] for line in lines if len(line) == 3 and line[1] == "ii"}


def describe_units(units):
    """All in one call: starting systemctl takes longer than its answer."""
    names = "LoadState,ActiveState,SubState,UnitFileState,NeedDaemonReload"
    shown = spawn(["systemctl", "show", "-p", names, "--"] + units)["stdout"].strip("\n").split("\n\n") if units else []
    return {unit: describe_unit(unit, block) for unit, block in itertools.zip_longest(units, shown, fillvalue="")}


def describe_unit(unit, block):
    values = dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
    answer = {
        "load": values.get("LoadState", "unknown"),
        "active": values.get("ActiveState", "unknown"),
        "sub": values.get("SubState", "unknown"),
        "enabled": values.get("UnitFileState") or "unknown",
        "needsDaemonReload": values.get("NeedDaemonReload") == "yes",
    }
    records = [read_record(os.path.join(folder, unit)) for folder in RECORDS]
    if any(record is not None for record in records):
        answer["startedWith"] = {path: digest for record in records for path, digest in (record or {}).items()}
    return answer


def read_record(path):
    try:
        with open(path, encoding="utf-8") as file:
            lines = (line.rstrip("\n").split("  ", 1) for line in file)
            return {path: digest for digest, path in lines}
    except (FileNotFoundError, ValueError):
        return None


def ask_user(question):
    name = question["name"]
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    groups = {group.gr_name for group in grp.getgrall() if name in group.gr_mem}
    groups.add(group_name(entry.pw_gid))
    return {"uid": entry.pw_uid, "home": entry.pw_dir, "shell": entry.pw_shell, "groups": sorted(groups)}


def ask_sysctl(question):
    # A dot within a part of a key is written as a slash: `net.ipv4.conf.eth0/1.rp_filter`.
    path = question["key"].translate(str.maketrans("./", "/."))
    try:
        with open(os.path.join("/proc/sys", path), encoding="utf-8") as file:
            return " ".join(file.read().split())
    except OSError:
        return None


def ask_command(question):
    return spawn(question["argv"], question.get("stdin"), None, question.get("timeoutSeconds", 60))


def ask_tcp(question):
    try:
        socket.create_connection((question["address"], question["port"]), question["timeoutSeconds"]).close()
        return {"open": True}
    except OSError as problem:
        return {"open": False, "error": str(problem)}


def ask_knock(question):
    """How it was turned away: "refused", "unreachable", "silent"; None if it was not."""
    stream = question["protocol"] == "tcp"
    timeout = question["timeoutMs"] / 1000
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM if stream else socket.SOCK_DGRAM) as knocker:
        try:
            knocker.settimeout(timeout if stream else timeout / DATAGRAMS)
            knocker.connect((question["address"], question["port"]))
            return None if stream else knock_with_datagrams(knocker)
        except ConnectionRefusedError:
            return "refused"
        except (socket.timeout, TimeoutError):
            return "silent"
        except OSError:
            return "unreachable"


def knock_with_datagrams(knocker):
    """Several, since the kernel sends so many refusals a second and no more."""
    for left in reversed(range(DATAGRAMS)):
        knocker.send(b"\0")
        try:
            knocker.recv(1)
            return None
        except (socket.timeout, TimeoutError):
            if left == 0:
                raise


def ask_http(question):
    import http.client  # takes longer to load than everything else here

    connection = http.client.HTTPConnection(question["address"], question["port"], timeout=question["timeoutSeconds"])
    try:
        connection.request("GET", question["path"], headers={"User-Agent": "bancada"})
        answer = connection.getresponse()
        return {"status": answer.status, "body": text(answer.read(CONTENT_LIMIT))}
    except (OSError, http.client.HTTPException) as problem:
        return {"status": None, "error": str(problem) or type(problem).__name__}
    finally:
        connection.close()


QUESTIONS = {
    "file": ask_file,
    "tree": ask_tree,
    "packages": ask_packages,
    "user": ask_user,
    "sysctl": ask_sysctl,
    "command": ask_command,
    "tcp": ask_tcp,
    "knock": ask_knock,
    "http": ask_http,
    "machine": ask_machine,
    "processes": ask_processes,
    "requests": ask_requests,
}


# ---- operations


class Failed(Exception):
    def __init__(self, result):
        super().__init__()
        self.result = result


def do_write(operation):
    path = operation["path"]
    mark_units(path)
    folder = os.path.dirname(path)
    os.makedirs(folder, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=".bancada-", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(operation["content"].encode())
        own(temporary, operation)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def do_directory(operation):
    path = operation["path"]
    if os.path.lexists(path) and (os.path.islink(path) or not os.path.isdir(path)):
        os.unlink(path)
    os.makedirs(path, exist_ok=True)
    own(path, operation)


def own(path, operation):
    os.chown(path, number(operation["owner"], pwd.getpwnam, "pw_uid"), number(operation["group"], grp.getgrnam, "gr_gid"))
    os.chmod(path, int(operation["mode"], 8))


def number(name, look_up, field):
    return int(name) if name.isdigit() else getattr(look_up(name), field)


def do_remove(operation):
    path = operation["path"]
    mark_units(path)
    if os.path.islink(path) or not os.path.isdir(path):
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass
    else:
        shutil.rmtree(path)
    if operation.get("emptied"):
        try:
            os.rmdir(os.path.dirname(path))
        except OSError:
            pass


def do_run(operation):
    must(operation["argv"], operation.get("stdin"), operation.get("environment"), operation.get("timeoutSeconds", 60))


def do_systemctl(operation):
    unit, verb = operation["unit"], operation["verb"]
    if verb in ("stop", "disable") and shown(unit, "LoadState") == "not-found":
        return
    if verb in ("enable", "disable"):
        # Links for the next boot; reading all units anew for them takes ten times as long.
        return must(["systemctl", "--no-reload", verb, "--", unit])
    if verb != "stop":
        read_changed_units(unit)
    started = int(time.time())
    try:
        must(["systemctl", verb, "--", unit], timeout=120)
    except Failed as failure:
        if shown(unit, "Result") == "start-limit-hit":
            spawn(["systemctl", "reset-failed", "--", unit])
            return must(["systemctl", verb, "--", unit], timeout=120)
        # systemctl itself only says where to look; look there.
        journal = spawn(["journalctl", "-u", unit, "--since=@%d" % started, "-n", "20", "--no-pager", "-o", "cat"])
        failure.result["stderr"] += journal["stdout"]
        raise


def read_changed_units(unit):
    # systemd itself does not notice that a unit got its first drop-in folder.
    if os.path.exists(UNITS_CHANGED) or shown(unit, "NeedDaemonReload") == "yes":
        must(["systemctl", "daemon-reload"])
        do_remove({"path": UNITS_CHANGED})


def shown(unit, name):
    return spawn(["systemctl", "show", "-p", name, "--", unit])["stdout"].strip().split("=", 1)[-1]


def mark_units(path):
    """Outlives us, so that whoever comes next knows that systemd has not read them yet; a boot reads them anyway."""
    if path.startswith(UNITS):
        os.makedirs(os.path.dirname(UNITS_CHANGED), mode=0o700, exist_ok=True)
        open(UNITS_CHANGED, "w").close()


def must(argv, stdin=None, environment=None, timeout=60):
    result = spawn(argv, stdin, environment, timeout)
    if result["code"] != 0:
        raise Failed(result)


OPERATIONS = {
    "write": do_write,
    "directory": do_directory,
    "remove": do_remove,
    "run": do_run,
    "systemctl": do_systemctl,
}


# ---- the conversation


saying = threading.Lock()


def say(message):
    line = json.dumps(message).encode() + b"\n"
    with saying:
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()


def ask(request):
    questions = request["ask"]
    names = sorted({question["unit"] for question in questions if question["ask"] == "unit"})
    # Those who knock mostly wait.
    threads = max(8, min(64, sum(question["ask"] == "knock" for question in questions)))
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        units = pool.submit(describe_units, names)
        others = [None if question["ask"] == "unit" else pool.submit(answer, question) for question in questions]
        answers = [other.result() if other else units.result()[question["unit"]] for question, other in zip(questions, others)]
    say({"id": request["id"], "answers": answers})


def answer(question):
    return QUESTIONS[question["ask"]](question)


def perform(request):
    stopping.clear()
    for index, operation in enumerate(request["perform"]):
        if stopping.is_set():
            return say({"id": request["id"], "stopped": index})
        started = time.monotonic()
        try:
            do_remembering(OPERATIONS[operation["do"]], operation)
        except Failed as failure:
            return say(dict(failure.result, id=request["id"], failed=index))
        except (OSError, KeyError) as problem:
            return say({"id": request["id"], "failed": index, "code": 1, "stdout": "", "stderr": str(problem)})
        say({"id": request["id"], "done": index, "milliseconds": round((time.monotonic() - started) * 1000)})
    say({"id": request["id"], "end": True})


def end_run(request):
    """Ends the processes that carry the mark of a run, and what they started."""
    mark = b"BANCADA_RUN=" + request["end"].encode()
    for entry in os.listdir("/proc"):
        try:
            with open("/proc/%s/environ" % entry, "rb") as file:
                if entry.isdigit() and mark in file.read().split(b"\0"):
                    os.kill(int(entry), signal.SIGTERM)
        except OSError:
            pass
    say({"id": request["id"], "end": True})


def serve(request):
    try:
        {"ask": ask, "perform": perform, "end": end_run}[next(key for key in request if key != "id")](request)
    except Exception as problem:
        say({"id": request["id"], "broken": "%s: %s" % (type(problem).__name__, problem)})


def work(requests):
    for request in iter(requests.get, None):
        serve(request)


def main():
    requests = queue.SimpleQueue()
    threading.Thread(target=work, args=(requests,), daemon=True).start()
    for line in sys.stdin.buffer:
        if line == b"stop\n":
            stopping.set()
            continue
        request = json.loads(line)
        if "ask" in request:
            # Nothing is changed by it: a slow answer need not hold up the next request.
            threading.Thread(target=serve, args=(request,), daemon=True).start()
        else:
            requests.put(request)
    for child in list(children):
        end(child)
    os._exit(0)


os.umask(0o022)
main()
