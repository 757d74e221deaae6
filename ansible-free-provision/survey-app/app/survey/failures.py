"""What a visitor sees when something is wrong."""

from flask import Flask, current_app, render_template
from werkzeug.exceptions import HTTPException

WORDS = {
    400: ("Pedido inválido", "O formulário expirou ou chegou incompleto. Volte, recarregue a página e tente de novo."),
    404: ("Página não encontrada", "O endereço não existe por aqui."),
    405: ("Pedido inválido", "Esta página não aceita esse tipo de pedido."),
    413: ("Pedido grande demais", "O que foi enviado passa do limite aceito."),
    500: ("Algo deu errado", "O erro foi registrado. Tente de novo em instantes."),
}


class Unavailable(Exception):
    """Something that the application depends on does not answer."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def unavailable(error: Unavailable):
    current_app.logger.warning("unavailable: %s: %s", error.what, error.__cause__)
    text = f"No momento {error.what} não responde. O que já estava gravado continua gravado; tente de novo em instantes."
    page = render_template("message.html", title="Voltamos já", text=text, signed_in=None)
    return page, 503, {"Retry-After": "5"}


def refused(error: HTTPException):
    code = error.code or 500
    title, text = WORDS.get(code, WORDS[500])
    return render_template("message.html", title=title, text=text, signed_in=None), code


def install(app: Flask) -> None:
    app.register_error_handler(Unavailable, unavailable)
    app.register_error_handler(HTTPException, refused)
