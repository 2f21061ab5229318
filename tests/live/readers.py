"""Somebody whose stream goes nowhere but into a list."""

import asyncio
import json
import re
from typing import Any

from squads.live.hub import Hub, Watcher
from squads.live.watch import read_watch


class Reader:
    """Takes what is sent, unless he is told to stop reading."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.ended = self.dropped = False
        self.reads = asyncio.Event()
        self.reads.set()
        self.watcher = Watcher(self.send, None, self)  # type: ignore[arg-type]

    async def send(self, message: Any) -> None:
        await self.reads.wait()
        self.texts.append(message["body"].decode())
        self.ended = not message["more_body"]

    def abort(self) -> None:
        self.dropped = True

    @property
    def told(self) -> list[dict[str, Any]]:
        """The data of each event of change, in order."""
        return [json.loads(data) for data in re.findall(r"data: (.+)", self.changes)]

    @property
    def changes(self) -> str:
        return "".join(text for text in self.texts if text.startswith("event: changed"))


def join(hub: Hub, watch: str) -> Reader:
    reader = Reader()
    hub.join(reader.watcher, read_watch(watch))
    return reader


async def quiet(hub: Hub) -> None:
    """Wait until everybody who reads has been told everything."""
    for _ in range(20):
        await asyncio.sleep(0)
    assert not hub.due
