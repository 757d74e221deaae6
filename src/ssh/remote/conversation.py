"""The conversation with Bancada: what comes on standard input is answered on standard output.

One JSON document a line on standard input, one or more on standard output. Ends, with all that it started,
as soon as standard input ends. Nothing here is given to a shell.
"""

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
    answers = [None] * len(questions)
    left = queue.SimpleQueue()
    for group in companions(questions):
        left.put(group)
    failures = []

    def answer():
        try:
            while True:
                group = left.get_nowait()
                for index, found in zip(group, answer_together([questions[index] for index in group])):
                    answers[index] = found
        except queue.Empty:
            pass
        except Exception as problem:
            failures.append(problem)

    # Those who knock mostly wait.
    threads = max(8, min(64, sum(question["ask"] == "knock" for question in questions)))
    answering = [threading.Thread(target=answer) for _ in range(min(threads, left.qsize()))]
    for thread in answering:
        thread.start()
    for thread in answering:
        thread.join()
    if failures:
        raise failures[0]
    say({"id": request["id"], "answers": answers})


def companions(questions):
    """The places of those questions that are answered together: starting a program takes longer than its answers."""
    groups = {}
    for index, question in enumerate(questions):
        if question["ask"] == "unit":
            key = "unit"
        elif "apart" in question:
            key = json.dumps([question["argv"], question["apart"], question.get("timeoutSeconds")])
        else:
            key = index
        groups.setdefault(key, []).append(index)
    return groups.values()


def answer_together(questions):
    first = questions[0]
    if first["ask"] == "unit":
        return describe_units([question["unit"] for question in questions])
    if len(questions) > 1:
        return ask_commands(questions)
    return [QUESTIONS[first["ask"]](first)]


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
