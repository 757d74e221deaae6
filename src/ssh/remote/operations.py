"""Operations, which change this machine."""

import grp
import os
import pwd
import time

UNITS = "/etc/systemd/system/"
# Where else there may be a unit of that name: packages', those of a boot, and those made of init scripts.
OTHER_UNITS = ("/run/systemd/system/", "/usr/local/lib/systemd/system/", "/lib/systemd/system/", "/run/systemd/generator.late/")
UNITS_CHANGED = "/run/bancada/units-changed"


class Failed(Exception):
    def __init__(self, result):
        super().__init__()
        self.result = result


def do_write(operation):
    import tempfile  # like shutil, for those who change something: most only ask

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
            remove_tree(path)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def remove_tree(path):
    import shutil

    shutil.rmtree(path)


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
        remove_tree(path)
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
    """Outlives us, so that whoever comes next knows that systemd has not read them yet; a boot reads them anyway.

    A unit that was nowhere is read as it is started; to read all of them for it takes ten times as long.
    """
    folder, name = os.path.split(path)
    is_new = folder + "/" == UNITS and not any(os.path.lexists(other + name) for other in (UNITS, *OTHER_UNITS))
    if path.startswith(UNITS) and not is_new:
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
