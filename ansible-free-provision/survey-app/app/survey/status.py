"""For machines that ask: am I well, and who am I?"""

import pymysql
from flask import Flask, current_app, g, jsonify

from . import sessions
from .database import cursor
from .failures import Unavailable


def healthz():
    """200 only if everything that a visitor needs answers."""
    parts = {"database": _answers(_ask_database), "sessions": _answers(sessions.store().ping)}
    well = all(parts.values())
    return jsonify(ok=well, machine=current_app.config["MACHINE"], **parts), 200 if well else 503


def whoami():
    """Which machine answers, and as whom it knows the visitor: every machine must know the same."""
    session = sessions.current()
    name = session.name if session else None
    return jsonify(machine=current_app.config["MACHINE"], request=g.request_id, visitor=name)


def _ask_database() -> None:
    with cursor() as rows:
        rows.execute("select 1 from account limit 1")


def _answers(ask) -> bool:
    try:
        ask()
    except (Unavailable, pymysql.err.MySQLError):
        return False
    return True


def install(app: Flask) -> None:
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/whoami", view_func=whoami)
