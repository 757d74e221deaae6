import type { Session } from '../../src/ssh/session.ts';

/**
 * What there is on a computer, a line each: files with their rights and content, packages, accounts, units that run or
 * start, routes, rules, host name. Left out are what starts whenever somebody asks for it, and the books that the system keeps of its own doings: logs, caches, what
 * the package manager, systemd and the journal note down, and copies of account files that their tools leave.
 */
export const filesOf = async (session: Session): Promise<readonly string[]> => {
  const { code, stdout, stderr } = await session.run(['python3', '-I', '-'], { stdin: look });
  if (code !== 0) throw new Error(stderr);
  return stdout.split('\n').filter((line) => line !== '');
};

const look = `
import hashlib, os, stat, subprocess

BOOKS = ("/proc", "/sys", "/dev", "/run", "/tmp", "/var/tmp", "/var/log", "/var/cache", "/var/lib/apt", "/var/lib/dpkg",
         "/var/lib/systemd", "/var/lib/ucf", "/var/lib/sudo", "/usr/share/python3/debpython")
COPIES = ("/etc/passwd-", "/etc/group-", "/etc/shadow-", "/etc/gshadow-", "/etc/subuid-", "/etc/subgid-", "/etc/ld.so.cache", "/etc/.pwd.lock",
          "/var/lib/shells.state", "/etc/mtab")

ON_DEMAND = ("dbus.service", "systemd-logind.service")

def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()[:16]

for folder, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if os.path.join(folder, name) not in BOOKS and name != "__pycache__"]
    for name in folders + files:
        path = os.path.join(folder, name)
        if path in COPIES:
            continue
        found = os.lstat(path)
        kind = stat.S_IFMT(found.st_mode)
        content = os.readlink(path) if kind == stat.S_IFLNK else digest(path) if kind == stat.S_IFREG and not path.startswith("/usr/") else ""
        print(path, oct(found.st_mode), found.st_uid, found.st_gid, content)

def said(*argv):
    done = subprocess.run(argv, capture_output=True, text=True)
    return sorted(line.strip() for line in done.stdout.splitlines())

for title, argv in {
    "package": ("dpkg-query", "-W", "-f", "\${Package} \${db:Status-Abbrev}\\n"),
    "unit file": ("systemctl", "list-unit-files", "--no-legend", "--state=enabled"),
    "running": ("systemctl", "list-units", "--no-legend", "--plain", "--type=service", "--state=active"),
    "route": ("ip", "route"),
    "rule": ("nft", "list", "ruleset"),
    "name": ("hostname",),
    "forwards": ("sysctl", "net.ipv4.ip_forward", "net.ipv4.ip_nonlocal_bind"),
}.items():
    for line in said(*argv):
        if not (title == "running" and line.startswith(ON_DEMAND)):
            print(title, " ".join(line.split()))
`;
