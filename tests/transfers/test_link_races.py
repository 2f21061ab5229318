"""Two people at one link at once."""

import pytest
from django.contrib.auth.models import Group

from squads.moves import undo
from tests.factories import make_club, make_player
from tests.squads.test_races import at_once, kinds
from tests.transfers.factories import make_link
from tests.transfers.linked import DEADLINE, World, linked, make_world
from transfers.models import Link, LinkCondition
from transfers.moves import links
from transfers.moves.completing import complete, undo_done

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def completing(link, version=None):
    return lambda: complete(link, by=None, on=DEADLINE, version=version)


def test_of_two_who_complete_one_link_at_once_the_second_is_told(roles):
    link = linked(make_world())
    assert kinds(at_once(completing(link, 1), completing(link, 1))) == ["Change", "Stale"]
    assert link.player.contracts.count() == 2


def test_of_two_who_undo_it_at_once_here_and_in_the_log_one_does(roles):
    link = linked(make_world())
    change = complete(link, by=None, on=DEADLINE)
    outcomes = at_once(lambda: undo_done(link, by=None), lambda: undo(change, by=None))
    assert "Change" in kinds(outcomes)
    assert len([o for o in outcomes if type(o).__name__ in {"Refused", "Stale"}]) == 1
    assert (Link.objects.get().stage, link.player.contracts.count()) == ("agreed", 1)


def test_what_a_transfer_waits_for_is_not_undone_while_it_is_completed(roles):
    world = make_world()
    link, seller = linked(world), make_club()
    man = make_player("Lucky", club=seller, natural="CB")
    later = linked(World(seller, make_club(), man, None))
    links.add_condition(later, by=None, other=link)
    complete(link, by=None, on=DEADLINE)
    outcomes = at_once(lambda: undo_done(link, by=None), completing(later))
    assert kinds(outcomes) == ["Change", "Refused"]
    assert len(set(Link.objects.values_list("stage", flat=True))) == 1


def test_two_who_tie_links_to_each_other_close_no_circle():
    link, other = make_link(), make_link(player=make_player(), from_club=make_club())

    def tying(one, another):
        return lambda: links.add_condition(one, by=None, other=another)

    assert kinds(at_once(tying(link, other), tying(other, link))) == ["Change", "Refused"]
    assert LinkCondition.objects.count() == 1


@pytest.fixture
def roles():
    """A test that commits has emptied every table, groups, too."""
    Group.objects.get_or_create(name="editor")
