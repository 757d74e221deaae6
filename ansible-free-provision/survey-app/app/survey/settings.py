"""What differs from machine to machine, and the secrets."""

import json
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DatabaseSettings:
    host: str
    port: int
    user: str
    password: str
    database: str
    connections: int


@dataclass(frozen=True)
class SessionSettings:
    host: str
    port: int
    user: str
    password: str
    prefix: str


@dataclass(frozen=True)
class Settings:
    machine: str
    demo: bool
    database: DatabaseSettings
    sessions: SessionSettings


def load(config_file: str | None = None) -> Settings:
    """Raises if the file is missing or says too little or too much: better not to start than to start half blind."""
    values = json.loads(Path(config_file or os.environ["SURVEY_CONFIG"]).read_text(encoding="utf-8"))
    return Settings(
        machine=values["machine"],
        demo=values["demo"],
        database=DatabaseSettings(**values["database"]),
        sessions=SessionSettings(**values["sessions"]),
    )
