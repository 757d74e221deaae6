"""Sessions that any machine can serve: an opaque cookie, the rest in Redis."""

import hmac
import json
import secrets
from dataclasses import dataclass
from functools import wraps

import redis
from flask import Flask, abort, current_app, g, redirect, request, url_for

from .failures import Unavailable
from .settings import SessionSettings
from .spans import is_followed, span

COOKIE = "survey_session"
VISITOR_SECONDS = 30 * 60
ACCOUNT_SECONDS = 8 * 60 * 60
ANSWER_SECONDS = 1.5


@dataclass(frozen=True)
class Session:
    token: str
    csrf: str
    account: int | None = None
    name: str | None = None

    @property
    def seconds(self) -> int:
        return VISITOR_SECONDS if self.account is None else ACCOUNT_SECONDS


class Store:
    def __init__(self, settings: SessionSettings) -> None:
        self._prefix = settings.prefix
        self._redis = redis.Redis(
            host=settings.host,
            port=settings.port,
            username=settings.user,
            password=settings.password,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            health_check_interval=15,
            decode_responses=True,
        )

    def load(self, token: str) -> Session | None:
        text = self._ask(lambda store: store.get(self._key(token)))
        return Session(token=token, **json.loads(text)) if text else None

    def save(self, session: Session) -> None:
        text = json.dumps({"csrf": session.csrf, "account": session.account, "name": session.name})
        self._ask(lambda store: store.set(self._key(session.token), text, ex=session.seconds))

    def drop(self, session: Session) -> None:
        self._ask(lambda store: store.delete(self._key(session.token)))

    def ping(self) -> None:
        self._ask(lambda store: store.ping())

    def _key(self, token: str) -> str:
        return f"{self._prefix}session:{token}"

    def _ask(self, question):
        try:
            with span("sessions") as tell:
                return self._timed(question, tell) if is_followed() else question(self._redis)
        except redis.RedisError as error:
            raise Unavailable("o armazenamento de sessões") from error

    def _timed(self, question, tell):
        """By the store's own clock, which it looks at before and after, with nobody else's question between."""
        with self._redis.pipeline() as steps:
            steps.time()
            question(steps)
            steps.time()
            (seconds, micros), answer, (seconds_after, micros_after) = steps.execute()
        tell(seconds_after - seconds + (micros_after - micros) / 1e6)
        return answer


def store() -> Store:
    return current_app.extensions["sessions"]


def current() -> Session | None:
    """The session of this request, read from Redis at most once."""
    if "session" not in g:
        token = request.cookies.get(COOKIE, "")
        g.session = store().load(token) if 32 <= len(token) <= 64 and token.isascii() else None
    return g.session


def begin(account: int | None = None, name: str | None = None) -> Session:
    """A new session under a new token in place of the current one, so that a planted cookie is worth nothing."""
    old = current()
    g.session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32), account, name)
    store().save(g.session)
    if old is not None:
        store().drop(old)
    return g.session


def end() -> None:
    session = current()
    if session is not None:
        store().drop(session)
    g.session = None


def csrf() -> str:
    """The token of this session's forms; a visitor without a session gets one."""
    return (current() or begin()).csrf


def signed_in(page):
    """The page is for people with an account; others are sent to sign in."""

    @wraps(page)
    def guarded(*args, **kwargs):
        session = current()
        if session is None or session.account is None:
            return redirect(url_for("sign_in"))
        return page(*args, **kwargs)

    return guarded


def check_form() -> None:
    if request.method != "POST":
        return
    session = current()
    sent = request.form.get("csrf", "")
    if session is None or not hmac.compare_digest(sent.encode(), session.csrf.encode()):
        abort(400)


def set_cookie(response):
    if "session" not in g:
        return response
    if g.session is None:
        if COOKIE in request.cookies:
            response.delete_cookie(COOKIE)
    elif request.cookies.get(COOKIE) != g.session.token:
        response.set_cookie(COOKIE, g.session.token, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def install(app: Flask) -> None:
    app.before_request(check_form)
    app.after_request(set_cookie)
    app.context_processor(lambda: {"csrf": csrf})
