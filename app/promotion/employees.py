"""Lab 4: the employees, and what a raise or a commission would do. Shows; changes nothing."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, render_template

from promotion.amounts import parse_amount, show_amount
from promotion.database import current_database

blueprint = Blueprint("employees", __name__)

# The session's current schema is set by the pool, so the tables need no prefix.
EMPLOYEES = """
select first_name, last_name, salary, commission_pct,
       salary * (1 + nvl(commission_pct, 0)) as total
  from employees
 order by first_name, last_name, employee_id"""

SALARY_INCREASE = """
select first_name, last_name, salary, commission_pct,
       salary * (1 + nvl(commission_pct, 0)) as total,
       salary * (1 + :percentage / 100) as new_salary,
       salary * (1 + :percentage / 100) * (1 + nvl(commission_pct, 0)) as new_total
  from employees
 order by first_name, last_name, employee_id"""

ADD_COMMISSION = """
select first_name, last_name, salary, commission_pct,
       salary * (1 + nvl(commission_pct, 0)) as total,
       nvl(commission_pct, 0) + :value as new_commission,
       salary * (1 + nvl(commission_pct, 0) + :value) as new_total
  from employees
 order by first_name, last_name, employee_id"""

HEADINGS = ("First Name", "Last Name", "Salary", "Commission", "Total")


@blueprint.get("/conn")
def connection_version() -> Response:
    """GET /conn → the version of the database, as the driver read it."""
    return Response(current_database().version(), content_type="text/plain; charset=utf-8")


@blueprint.get("/employees")
def employees() -> str:
    """GET /employees → everybody, with salary, commission and total."""
    return _page("Employees", HEADINGS, current_database().query(EMPLOYEES))


@blueprint.get("/salary_increase/<percentage>")
def salary_increase(percentage: str) -> str:
    """GET /salary_increase/8 → what 8 % more would give."""
    value = parse_amount("percentage", percentage)
    rows = current_database().query(SALARY_INCREASE, {"percentage": value})
    title = f"A salary increase of {show_amount(value)} %"
    return _page(title, (*HEADINGS, "New Salary", "New Total"), rows)


@blueprint.get("/add_commission/<value>")
def add_commission(value: str) -> str:
    """GET /add_commission/.15 → what .15 more commission would give."""
    added = parse_amount("value", value)
    rows = current_database().query(ADD_COMMISSION, {"value": added})
    title = f"A commission of {show_amount(added)} more"
    return _page(title, (*HEADINGS, "New Commission", "New Total"), rows)


def _page(title: str, headings: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> str:
    shown = [[_cell(value) for value in row] for row in rows]
    return render_template("employees.html", title=title, headings=headings, rows=shown)


def _cell(value: str | Decimal | int | None) -> str:
    return value if isinstance(value, str) else show_amount(value)
