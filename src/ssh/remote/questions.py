"""Questions about this machine. They have no side effect."""

import grp
import itertools
import os
import pwd
import stat

# hashlib loads OpenSSL, which takes as long as Python itself. Python's own is _sha2 from 3.12 on, _sha256 before.
for module in ("_sha2", "_sha256", "hashlib"):
    try:
        sha256 = __import__(module).sha256
        break
    except ImportError:
        continue

CONTENT_LIMIT = 64 * 1024
# Where units record the files that they were started with, and reloaded with.
RECORDS = ("/run/bancada/started", "/run/bancada/reloaded")


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
    digest = sha256()
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
    names = sorted(set(units))
    values = "LoadState,ActiveState,SubState,UnitFileState,NeedDaemonReload"
    shown = spawn(["systemctl", "show", "-p", values, "--"] + names)["stdout"].strip("\n").split("\n\n")
    described = {name: describe_unit(name, block) for name, block in itertools.zip_longest(names, shown[: len(names)], fillvalue="")}
    return [described[unit] for unit in units]


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


def ask_commands(questions):
    """Of one program, in one run where it tells their answers apart, else one by one."""
    first = questions[0]
    apart = first["apart"]
    asked = apart["stdin"].join(question["stdin"] for question in questions)
    said = spawn(first["argv"], asked, None, first.get("timeoutSeconds", 60))
    answers = said["stdout"].split(apart["stdout"])
    if said["code"] != 0 or len(answers) != len(questions):
        return [ask_command(question) for question in questions]
    return [dict(said, stdout=answer) for answer in answers]
