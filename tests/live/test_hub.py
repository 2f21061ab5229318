"""Who is told what: the hub with readers that go nowhere."""

import asyncio
import datetime as dt
import time

from hypothesis import given
from hypothesis import strategies as st

from squads.live import hub as hubs
from squads.live.hub import BEAT, Hub, Pace
from tests.live.readers import join, quiet


def run(story):
    """Run a story with a hub that knows three clubs."""

    async def tell():
        hub = Hub()
        hub.settle({1: 10, 2: 20, 3: 30})
        return await story(hub)

    return asyncio.run(tell())


def told(watch: str, *changes: dict[int, int]):
    """Return what one reader is told while these notices come in."""

    async def story(hub):
        reader = join(hub, watch)
        await quiet(hub)
        for change in changes:
            hub.learn(change)
            await quiet(hub)
        return reader.told

    return run(story)


def test_who_holds_what_is_so_is_told_nothing():
    assert told("club-1:10") == []


def test_who_holds_an_old_version_is_told_at_once():
    assert told("club-1:9") == [{"club-1": 10}]


def test_each_change_is_told():
    assert told("club-1:10", {1: 11}, {1: 12}) == [{"club-1": 11}, {"club-1": 12}]


def test_only_what_is_watched_is_told():
    assert told("club-1:10", {1: 11, 2: 21}, {2: 22}) == [{"club-1": 11}]


def test_several_changes_of_one_notice_are_one_event():
    assert told("club-1:10,club-2:20", {1: 11, 2: 21}) == [{"club-1": 11, "club-2": 21}]


def test_all_clubs_have_a_version_of_their_own():
    assert told("clubs:60.3", {2: 25}) == [{"clubs": "65.3"}]


def test_a_notice_that_came_late_is_no_news():
    assert told("club-1:10", {1: 9}, {1: 11}) == [{"club-1": 11}]


def test_a_notice_about_a_club_that_is_not_known_is_not_enough():
    async def story(hub):
        return hub.learn({4: 1}), hub.learn({1: 11})

    assert run(story) == (False, True)


def test_what_was_missed_is_told_when_versions_are_settled_again():
    async def story(hub):
        reader = join(hub, "club-1:10,club-2:20")
        hub.forget()
        hub.settle({1: 15, 2: 20, 3: 31})
        await quiet(hub)
        return reader.told

    assert run(story) == [{"club-1": 15}]


def test_a_club_that_goes_is_told_as_version_nought():
    async def story(hub):
        readers = join(hub, "club-1:10"), join(hub, "clubs:60.3")
        hub.settle({2: 20, 3: 30})
        await quiet(hub)
        return [reader.told for reader in readers]

    assert run(story) == [[{"club-1": 0}], [{"clubs": "50.2"}]]


def test_who_comes_before_anything_is_known_is_told_nothing_until_it_is():
    async def story():
        hub = Hub()
        reader = join(hub, "club-1:9")
        await quiet(hub)
        early = list(reader.told)
        hub.settle({1: 10})
        await quiet(hub)
        return early, reader.told

    assert asyncio.run(story()) == ([], [{"club-1": 10}])


def test_who_holds_more_than_is_known_here_is_not_told_of_the_past():
    async def story(hub):
        reader = join(hub, "club-1:11")
        await quiet(hub)
        hub.settle({1: 11, 2: 20, 3: 30})
        await quiet(hub)
        return reader.told

    assert run(story) == []


def test_who_holds_what_never_was_is_told_after_a_look_at_the_database():
    async def story(hub):
        reader = join(hub, "club-1:500")
        hub.settle({1: 10, 2: 20, 3: 30})
        await quiet(hub)
        return reader.told

    assert run(story) == [{"club-1": 10}]


def test_who_left_is_told_nothing_and_leaves_nothing_behind():
    async def story(hub):
        reader = join(hub, "club-1:10,clubs:60.3")
        hub.learn({1: 11})
        hub.leave(reader.watcher)
        await quiet(hub)
        left = hub.groups, hub.by_name, hub.sending, hub.due, hub.doubtful, any(hub.wheel)
        return reader.told, any(left), hub.watched.is_set()

    assert run(story) == ([], False, False)


def test_more_are_told_than_fit_in_one_slice():
    async def story(hub):
        readers = [join(hub, "club-1:10") for _ in range(2 * hubs.SLICE + 1)]
        hub.learn({1: 11})
        await quiet(hub)
        return {len(reader.told) for reader in readers}

    assert run(story) == {1}


def test_those_who_watch_the_same_share_the_text_of_an_event():
    async def story(hub):
        readers = [join(hub, "club-1:10,club-2:20"), join(hub, "club-2:20,club-1:10")]
        hub.learn({1: 11})
        await quiet(hub)
        return [len(group.events) for group in hub.groups.values()], readers

    assert run(story)[0] == [1]


def test_texts_for_versions_that_never_were_do_not_pile_up():
    async def story(hub):
        for version in range(1000, 1000 + 3 * hubs.MOST_EVENTS):
            join(hub, f"club-1:9,club-2:{version}")
        hub.settle(hub.versions)  # until then they may hold what was not heard of yet
        await quiet(hub)
        (group,) = hub.groups.values()
        return len(group.events), len(group.watchers)

    kept, watchers = run(story)
    assert 0 < kept <= hubs.MOST_EVENTS < watchers


changes = st.lists(
    st.tuples(st.sampled_from([1, 2, 3]), st.integers(1, 3), st.booleans()), max_size=30
)


@given(changes)
def test_a_slow_reader_gets_one_event_for_all_that_he_missed(changes):
    """However much happens while he does not read, it is one event, and then he knows all."""

    async def story(hub):
        reader = join(hub, "club-1:9,club-2:20,clubs:60.3")
        await quiet(hub)
        versions = dict(hub.versions)
        reader.reads.clear()
        for pk, step, settles in changes:
            versions[pk] += step
            hub.settle(versions) if settles else hub.learn({pk: versions[pk]})
            await quiet(hub)
        waiting = len(hub.sending)
        reader.reads.set()
        await quiet(hub)
        known: dict[str, object] = {}
        for told in reader.told:
            known |= told
        return waiting, len(reader.told), known, versions

    waiting, events, known, versions = run(story)
    assert waiting <= 1
    assert events <= 3  # what he was told at first, what was on its way, and the rest
    all_clubs = f"{sum(versions.values())}.3"
    assert known.get("clubs", "60.3") == all_clubs
    assert (known["club-1"], known.get("club-2", 20)) == (versions[1], versions[2])


# Beats, and the end.


def beating(story):
    """Run a story with a hub whose beats come quickly."""

    async def tell():
        hub = Hub(Pace(beat=0.1, patience=0.2))
        hub.settle({1: 10})
        task = asyncio.create_task(hub.beat())
        try:
            return await asyncio.wait_for(story(hub), 10)
        finally:
            task.cancel()

    return asyncio.run(tell())


async def until(asked) -> None:
    while not asked():
        await asyncio.sleep(0.01)


def test_everybody_gets_beats():
    async def story(hub):
        readers = [join(hub, "club-1:10") for _ in range(3)]
        await until(lambda: all(len(reader.texts) > 2 for reader in readers))
        return {text for reader in readers for text in reader.texts}

    assert beating(story) == {BEAT.decode()}


def test_who_does_not_read_is_dropped():
    async def story(hub):
        deaf, other = join(hub, "club-1:10"), join(hub, "club-1:10")
        deaf.reads.clear()
        await until(lambda: deaf.dropped)
        return other.dropped

    assert beating(story) is False


def test_a_new_day_is_told_once_with_all_that_is_watched():
    async def story(hub):
        reader = join(hub, "club-1:10")
        reader.watcher.day -= 1
        await until(lambda: len(reader.texts) > 3)
        return reader.told

    (told,) = beating(story)
    assert told == {"club-1": 10, "day": told["day"]}


def day_told(watch, *, by_days=1, before=lambda hub: None):
    """Return what a beat tells one whose stream has lasted since this many days ago."""

    async def story(hub):
        reader = join(hub, watch)
        await quiet(hub)
        before(hub)
        today = dt.date.fromordinal(reader.watcher.day + by_days)
        text = hub.beat_for(reader.watcher, today.toordinal(), today.isoformat()).decode()
        again = hub.beat_for(reader.watcher, today.toordinal(), today.isoformat())
        return text, today.isoformat(), again == BEAT

    return run(story)


def test_the_first_beat_of_a_day_tells_it_with_versions_that_are_as_they_were():
    text, today, once = day_told("club-1:10,clubs:60.3")
    event = f'{{"club-1":10,"clubs":"60.3","day":"{today}"}}'
    assert text == f"event: changed\nid: club-1:10,clubs:60.3\ndata: {event}\n\n"
    assert once


def test_a_beat_of_the_same_day_is_a_beat():
    assert day_told("club-1:10", by_days=0)[0] == BEAT.decode()


def test_a_new_day_waits_until_the_versions_are_known():
    assert day_told("club-1:10", before=Hub.forget)[0] == BEAT.decode()


def test_the_end_is_told_to_everybody_and_waits_for_nobody():
    async def story(hub):
        reader, deaf = join(hub, "club-1:10"), join(hub, "club-1:10")
        deaf.reads.clear()
        hub.learn({1: 11})
        await quiet(hub)
        start = time.monotonic()
        hub.close()
        await quiet(hub)
        return reader.ended, deaf.dropped, time.monotonic() - start < 1

    assert run(story) == (True, True, True)


def test_one_whose_last_words_do_not_get_through_is_cut_off():
    async def story(hub):
        deaf = join(hub, "club-1:10")
        deaf.reads.clear()
        hub.close()
        await asyncio.wait_for(until(lambda: deaf.dropped and not hub.sending), 10)
        return deaf.ended

    assert run(story) is False
