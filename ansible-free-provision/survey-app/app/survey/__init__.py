"""Market survey: would a new shop find customers here?"""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from . import accounts, demo, failures, home, look, questionnaire, requests, results, sessions, settings, spans, status
from .database import Database


def create_app(config_file: str | None = None) -> Flask:
    """The WSGI application, set up by the JSON file at `config_file` or in $SURVEY_CONFIG."""
    config = settings.load(config_file)
    app = Flask(__name__, static_folder=None, template_folder=Path(__file__).with_name("pages"))
    app.config.update(MAX_CONTENT_LENGTH=64 * 1024, MACHINE=config.machine)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.wsgi_app = ProxyFix(app.wsgi_app)
    app.extensions["database"] = Database(config.database)
    app.extensions["sessions"] = sessions.Store(config.sessions)
    if config.demo:
        demo.install(app)
    for part in (spans, requests, failures, look, sessions, home, accounts, questionnaire, results, status):
        part.install(app)
    return app
