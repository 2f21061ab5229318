"""What a watchdog asks: whether this process lives, and whether it can serve.

`/health/live` asks nothing else; `/health/ready` asks the database. Both answer JSON, to HTTP as
well, and neither tells anything of the data.
"""

from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from squads.models import FeedRun

if TYPE_CHECKING:
    from squads.live.stream import Live

streams: list["Live"] = []  # those that this process serves
done: dict[str, bool] = {}  # what need not be asked again: a process runs one version of the code


@require_safe
def health_live(request: HttpRequest) -> HttpResponse:
    """Say that requests are answered."""
    return _said({"status": "ok"})


@require_safe
def health_ready(request: HttpRequest) -> HttpResponse:
    """Say whether pages can be served, with 503 if not; an unheard stream leaves pages whole."""
    listener = _listener()
    try:
        pending = _pending()
        checks: dict[str, Any] = {
            "database": "ok",
            "migrations": f"{pending} pending" if pending else "ok",
        }
        checks |= {"listener": listener, "last_sync": _last_sync()}
    except DatabaseError:
        return _said({"status": "failing", "checks": {"database": "failing"}}, status=503)
    if pending:
        return _said({"status": "failing", "checks": checks}, status=503)
    status = "degraded" if listener == "lost" else "ok"
    return _said({"status": status, "checks": checks})


def _said(facts: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = JsonResponse(facts, status=status)
    patch_cache_control(response, no_store=True)
    return response


def _pending() -> int:
    """Return how many migrations are still to be applied; asked until there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if done.get("migrated"):
        return 0
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    done["migrated"] = not pending
    return pending


def _listener() -> str:
    """Return "idle" until somebody has listened, "listening", or "lost"."""
    states = [_state(stream) for stream in streams]
    return next((state for state in ("lost", "listening") if state in states), "idle")


def _state(stream: "Live") -> str:
    if not stream.tasks or not stream.hub.watched.is_set():
        return "idle"
    return "listening" if stream.hub.known else "lost"


def _last_sync() -> dict[str, int]:
    """Return for each feed how many seconds ago it was last taken over."""
    now = timezone.now()
    newest = FeedRun.objects.order_by().values_list("feed").annotate(newest=Max("ran_at"))
    return {feed: int((now - ran_at).total_seconds()) for feed, ran_at in newest}
