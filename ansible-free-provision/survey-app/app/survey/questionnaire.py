"""Answer once; answer again to correct."""

import pymysql
from flask import Flask, redirect, render_template, request, url_for

from . import sessions
from .database import cursor
from .questions import QUESTIONS

COLUMNS = [question.name for question in QUESTIONS]
SAVE = (
    f"insert into answer (account_id, {', '.join(COLUMNS)}) values ({', '.join(['%s'] * (len(COLUMNS) + 1))}) "
    f"on duplicate key update {', '.join(f'{name} = values({name})' for name in COLUMNS)}"
)


@sessions.signed_in
def questionnaire():
    if request.method == "GET":
        return render_template("questionnaire.html", questions=QUESTIONS, values=_kept(), mistakes=set())
    sent = {name: request.form.get(name, "") for name in COLUMNS}
    answers = {question.name: question.parse(sent[question.name]) for question in QUESTIONS}
    mistakes = {name for name, answer in answers.items() if answer is None}
    if mistakes:
        return render_template("questionnaire.html", questions=QUESTIONS, values=sent, mistakes=mistakes), 422
    try:
        with cursor() as rows:
            rows.execute(SAVE, [sessions.current().account, *answers.values()])
    except pymysql.err.IntegrityError:  # The account was deleted under another session.
        sessions.end()
        return redirect(url_for("sign_in"), 303)
    return redirect(url_for("results", obrigado=1), 303)


def _kept() -> dict[str, str]:
    with cursor() as rows:
        rows.execute(f"select {', '.join(COLUMNS)} from answer where account_id = %s", [sessions.current().account])
        return {name: str(value) for name, value in (rows.fetchone() or {}).items()}


def install(app: Flask) -> None:
    app.add_url_rule("/questionario", view_func=questionnaire, methods=["GET", "POST"])
