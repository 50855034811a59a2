"""The numbers are those of the workshop's sample data (HR, current edition)."""

import re
from decimal import Decimal
from html.parser import HTMLParser

import oracledb
import pytest


class Table(HTMLParser):
    """Rows of the page's one table, cells as a browser would show them."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.rows, self._cell = [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = ""

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append(self._cell)
            self._cell = None


def table(client, url):
    response = client.get(url)
    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    headings, *rows = Table(response.text).rows
    return headings, rows


def test_conn_shows_the_version_of_the_database(client):
    response = client.get("/conn")
    assert response.status_code == 200
    assert re.fullmatch(r"\d+(\.\d+){4}", response.text)


def test_employees_lists_all_107(client):
    headings, rows = table(client, "/employees")
    assert headings == ["First Name", "Last Name", "Salary", "Commission", "Total"]
    assert len(rows) == 107
    assert sum(Decimal(row[2]) for row in rows) == 691416
    assert sum(1 for row in rows if row[3]) == 35
    assert rows[0] == ["Adam", "Fripp", "8200", "", "8200"]


def test_total_counts_the_commission(client):
    _, rows = table(client, "/employees")
    assert ["Alberto", "Errazuriz", "12000", "0.3", "15600"] in rows


def test_employees_are_ordered_by_name(client):
    _, rows = table(client, "/employees")
    assert [row[:2] for row in rows] == sorted(row[:2] for row in rows)


def test_salary_increase(client):
    headings, rows = table(client, "/salary_increase/8")
    assert headings[-2:] == ["New Salary", "New Total"]
    assert len(rows) == 107
    assert rows[0] == ["Adam", "Fripp", "8200", "", "8200", "8856", "8856"]
    assert ["Alberto", "Errazuriz", "12000", "0.3", "15600", "12960", "16848"] in rows


def test_add_commission(client):
    headings, rows = table(client, "/add_commission/.15")
    assert headings[-2:] == ["New Commission", "New Total"]
    assert rows[0] == ["Adam", "Fripp", "8200", "", "8200", "0.15", "9430"]
    assert ["Alberto", "Errazuriz", "12000", "0.3", "15600", "0.45", "17400"] in rows


def test_nothing_was_changed_by_looking(client):
    before = client.get("/employees").text
    client.get("/salary_increase/50")
    client.get("/add_commission/.5")
    assert client.get("/employees").text == before


@pytest.mark.parametrize(
    "url",
    [
        "/salary_increase/8 or 1=1",
        "/add_commission/'",
        "/salary_increase/8)--",
        "/salary_increase/eight",
    ],
)
def test_sql_in_the_url_is_refused(client, url):
    response = client.get(url)
    assert response.status_code == 400
    assert "must be a plain number" in response.text


def test_the_app_user_has_no_more_rights_than_it_needs(app):
    database = app.extensions["database"]
    with database._open().acquire() as connection, connection.cursor() as cursor:
        with pytest.raises(oracledb.DatabaseError, match="ORA-01031"):
            cursor.execute("update employees set salary = salary")
        with pytest.raises(oracledb.DatabaseError, match="ORA-01031"):
            cursor.execute("create table t (n number)")
        with pytest.raises(oracledb.DatabaseError, match="ORA-00942"):
            cursor.execute("select * from job_history")
