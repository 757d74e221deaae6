"""How pages look, and the headers that go with them. The style is in the page itself: a page is one request."""

import base64
import hashlib
import zlib
from pathlib import Path

from flask import Flask, g
from markupsafe import Markup

from . import sessions

STYLE = Path(__file__).with_name("pages").joinpath("style.css").read_text(encoding="utf-8")
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = "; ".join(
    [
        "default-src 'none'",
        f"style-src 'sha256-{STYLE_HASH}'",
        "img-src data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


def reais(value) -> str:
    """R$ 1.235"""
    return "R$ " + f"{value:,.0f}".replace(",", ".")


def hue(machine: str) -> int:
    """One of six colours by which a class tells machines apart from the last row: app1 and app2 never share one."""
    number = machine[len(machine.rstrip("0123456789")) :]
    return (int(number) if number else zlib.crc32(machine.encode())) % 6


def install(app: Flask) -> None:
    machine = app.config["MACHINE"]

    @app.context_processor
    def common():
        return {"style": Markup(STYLE), "machine": machine, "hue": hue(machine), "request_id": g.request_id}

    @app.after_request
    def headers(response):
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Request-ID"] = g.request_id
        response.headers["X-Served-By"] = machine
        return response

    app.add_template_filter(reais)
    app.add_template_global(lambda: (session := sessions.current()) and session.name, "signed_in")
