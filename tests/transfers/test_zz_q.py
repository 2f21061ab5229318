import pytest
from tests.transfers.test_admin_pages import *
def test_q(admin_client, capsys):
    make_rows(12)
    url=address(Link,"change",Link.objects.order_by("pk").first().pk)
    admin_client.get(url)
    with CaptureQueriesContext(connection) as q: admin_client.get(url)
    for x in q.captured_queries: print(x["sql"][:60],"...",x["sql"][x["sql"].find("FROM"):][:150])
    assert 0
