"""Register, sign in, sign out, delete."""

import re

import pymysql
from flask import Flask, redirect, render_template, request, url_for

from . import sessions
from .database import cursor
from .passwords import NOBODY, matches, scramble

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{1,24}")
SHORTEST, LONGEST = 8, 200


def register():
    if request.method == "GET":
        return render_template("register.html", mistakes={}, values={})
    name, email, password = _field("name"), _email(), request.form.get("password", "")
    mistakes = _mistakes(name, email, password)
    account = None if mistakes else _create(name, email, password)
    if not mistakes and account is None:
        mistakes = {"email": "Já existe uma conta com este e-mail."}
    if mistakes:
        return render_template("register.html", mistakes=mistakes, values={"name": name, "email": email}), 422
    sessions.begin(account, name)
    return redirect(url_for("questionnaire"), 303)


def sign_in():
    if request.method == "GET":
        return render_template("sign_in.html", mistake=None, email="")
    email, password = _email(), request.form.get("password", "")[:LONGEST]
    with cursor() as rows:
        rows.execute("select id, name, password from account where email = %s", [email])
        account = rows.fetchone()
    if not matches(password, account["password"] if account else NOBODY) or account is None:
        return render_template("sign_in.html", mistake="E-mail ou senha não conferem.", email=email), 401
    sessions.begin(account["id"], account["name"])
    return redirect(url_for("questionnaire"), 303)


def sign_out():
    sessions.end()
    return redirect(url_for("home"), 303)


@sessions.signed_in
def account():
    with cursor() as rows:
        rows.execute("select name, email, created_at from account where id = %s", [sessions.current().account])
        found = rows.fetchone()
    if found is None:
        return sign_out()  # Deleted under another session.
    return render_template("account.html", account=found)


@sessions.signed_in
def delete():
    with cursor() as rows:
        rows.execute("delete from account where id = %s", [sessions.current().account])
    sessions.end()
    return redirect(url_for("home"), 303)


def _create(name: str, email: str, password: str) -> int | None:
    try:
        with cursor() as rows:
            values = [email, name, scramble(password)]
            rows.execute("insert into account (email, name, password) values (%s, %s, %s)", values)
            return rows.lastrowid
    except pymysql.err.IntegrityError:
        return None


def _mistakes(name: str, email: str, password: str) -> dict[str, str]:
    mistakes = {}
    if not 1 <= len(name) <= 80:
        mistakes["name"] = "Diga como podemos chamar você (até 80 letras)."
    if not EMAIL.fullmatch(email) or len(email) > 254:
        mistakes["email"] = "Este e-mail não parece completo."
    if not SHORTEST <= len(password) <= LONGEST:
        mistakes["password"] = f"A senha precisa de {SHORTEST} a {LONGEST} caracteres."
    return mistakes


def _field(name: str) -> str:
    return " ".join(request.form.get(name, "").split())


def _email() -> str:
    return _field("email").lower()


def install(app: Flask) -> None:
    app.add_url_rule("/cadastro", view_func=register, methods=["GET", "POST"])
    app.add_url_rule("/entrar", view_func=sign_in, methods=["GET", "POST"])
    app.add_url_rule("/sair", view_func=sign_out, methods=["POST"])
    app.add_url_rule("/conta", view_func=account)
    app.add_url_rule("/conta/apagar", view_func=delete, methods=["POST"])
