"""Passwords are kept as scrypt hashes: about 16 MiB and 50 ms a guess."""

import base64
import hashlib
import hmac
import os

COST, BLOCK, PARALLEL = 2**14, 8, 1


def scramble(password: str) -> str:
    salt = os.urandom(16)
    return "$".join(["scrypt", str(COST), str(BLOCK), str(PARALLEL), _text(salt), _text(_key(password, salt))])


def matches(password: str, kept: str) -> bool:
    _, cost, block, parallel, salt, key = kept.split("$")
    guess = _key(password, base64.b64decode(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(guess, base64.b64decode(key))


def _key(password: str, salt: bytes, cost: int = COST, block: int = BLOCK, parallel: int = PARALLEL) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=cost, r=block, p=parallel, dklen=32)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


# Compared with where there is no such account, so that an answer takes as long as with one.
NOBODY = scramble("")
