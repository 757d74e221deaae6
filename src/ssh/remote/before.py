"""Remembers how things were on a computer that was there before Bancada came, so that all of it can be put back.

Each thing is noted, on the disk, before it is changed for the first time. `care.py` reads the notes.
"""

import json
import os
import subprocess

HOST = "/var/lib/bancada/host.json"
BEFORE = "/var/lib/bancada/before"
NOTES = BEFORE + "/notes.jsonl"
# Where packages and the services they bring leave things of their own.
SHELVES = ("/etc", "/var", "/var/lib", "/var/log", "/var/cache", "/var/spool", "/srv", "/opt")


def was_there_before():
    return os.path.exists(HOST)


def notes():
    try:
        with open(NOTES, encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.endswith("\n")]
    except FileNotFoundError:
        return []


def note(entry):
    os.makedirs(BEFORE, mode=0o700, exist_ok=True)
    with open(NOTES, "a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
        file.flush()
        os.fsync(file.fileno())


def said(*argv):
    return subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False).stdout.strip()


def is_noted(**wanted):
    return any(wanted.items() <= entry.items() for entry in notes())


def remember_path(path, only_access):
    if path.startswith("/run/"):
        return
    # What lies below something that was not there, or was kept as a whole, is kept with it.
    above = [path]
    while above[-1] != "/":
        above.append(os.path.dirname(above[-1]))
    if any(entry.get("path") in above and entry["was"] != "directory" for entry in notes()) or is_noted(path=path):
        return
    top = path
    while not os.path.lexists(os.path.dirname(top)):
        top = os.path.dirname(top)
    if not os.path.lexists(top):
        note({"path": top, "was": "absent"})
    elif only_access and os.path.isdir(path) and not os.path.islink(path):
        found = os.stat(path)
        note({"path": path, "was": "directory", "mode": found.st_mode & 0o7777, "uid": found.st_uid, "gid": found.st_gid})
    else:
        os.makedirs(BEFORE, mode=0o700, exist_ok=True)
        name = str(len(notes()))
        import shutil

        shutil.rmtree(os.path.join(BEFORE, name), ignore_errors=True)
        subprocess.run(["cp", "-a", "--", path, os.path.join(BEFORE, name)], check=True)
        note({"path": path, "was": "kept", "as": name})


def remember_unit(unit):
    if not is_noted(unit=unit):
        note({"unit": unit, "enabled": said("systemctl", "is-enabled", "--", unit), "active": said("systemctl", "is-active", "--", unit)})


def remember_command(argv):
    if argv[0] == "useradd" and not is_noted(user=argv[-1]):
        note({"user": argv[-1]})
    elif argv[0] == "sysctl":
        key = argv[-1].split("=", 1)[0]
        if not is_noted(sysctl=key):
            note({"sysctl": key, "value": said("sysctl", "-n", key)})
    elif argv[0] == "hostname" and not any("hostname" in entry for entry in notes()):
        note({"hostname": said("hostname")})
    elif argv[:3] == ["ip", "route", "replace"] and not is_noted(route=argv[3:]):
        note({"route": argv[3:], "had": said("ip", "route", "show", "exact", argv[3])})


def remember(operation):
    """Before an operation is done."""
    kind = operation["do"]
    if kind in ("write", "directory", "remove"):
        remember_path(operation["path"], kind == "directory")
    elif kind == "systemctl":
        remember_unit(operation["unit"])
    elif kind == "run":
        remember_command(operation["argv"])


def inventory():
    """What installing packages adds to: compared before and after, it tells what they brought, and nothing else."""
    with open("/etc/passwd", encoding="utf-8") as users, open("/etc/group", encoding="utf-8") as groups:
        return {
            "packages": said("dpkg-query", "-W", "-f", "${db:Status-Abbrev}${Package}\n").replace("ii ", "").split(),
            "users": [line.split(":")[0] for line in users],
            "groups": [line.split(":")[0] for line in groups],
            "entries": [os.path.join(shelf, name) for shelf in SHELVES if os.path.isdir(shelf) for name in os.listdir(shelf)],
        }


def added(before, after):
    return {kind: sorted(set(after[kind]) - set(before[kind])) for kind in before}


def do_remembering(do, operation):
    """An operation, with what is needed to undo it noted first, and what packages brought noted afterwards."""
    if not was_there_before():
        return do(operation)
    remember(operation)
    if operation["do"] != "run" or operation["argv"][0] not in ("apt-get", "dpkg"):
        return do(operation)
    before = inventory()
    note({"installing": before})
    try:
        return do(operation)
    finally:
        note({"installed": added(before, inventory())})
