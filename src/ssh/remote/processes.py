"""Programs that are run on this machine."""

import os
import signal
import subprocess

OUTPUT_LIMIT = 256 * 1024

children = set()


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
