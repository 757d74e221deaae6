"""What a request was busy with, and for how long: nested spans, each with what it took by itself."""

import time
from contextlib import contextmanager

from flask import Flask, g, request
from jinja2 import Template


def begin() -> None:
    g.began = time.perf_counter()
    g.spans = []
    # Seconds of the spans that have ended, by which those around them are the shorter.
    g.ended = 0.0


@contextmanager
def span(name: str):
    """Notes what takes place within; whoever was asked may tell, by `tell(seconds)`, how long it took itself."""
    told = []
    # Outside of a request nobody is there to ask for it.
    if "spans" not in g:
        yield told.append
        return
    began, before = time.perf_counter(), g.ended
    try:
        yield told.append
    finally:
        took = time.perf_counter() - began
        g.spans.append([name, _ms(began - g.began), _ms(took - (g.ended - before)), *map(_ms, told)])
        g.ended = before + took


def is_followed() -> bool:
    """Whether somebody asks to know more of this request than is noted of every one."""
    return "X-Follow" in request.headers


def noted() -> list:
    """Name, milliseconds after the beginning, milliseconds; and of these its own, where whoever was asked tells."""
    return sorted(g.spans, key=lambda each: each[1])


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


class NotedTemplate(Template):
    def render(self, *args, **kwargs):
        with span("render"):
            return super().render(*args, **kwargs)


def install(app: Flask) -> None:
    app.jinja_env.template_class = NotedTemplate
    app.before_request(begin)
