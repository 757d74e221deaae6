"""Looks after a computer that was there before Bancada came: `adopt`, `park`, `resume` or `restore` it.

Follows `before.py`, which wrote the notes. Each verb may be repeated; what failed is told at the end, with exit code 1,
and then nothing that is needed to try again is gone.
"""

import shutil
import sys

PARKED = "/var/lib/bancada/parked.json"

complaints = []


def attempt(*argv, timeout=600):
    environment = dict(os.environ, LC_ALL="C.UTF-8", DEBIAN_FRONTEND="noninteractive")
    try:
        done = subprocess.run(
            argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=timeout, env=environment
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        complaints.append("%s: %s" % (" ".join(argv), problem))
        return False
    if done.returncode != 0:
        complaints.append("%s: %s" % (" ".join(argv), (done.stderr or done.stdout).strip()[-2000:]))
    return done.returncode == 0


def hold(marker):
    with open(HOST, encoding="utf-8") as file:
        there = json.load(file)
    if there["id"] != marker["id"] or there["owner"] != marker["owner"]:
        sys.exit("the marker names another lab")


def adopt(marker):
    os.makedirs(os.path.dirname(HOST), mode=0o755, exist_ok=True)
    try:
        # Whoever comes first has it.
        with open(HOST, "x", encoding="utf-8") as file:
            json.dump(marker, file)
    except FileExistsError:
        hold(marker)


def units():
    return [entry for entry in notes() if "unit" in entry]


def is_loaded(unit):
    return said("systemctl", "show", "-p", "LoadState", "--value", "--", unit) == "loaded"


def park():
    """Ends what the lab runs, now and at the next boot, and lets the computer's own traffic through again."""
    if os.path.exists(PARKED):
        return
    active = [entry["unit"] for entry in units() if said("systemctl", "is-active", "--", entry["unit"]) == "active"]
    enabled = [entry["unit"] for entry in units() if said("systemctl", "is-enabled", "--", entry["unit"]) == "enabled"]
    with open(PARKED + ".new", "w", encoding="utf-8") as file:
        json.dump({"active": active, "enabled": enabled}, file)
    for unit in enabled:
        attempt("systemctl", "disable", "--", unit)
    for unit in reversed(active):
        attempt("systemctl", "stop", "--", unit)
    open_up()
    if not complaints:
        os.replace(PARKED + ".new", PARKED)


def resume():
    try:
        with open(PARKED, encoding="utf-8") as file:
            parked = json.load(file)
    except FileNotFoundError:
        return
    for unit in parked["enabled"]:
        attempt("systemctl", "enable", "--", unit)
    for unit in parked["active"]:
        attempt("systemctl", "start", "--", unit)
    if not complaints:
        os.unlink(PARKED)


def open_up():
    if said("nft", "list", "table", "inet", "bancada"):
        attempt("nft", "delete", "table", "inet", "bancada")


def take_away(path):
    if os.path.islink(path) or not os.path.isdir(path):
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass
    else:
        shutil.rmtree(path)


def put_back(entry):
    path = entry["path"]
    if entry["was"] == "absent":
        take_away(path)
    elif entry["was"] == "kept":
        kept = os.path.join(BEFORE, entry["as"])
        if os.path.lexists(kept) and os.path.isdir(os.path.dirname(path)):
            take_away(path)
            attempt("cp", "-a", "--", kept, path)
    elif os.path.isdir(path):
        os.chown(path, entry["uid"], entry["gid"])
        os.chmod(path, entry["mode"])


def installed():
    """All that packages have brought; an installation that was cut off is told by what there is now."""
    brought = {"packages": set(), "users": set(), "groups": set(), "entries": set()}
    open_ended = None
    for entry in notes():
        if "installing" in entry:
            open_ended = open_ended or entry["installing"]
        elif "installed" in entry:
            for kind, names in entry["installed"].items():
                brought[kind].update(names)
            open_ended = None
    if open_ended is not None:
        for kind, names in added(open_ended, inventory()).items():
            brought[kind].update(names)
    return brought


def uninstall(brought):
    present = set(inventory()["packages"])
    packages = sorted(brought["packages"] & present)
    if packages:
        attempt("dpkg", "--configure", "-a")
        attempt("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=60", "purge", "--yes", "--allow-remove-essential", "--", *packages)
    # The bookkeeping of the package manager itself stays.
    for path in sorted(brought["entries"]):
        if os.path.lexists(path):
            take_away(path)


def remove_accounts(brought):
    users = brought["users"] | {entry["user"] for entry in notes() if "user" in entry}
    groups = brought["groups"] | users
    there = inventory()
    for user in sorted(users & set(there["users"])):
        attempt("userdel", "--", user)
    for group in sorted(groups & set(inventory()["groups"])):
        attempt("groupdel", "--", group)


def restore_kernel():
    for entry in reversed(notes()):
        if "route" in entry:
            subprocess.run(["ip", "route", "del", *entry["route"]], capture_output=True, check=False)
            for line in filter(None, entry["had"].split("\n")):
                attempt("ip", "route", "replace", *line.split())
        elif "sysctl" in entry:
            attempt("sysctl", "-q", "-w", "%s=%s" % (entry["sysctl"], entry["value"]))
        elif "hostname" in entry:
            attempt("hostname", entry["hostname"])


def restore():
    """Puts everything back as it was, and takes the notes along."""
    for entry in reversed(units()):
        if is_loaded(entry["unit"]):
            attempt("systemctl", "stop", "--", entry["unit"])
            if entry["enabled"] != "enabled" and said("systemctl", "is-enabled", "--", entry["unit"]) == "enabled":
                attempt("systemctl", "disable", "--", entry["unit"])
    open_up()
    restore_kernel()
    brought = installed()
    for entry in reversed([entry for entry in notes() if "path" in entry]):
        put_back(entry)
    attempt("systemctl", "daemon-reload")
    uninstall(brought)
    remove_accounts(brought)
    attempt("systemctl", "daemon-reload")
    for entry in units():
        subprocess.run(["systemctl", "reset-failed", "--", entry["unit"]], capture_output=True, check=False)
        if is_loaded(entry["unit"]):
            if entry["enabled"] == "enabled":
                attempt("systemctl", "enable", "--", entry["unit"])
            if entry["active"] == "active":
                attempt("systemctl", "start", "--", entry["unit"])
    if not complaints:
        shutil.rmtree("/run/bancada", ignore_errors=True)
        shutil.rmtree(os.path.dirname(HOST))


os.umask(0o022)
verb, marker = sys.argv[1], json.loads(sys.argv[2])
if verb == "adopt":
    adopt(marker)
elif os.path.exists(HOST):
    hold(marker)
    {"park": park, "resume": resume, "restore": restore}[verb]()
sys.exit("\n".join(complaints) or 0)
