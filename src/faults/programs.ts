/*
 * What some faults run on a machine, by the Python that is there anyway. Each ends when it is told to, and mends what it did.
 */

/** Stops and continues the processes of units in turn. Words: seconds stopped, seconds running, the units. */
export const stutter = `
import os, signal, sys, time

stopped, running, units = float(sys.argv[1]), float(sys.argv[2]), set(sys.argv[3:])

def is_theirs(pid):
    try:
        with open("/proc/%s/cgroup" % pid) as file:
            return any(part in units for line in file for part in line.strip().split("/"))
    except OSError:
        return False

def tell(number):
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if is_theirs(pid):
            try:
                os.kill(int(pid), number)
            except OSError:
                pass

def leave(*_):
    tell(signal.SIGCONT)
    os._exit(0)

signal.signal(signal.SIGTERM, leave)
while True:
    tell(signal.SIGSTOP)
    time.sleep(stopped)
    tell(signal.SIGCONT)
    time.sleep(running)
`;

/** Keeps so many processors busy. Words: how many. */
export const burn = `
import os, sys

for _ in range(int(sys.argv[1]) - 1):
    if os.fork() == 0:
        break
while True:
    pass
`;

/** Takes all that is left of a file system, without writing it. Words: the file. */
export const fill = `
import os, sys

path = sys.argv[1]
with open(path, "wb") as file:
    size = 0
    step = 1 << 30
    while step >= 4096:
        try:
            os.posix_fallocate(file.fileno(), size, step)
            size += step
        except OSError:
            step //= 2
`;
