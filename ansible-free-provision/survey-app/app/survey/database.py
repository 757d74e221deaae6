"""A small pool of connections to MariaDB that neither hangs nor hands out dead ones."""

import queue
import time
from contextlib import contextmanager

import pymysql
from flask import current_app, g, request

from .failures import Unavailable
from .settings import DatabaseSettings
from .spans import is_followed, span

CONNECT_SECONDS = 2
ANSWER_SECONDS = 3
# A connection that rested longer than this is asked whether it still lives.
RESTED_SECONDS = 1
# After a failed connection nobody else waits for the same failure for this long.
PAUSE_SECONDS = 1

LOST = (pymysql.err.OperationalError, pymysql.err.InterfaceError, OSError)


class NotedCursor(pymysql.cursors.DictCursor):
    def execute(self, query, args=None):
        with span("query"):
            return super().execute(_followed(query), args)


def _followed(query: str) -> str:
    """The statement of a request that is followed bears its id, and the server writes down how long it took."""
    # What is posted may be secret, and has no place in a log.
    if request.method != "GET" or not is_followed():
        return query
    return f"set statement long_query_time = 0 for {query} /* {g.request_id} */"


class Database:
    def __init__(self, settings: DatabaseSettings) -> None:
        self._settings = settings
        self._slots: queue.LifoQueue = queue.LifoQueue()
        self._closed_until = 0.0
        for _ in range(settings.connections):
            self._slots.put((None, 0.0))

    @contextmanager
    def cursor(self):
        """A cursor in a transaction: committed at the end, rolled back on any error."""
        try:
            with span("pool"):
                connection, rested_since = self._slots.get(timeout=ANSWER_SECONDS)
        except queue.Empty as error:
            raise Unavailable("o banco de dados") from error
        try:
            connection = self._alive(connection, rested_since)
            with connection.cursor() as cursor:
                yield cursor
            with span("commit"):
                connection.query(_followed("commit"))
        except LOST as error:
            _discard(connection)
            connection = None
            raise Unavailable("o banco de dados") from error
        except BaseException:
            connection = _rolled_back(connection)
            raise
        finally:
            self._slots.put((connection, time.monotonic()))

    def _alive(self, connection, rested_since: float):
        if connection is not None:
            if time.monotonic() - rested_since < RESTED_SECONDS:
                return connection
            try:
                with span("connect"):
                    connection.ping(reconnect=False)
                return connection
            except Exception:
                _discard(connection)
        with span("connect"):
            return self._connect()

    def _connect(self):
        if time.monotonic() < self._closed_until:
            raise ConnectionError("a connection failed a moment ago")
        settings = self._settings
        try:
            return pymysql.connect(
                host=settings.host,
                port=settings.port,
                user=settings.user,
                password=settings.password,
                database=settings.database,
                charset="utf8mb4",
                cursorclass=NotedCursor,
                connect_timeout=CONNECT_SECONDS,
                read_timeout=ANSWER_SECONDS,
                write_timeout=ANSWER_SECONDS,
            )
        except LOST:
            self._closed_until = time.monotonic() + PAUSE_SECONDS
            raise


def _discard(connection) -> None:
    if connection is None:
        return
    try:
        connection.close()
    except Exception:
        pass  # It was lost already.


def _rolled_back(connection):
    if connection is None:
        return None
    try:
        connection.rollback()
        return connection
    except Exception:
        _discard(connection)
        return None


def cursor():
    """A cursor of the current application's database."""
    return current_app.extensions["database"].cursor()
