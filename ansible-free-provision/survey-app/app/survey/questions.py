"""The questions, once: forms, checks and results are drawn from them."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation


@dataclass(frozen=True)
class Choice:
    """One of a few answers. `options`: what is stored, and what people read."""

    name: str
    text: str
    options: dict[str, str]

    def parse(self, text: str) -> str | None:
        return text if text in self.options else None


@dataclass(frozen=True)
class Number:
    name: str
    text: str
    unit: str
    least: Decimal
    most: Decimal
    step: str

    def parse(self, text: str) -> Decimal | None:
        try:
            value = Decimal(text.strip().replace(",", "."))
        except InvalidOperation:
            return None
        fits = value.is_finite() and self.least <= value <= self.most and value % Decimal(self.step) == 0
        return value if fits else None


QUESTIONS: tuple[Choice | Number, ...] = (
    Choice(
        "income",
        "Qual é a renda mensal da sua casa?",
        {
            "ate-1": "Até 1 salário mínimo",
            "1-a-2": "De 1 a 2 salários",
            "2-a-4": "De 2 a 4 salários",
            "4-a-10": "De 4 a 10 salários",
            "mais-de-10": "Mais de 10 salários",
        },
    ),
    Number("household", "Quantas pessoas moram com você, contando você?", "pessoas", Decimal(1), Decimal(20), "1"),
    Choice(
        "frequency",
        "Com que frequência você vai ao supermercado?",
        {
            "todo-dia": "Quase todo dia",
            "semana-2-3": "2 a 3 vezes por semana",
            "semana-1": "1 vez por semana",
            "quinzena": "A cada 15 dias",
            "mes": "1 vez por mês",
        },
    ),
    Number("spend", "Quanto a casa gasta por mês em compras de supermercado?", "R$", Decimal(0), Decimal(50000), "0.01"),
    Choice(
        "transport",
        "Como você costuma ir às compras?",
        {"a-pe": "A pé", "bicicleta": "De bicicleta", "onibus": "De ônibus", "carro": "De carro ou moto", "entrega": "Peço entrega"},
    ),
    Choice(
        "missing",
        "O que mais falta no mercado que você usa hoje?",
        {
            "preco": "Preço melhor",
            "variedade": "Variedade",
            "frescos": "Frutas e verduras frescas",
            "atendimento": "Atendimento",
            "horario": "Horário estendido",
        },
    ),
    Choice(
        "intention",
        "Se um mercado novo abrisse no bairro, você compraria nele?",
        {"1": "Não", "2": "Difícil", "3": "Talvez", "4": "Provavelmente", "5": "Com certeza"},
    ),
)
