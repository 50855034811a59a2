import pytest

from promotion.database import Database


def test_healthz_is_about_the_process_only(client, client_without_database):
    assert client.get("/healthz").status_code == 200
    assert client_without_database.get("/healthz").status_code == 200


def test_readyz_reads_the_database(client):
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    "url", ["/readyz", "/conn", "/employees", "/salary_increase/8", "/add_commission/.15"]
)
def test_without_a_database_the_answer_is_503(client_without_database, url):
    response = client_without_database.get(url)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "database does not answer" in response.text


def test_a_pool_that_was_never_opened_can_be_closed(settings):
    Database(settings).close()
