"""The questions about what changes while a machine works: load, processes, requests."""

import collections
import json
import os

CGROUPS = "/sys/fs/cgroup"


def ask_machine(question):
    disk = os.statvfs("/")
    return {
        "cpuSeconds": cpu_seconds(),
        "memoryBytes": memory_bytes(),
        "disk": {
            "usedBytes": (disk.f_blocks - disk.f_bfree) * disk.f_frsize,
            "totalBytes": disk.f_blocks * disk.f_frsize,
        },
        "devices": devices(),
    }


def cpu_seconds():
    # In a container /proc/stat tells of the whole computer; the control group at its root, of the container.
    for folder in (CGROUPS, CGROUPS + "/unified"):
        usage = pairs(folder + "/cpu.stat").get("usage_usec")
        if usage is not None:
            return usage / 1e6
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, _, _, irq, softirq, steal = (int(word) for word in file.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def memory_bytes():
    for usage, stat, inactive in (
        (CGROUPS + "/memory.current", CGROUPS + "/memory.stat", "inactive_file"),
        (CGROUPS + "/memory/memory.usage_in_bytes", CGROUPS + "/memory/memory.stat", "total_inactive_file"),
    ):
        try:
            with open(usage, encoding="ascii") as file:
                return int(file.read()) - pairs(stat).get(inactive, 0)
        except OSError:
            continue
    memory = pairs("/proc/meminfo")
    return (memory["MemTotal:"] - memory["MemAvailable:"]) * 1024


def pairs(path):
    """Lines of a name and a number; nothing if there is no such file."""
    try:
        with open(path, encoding="ascii") as file:
            return {words[0]: int(words[1]) for words in map(str.split, file)}
    except OSError:
        return {}


def devices():
    with open("/proc/net/dev", encoding="ascii") as file:
        lines = [line.replace(":", " ", 1).split() for line in file.readlines()[2:]]
    return {line[0]: {"receivedBytes": int(line[1]), "sentBytes": int(line[9])} for line in lines if line[0] != "lo"}


def ask_processes(question):
    found = []
    for folder in (CGROUPS, CGROUPS + "/unified", CGROUPS + "/systemd"):
        group = "%s/system.slice/%s" % (folder, group_of(question["unit"]))
        if os.path.exists(group):
            # A container has a group of its own below its unit's.
            found = [process(pid) for below, _, _ in os.walk(group) for pid in members(below)]
            break
    return [each for each in found if each]


def members(group):
    try:
        with open(group + "/cgroup.procs", encoding="ascii") as file:
            return [int(pid) for pid in file.read().split()]
    except OSError:
        return []


def group_of(unit):
    # Instances of a template share a slice: system-openvpn\x2dclient.slice/openvpn-client@vpn.service
    template, at, _ = unit.partition("@")
    return "system-%s.slice/%s" % (template.replace("-", "\\x2d"), unit) if at else unit


def process(pid):
    try:
        with open("/proc/%d/stat" % pid, encoding="utf-8", errors="replace") as file:
            # The name in brackets may hold anything; the numbers after it are counted from the state, field 3.
            numbers = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    ticks = int(numbers[11]) + int(numbers[12])
    memory = int(numbers[21]) * os.sysconf("SC_PAGE_SIZE")
    return {"pid": pid, "cpuSeconds": ticks / os.sysconf("SC_CLK_TCK"), "memoryBytes": memory}


# What one answer reads of a log at most; the next goes on from there.
LOG_LIMIT = 16 * 1024 * 1024


def ask_requests(question):
    try:
        with open(question["log"], "rb") as file:
            inode, end = os.fstat(file.fileno()).st_ino, os.fstat(file.fileno()).st_size
            if "cursor" not in question:
                return {"cursor": "%d:%d" % (inode, end), "counts": [], "milliseconds": []}
            before, start = map(int, question["cursor"].split(":"))
            # A log that was begun anew is read from its beginning.
            file.seek(start if before == inode and start <= end else 0)
            start = file.tell()
            read = file.read(LOG_LIMIT)
    except FileNotFoundError:
        return {"cursor": "0:0", "counts": [], "milliseconds": []}
    whole = read[: read.rfind(b"\n") + 1]
    return dict(count_requests(whole.splitlines()), cursor="%d:%d" % (inode, start + len(whole)))


def count_requests(lines):
    counts, milliseconds, seconds = collections.Counter(), collections.Counter(), {}
    for line in lines:
        try:
            request = json.loads(line)
            group = request["upstream"], request["status"]
            tries = tried(request.get("upstream_seconds", ""), len(group[0].split(", ")))
            milliseconds[rounded(round(request["seconds"] * 1000))] += 1
            counts[group] += 1
            seconds[group] = [before + each for before, each in zip(seconds.get(group, [0.0] * len(tries)), tries)]
        except (ValueError, KeyError, TypeError):
            continue
    return {
        "counts": [
            {"upstream": upstream, "status": status, "count": count, "seconds": seconds[upstream, status]}
            for (upstream, status), count in counts.items()
        ],
        "milliseconds": sorted(milliseconds.items()),
    }


def tried(text, count):
    """How long each of those took that were tried; nothing is known where the log does not tell of each."""
    times = [0.0 if each in ("", "-") else float(each) for each in str(text).split(", ")]
    return times if len(times) == count else [0.0] * count


def rounded(value):
    step = 10 ** max(0, len(str(value)) - 2) if value >= 100 else 1
    return value // step * step
