"""The conversation with Bancada: what comes on standard input is answered on standard output.

One JSON document a line on standard input, one or more on standard output. Ends, with all that it started,
as soon as standard input ends. Nothing here is given to a shell.
"""

import concurrent.futures
import json
import os
import queue
import signal
import sys
import threading
import time

stopping = threading.Event()

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
