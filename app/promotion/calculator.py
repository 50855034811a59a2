"""Labs 2 and 3: three sums on a salary. The functions know no HTTP, the routes no sums."""

from decimal import Decimal

from flask import Blueprint, Response

from promotion.amounts import parse_amount, show_amount

blueprint = Blueprint("calculator", __name__)


def addition(salary: Decimal, amount: Decimal) -> Decimal:
    """Salary plus amount."""
    return salary + amount


def increment(salary: Decimal, percentage: Decimal) -> Decimal:
    """Salary plus a percentage of it."""
    return salary * (1 + percentage / 100)


def decrease(salary: Decimal, amount: Decimal) -> Decimal:
    """Salary minus amount."""
    return salary - amount


def _answer(value: Decimal) -> Response:
    return Response(show_amount(value), content_type="text/plain; charset=utf-8")


@blueprint.get("/addition/<salary>/<amount>")
def addition_route(salary: str, amount: str) -> Response:
    """GET /addition/1000/200 → 1200."""
    return _answer(addition(parse_amount("salary", salary), parse_amount("amount", amount)))


@blueprint.get("/increment/<salary>/<percentage>")
def increment_route(salary: str, percentage: str) -> Response:
    """GET /increment/1000/7 → 1070."""
    return _answer(
        increment(parse_amount("salary", salary), parse_amount("percentage", percentage))
    )


@blueprint.get("/decrease/<salary>/<amount>")
def decrease_route(salary: str, amount: str) -> Response:
    """GET /decrease/1150/180 → 970."""
    return _answer(decrease(parse_amount("salary", salary), parse_amount("amount", amount)))
