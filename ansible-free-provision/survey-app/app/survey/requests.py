"""One line of JSON a request, under the id that the balancer gave it."""

import json
import logging
import re
import sys
import time
import uuid

from flask import Flask, g, request

from . import spans

GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
log = logging.getLogger("survey.requests")


def begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if GIVEN.fullmatch(given) else uuid.uuid4().hex


def finish(response):
    session = g.get("session")
    line = {
        "request": g.request_id,
        "from": request.remote_addr,
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.began) * 1000, 3),
        "spans": spans.noted(),
        "account": session.account if session else None,
    }
    log.info(json.dumps(line, ensure_ascii=False))
    return response


def install(app: Flask) -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.handlers = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
    app.before_request(begin)
    app.after_request(finish)
