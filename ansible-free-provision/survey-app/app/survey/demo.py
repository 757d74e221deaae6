"""A page that takes as long as it is asked to, so that a load and its prediction do the same work."""

import time

from flask import Flask, abort, current_app, jsonify, request

# No dearer than a sign-in, which anybody can have for the asking too.
LONGEST_MS = 200


def demo():
    """Computes for `ms` milliseconds of processor time."""
    wanted = request.args.get("ms", default=10.0, type=float)
    if not 0 <= wanted <= LONGEST_MS:
        abort(400)
    end = time.thread_time() + wanted / 1000
    while time.thread_time() < end:
        pass
    return jsonify(machine=current_app.config["MACHINE"], ms=wanted)


def install(app: Flask) -> None:
    app.add_url_rule("/demo", view_func=demo)
