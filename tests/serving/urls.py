"""Views for the tests of the server: echo, break, stream and be slow."""

import hashlib
import os
import threading
import time

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from squads.live import sources

sources.POLL = float(os.environ.get("POLL_FOR_TESTS", sources.POLL))
posts = []


@csrf_exempt
def echo(request):
    """Say what arrived."""
    if request.method == "POST":
        posts.append(request.path)
    return JsonResponse(
        {
            "method": request.method,
            "path": request.path,
            "query": request.GET.dict(),
            "fields": request.POST.dict(),
            "files": {
                name: hashlib.sha256(file.read()).hexdigest()
                for name, file in request.FILES.items()
            },
            "length": len(request.body) if not request.FILES else None,
            "from": request.META["REMOTE_ADDR"],
            "proto": request.headers.get("X-Forwarded-Proto"),
            "cookies": request.COOKIES,
            "thread": threading.current_thread().name,
        }
    )


def seen(request):
    """Say how many POSTs have been carried out."""
    return JsonResponse({"posts": len(posts)})


def broken(request):
    raise RuntimeError("the secret inside")


def breaks_midway(request):
    def chunks():
        yield b"begun"
        raise RuntimeError("the secret inside")

    return StreamingHttpResponse(chunks())


def stream(request):
    """As many chunks of 64 KiB as asked for."""
    chunk = bytes(range(256)) * 256
    return StreamingHttpResponse(chunk for _ in range(int(request.GET["chunks"])))


def slow(request):
    time.sleep(float(request.GET["seconds"]))
    return HttpResponse("at last")


urlpatterns = [
    path("echo/", echo),
    path("echo/été/", echo),
    path("seen/", seen),
    path("broken/", broken),
    path("breaks-midway/", breaks_midway),
    path("stream/", stream),
    path("slow/", slow),
]
