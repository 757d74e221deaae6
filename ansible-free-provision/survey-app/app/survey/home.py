"""The way in."""

from flask import Flask, render_template


def home():
    return render_template("home.html")


def install(app: Flask) -> None:
    app.add_url_rule("/", view_func=home)
