from decimal import Decimal

import pytest

from promotion.calculator import addition, decrease, increment


def test_addition():
    assert addition(Decimal(1150), Decimal(50)) == 1200


def test_increment():
    assert increment(Decimal(1000), Decimal(25)) == 1250


def test_decrease():
    assert decrease(Decimal(1150), Decimal(180)) == 970


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("/addition/1000/200", "1200"),
        ("/increment/1000/25", "1250"),
        ("/increment/1000/7", "1070"),
        ("/decrease/1150/180", "970"),
        ("/addition/1.5/2", "3.5"),
        ("/addition/0.1/0.2", "0.3"),
        ("/increment/1000/.15", "1001.5"),
        ("/decrease/-5/5", "-10"),
        ("/addition/100/0", "100"),
        ("/addition/999999999999999/1", "1000000000000000"),
    ],
)
def test_answers_exact_decimals(client, url, answer):
    response = client.get(url)
    assert (response.status_code, response.text) == (200, answer)
    assert response.content_type == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "bad", ["a", "NaN", "1e9", "Infinity", "--1", "1;drop", "%C2%B2", "1" * 16, "-", ".", "0x1F"]
)
@pytest.mark.parametrize("route", ["/addition/{}/1", "/increment/1/{}", "/decrease/{}/1"])
def test_what_is_not_a_number_is_refused_with_a_sentence(client, route, bad):
    response = client.get(route.format(bad))
    assert response.status_code == 400
    assert "must be a plain number such as 1000 or 7.5" in response.text


def test_a_long_bad_value_is_shown_cut(client):
    response = client.get("/addition/" + "x" * 500 + "/1")
    assert response.status_code == 400
    assert len(response.text) < 150
