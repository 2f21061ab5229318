"""Who is watching what in this process, and telling them.

Nothing is queued for a watcher. He has what he was told last; what he is told next is the
difference to what is so now, however many changes lie between. So a slow reader costs no
memory, and the text of an event is written once for all who watch and hold the same.
"""

import asyncio
import json
import time
from asyncio import Task
from collections.abc import Collection, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from random import randint

from asgiref.typing import ASGISendCallable
from django.utils import timezone

from squads.live.watch import (
    CLUBS,
    NO_SUCH_CLUB,
    Version,
    club_name,
    stamp,
    write_watch,
    written,
)

Names = tuple[str, ...]
Held = tuple[Version, ...]  # one version for each of the names

BEAT = b"event: beat\ndata: {}\n\n"
SLICE = 100  # watchers who are told before pages have their turn again
SPOKES = 50  # parts of a period between beats, so that they are spread over it
FAREWELL = 0.5  # seconds for the last words
MOST_EVENTS = 100  # texts that a group keeps: nearly all who are behind hold the same versions
RETURN_MS = (1000, 6000)  # when those who are sent away by a shutdown come back


class Group:
    """Those who watch the same names."""

    __slots__ = ("events", "names", "present", "watchers")

    def __init__(self, names: Names, present: Held) -> None:
        self.names, self.present = names, present
        self.watchers: set[Watcher] = set()
        self.events: dict[Held, bytes] = {}

    def event(self, held: Held) -> bytes:
        """Return the event for one who holds these versions."""
        if held not in self.events:
            if len(self.events) >= MOST_EVENTS:  # anybody may come and hold what never was
                self.events.clear()
            both = zip(self.names, held, self.present, strict=True)
            news = {name: now for name, before, now in both if before != now}
            self.events[held] = self.written(news)
        return self.events[held]

    def written(self, news: Mapping[str, Version], **also: str) -> bytes:
        """Write an event that tells these versions; its id holds all that are watched."""
        told = {n: v[0] if len(v) == 1 else written(v) for n, v in news.items()}
        data = json.dumps(told | also, separators=(",", ":"))
        place = write_watch(zip(self.names, self.present, strict=True))
        return f"event: changed\nid: {place}\ndata: {data}\n\n".encode()


class Watcher:
    """One open stream."""

    __slots__ = ("day", "group", "held", "send", "since", "spoke", "stream", "transport")
    group: Group
    held: Held

    def __init__(
        self,
        send: ASGISendCallable,
        stream: Task[None] | None = None,
        transport: asyncio.WriteTransport | None = None,
    ) -> None:
        """Take the stream's way to its reader, and what can be broken off when he reads nothing.

        stream: the task that serves him; transport: his connection, where it can be reached.
        """
        self.send, self.stream, self.transport = send, stream, transport
        self.since = 0.0  # when the sending that is under way began
        self.spoke = 0
        self.day = timezone.localdate().toordinal()

    async def write(self, text: bytes, *, more: bool = True) -> None:
        await self.send({"type": "http.response.body", "body": text, "more_body": more})

    def drop(self) -> None:
        """Break the connection off, with whatever waits in it."""
        if self.transport:
            self.transport.abort()
        elif self.stream:
            self.stream.cancel()


@dataclass(frozen=True)
class Pace:
    """How often to send a beat, and how long one sending may take, in seconds."""

    beat: float = 25
    patience: float = 10


class Hub:
    """The versions this process knows of, and everybody who watches them."""

    def __init__(self, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self.versions: dict[int, int] = {}
        self.present: dict[str, Version] = {CLUBS: stamp({})}
        self.known = False  # whether the versions are those of the database
        self.closing = False
        self.groups: dict[Names, Group] = {}
        self.by_name: dict[str, set[Group]] = {}
        self.wheel: list[set[Watcher]] = [set() for _ in range(SPOKES)]
        self.turned = 0
        self.sending: dict[Watcher, Task[None]] = {}
        # Those who hold what this process has not heard of: told nothing before it has asked.
        self.doubtful: set[Watcher] = set()
        self.due: set[Watcher] = set()  # those who are told in one of the next slices
        self.watched = asyncio.Event()

    # Coming and going.

    def join(self, watcher: Watcher, holds: Mapping[str, Version]) -> None:
        """Begin to tell a watcher of changes; at once, when what he holds is stale."""
        names = tuple(sorted(holds))
        group = self.groups.get(names) or self.open_group(names)
        watcher.group, watcher.held = group, tuple(holds[name] for name in names)
        watcher.spoke = self.turned
        group.watchers.add(watcher)
        self.wheel[watcher.spoke].add(watcher)
        self.watched.set()
        if watcher.held == group.present:
            watcher.held = group.present  # one tuple for all of them
        if not self.known or any(map(tuple.__gt__, watcher.held, group.present)):
            self.doubtful.add(watcher)
        else:
            self.wake(watcher)

    def leave(self, watcher: Watcher) -> None:
        group = watcher.group
        group.watchers.discard(watcher)
        self.wheel[watcher.spoke].discard(watcher)
        self.doubtful.discard(watcher)
        self.due.discard(watcher)
        if not group.watchers and self.groups.get(group.names) is group:
            self.close_group(group)
        if not self.groups:
            self.watched.clear()

    def open_group(self, names: Names) -> Group:
        group = self.groups[names] = Group(names, self.present_of(names))
        for name in names:
            self.by_name.setdefault(name, set()).add(group)
        return group

    def close_group(self, group: Group) -> None:
        del self.groups[group.names]
        for name in group.names:
            self.by_name[name].discard(group)
            if not self.by_name[name]:
                del self.by_name[name]

    def present_of(self, names: Names) -> Held:
        return tuple(self.present.get(name, NO_SUCH_CLUB) for name in names)

    # What is new.

    def settle(self, versions: Mapping[int, int]) -> None:
        """Take over the versions of all clubs, as the database has them."""
        gone = self.versions.keys() - versions.keys()
        news = {pk: v for pk, v in versions.items() if self.versions.get(pk) != v}
        self.known = True
        self.take({pk: versions.get(pk) for pk in [*news, *gone]})
        doubtful, self.doubtful = self.doubtful, set()
        self.tell(doubtful)

    def learn(self, notice: Mapping[int, int]) -> bool:
        """Take over the versions in a notice; return whether it was about clubs known here.

        What is older than what is known came late and is no news.
        """
        if not self.known or not notice.keys() <= self.versions.keys():
            return False
        self.take({pk: v for pk, v in notice.items() if v > self.versions[pk]})
        return True

    def forget(self) -> None:
        """Believe no version any more, until they are settled again."""
        self.known = False

    def take(self, news: Mapping[int, int | None]) -> None:
        """Keep these versions, None for a club that is gone, and tell who watches them."""
        if not news:
            return
        for pk, version in news.items():
            if version is None:
                del self.versions[pk], self.present[club_name(pk)]
            else:
                self.versions[pk] = version
                self.present[club_name(pk)] = (version,)
        self.present[CLUBS] = stamp(self.versions)
        self.publish([CLUBS, *map(club_name, news)])

    def publish(self, names: Iterable[str]) -> None:
        for group in {group for name in names for group in self.by_name.get(name, ())}:
            group.present = self.present_of(group.names)
            group.events.clear()
            self.tell(group.watchers)

    # Telling.

    def tell(self, watchers: Collection[Watcher]) -> None:
        """Wake these watchers, a slice at a time."""
        if not self.due:
            asyncio.get_running_loop().call_soon(self.wake_slice)
        self.due.update(watchers)

    def wake_slice(self) -> None:
        for _ in range(min(SLICE, len(self.due))):
            self.wake(self.due.pop())
        if self.due:
            asyncio.get_running_loop().call_soon(self.wake_slice)

    def wake(self, watcher: Watcher, first: bytes = b"") -> None:
        """Send a watcher what is due to him, after `first`; when he is busy, he will see it."""
        if watcher not in self.sending and (first or self.is_due(watcher)):
            self.begin(watcher, self.deliver(watcher, first))

    def begin(self, watcher: Watcher, sending: Coroutine[None, None, None]) -> None:
        watcher.since = time.monotonic()
        self.sending[watcher] = asyncio.create_task(sending)

    def is_due(self, watcher: Watcher) -> bool:
        return watcher.held != watcher.group.present and watcher not in self.doubtful

    async def deliver(self, watcher: Watcher, text: bytes) -> None:
        """Send, until there is nothing left to tell."""
        try:
            while text or self.is_due(watcher):
                if not text:
                    text = watcher.group.event(watcher.held)
                    watcher.held = watcher.group.present
                watcher.since = time.monotonic()
                await watcher.write(text)
                text = b""
        except Exception:  # whatever the server says of a connection that is gone
            watcher.drop()
        finally:
            del self.sending[watcher]

    async def beat(self) -> None:
        """Send beats and drop those who do not read, for ever; on a new day tell everybody."""
        while True:
            await self.watched.wait()
            await asyncio.sleep(self.pace.beat / SPOKES)
            self.turned = (self.turned + 1) % SPOKES
            today = timezone.localdate()
            for watcher in self.wheel[self.turned] - self.sending.keys():
                self.wake(watcher, self.beat_for(watcher, today.toordinal(), today.isoformat()))
            self.drop_slow()

    def beat_for(self, watcher: Watcher, number: int, day: str) -> bytes:
        """Return a beat, or for the first time on a day an event with all that is watched."""
        if watcher.day == number or not self.known or watcher in self.doubtful:
            return BEAT
        group, watcher.day = watcher.group, number
        watcher.held = group.present
        return group.written(dict(zip(group.names, group.present, strict=True)), day=day)

    def drop_slow(self) -> None:
        limit = time.monotonic() - self.pace.patience
        for watcher in [watcher for watcher in self.sending if watcher.since < limit]:
            watcher.drop()

    # The end.

    def close(self) -> None:
        """End every stream, once; who is in the middle of reading is cut off."""
        if self.closing:
            return
        self.closing = True
        asyncio.get_running_loop().call_later(FAREWELL, self.cut_off)
        for watcher in [w for group in self.groups.values() for w in group.watchers]:
            if watcher in self.sending:
                watcher.drop()
            else:
                self.begin(watcher, self.dismiss(watcher))

    def cut_off(self) -> None:
        """Wait for nobody any longer."""
        for watcher, task in list(self.sending.items()):
            watcher.drop()
            task.cancel()

    async def dismiss(self, watcher: Watcher) -> None:
        try:
            goodbye = f"retry: {randint(*RETURN_MS)}\n\n".encode()  # noqa: S311 - only to spread
            await watcher.write(goodbye, more=False)
        except Exception:
            watcher.drop()
        finally:
            del self.sending[watcher]
