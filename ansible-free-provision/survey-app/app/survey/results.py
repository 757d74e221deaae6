"""What everybody's answers say together."""

from dataclasses import dataclass

from flask import Flask, render_template, request

from .database import cursor
from .questions import QUESTIONS, Choice

# The share of the money that people would take to a new shop, by how sure they are.
CONVERSION = {1: 0.0, 2: 0.05, 3: 0.2, 4: 0.5, 5: 0.8}
# From these shares of what is spent today on.
PROMISING, VIABLE = 0.25, 0.4

SUMMARY = "select count(*) as people, coalesce(avg(spend), 0) as spend, coalesce(avg(household), 0) as household from answer"
MONEY = "select intention, sum(spend) as spend from answer group by intention"


@dataclass(frozen=True)
class Bar:
    text: str
    count: int
    percent: int


def results():
    with cursor() as rows:
        rows.execute(SUMMARY)
        summary = rows.fetchone()
        rows.execute(MONEY)
        share = _share({int(row["intention"]): float(row["spend"]) for row in rows.fetchall()})
        charts = [(question.text, _bars(rows, question)) for question in QUESTIONS if isinstance(question, Choice)]
    thanks = "obrigado" in request.args
    return render_template("results.html", summary=summary, share=share, verdict=_verdict(share), charts=charts, thanks=thanks)


def _share(spend: dict[int, float]) -> float:
    total = sum(spend.values())
    return sum(CONVERSION[intention] * money for intention, money in spend.items()) / total if total else 0.0


def _verdict(share: float) -> str:
    if share >= VIABLE:
        return "Viável"
    return "Promissor" if share >= PROMISING else "Arriscado"


def _bars(rows, question: Choice) -> list[Bar]:
    rows.execute(f"select {question.name} as answer, count(*) as people from answer group by {question.name}")
    counts = {str(row["answer"]): row["people"] for row in rows.fetchall()}
    total = sum(counts.values()) or 1
    return [
        Bar(text, counts.get(name, 0), round(100 * counts.get(name, 0) / total)) for name, text in question.options.items()
    ]


def install(app: Flask) -> None:
    app.add_url_rule("/resultados", view_func=results)
