"""Links in the admin keep the rules of their pages."""

import pytest
from django.urls import reverse

from tests.factories import make_club
from tests.squads.admin_pages import fields_of
from tests.transfers.factories import make_link
from tests.transfers.linked import DEADLINE, linked, make_world, told, versions
from transfers.models import Link, LinkCondition
from transfers.moves import links
from transfers.moves.completing import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def url(link=None):
    if link is None:
        return reverse("admin:transfers_link_add")
    return reverse("admin:transfers_link_change", args=[link.pk])


def save(visitor, link=None, **fields):
    """Open its page, change fields, save."""
    data = fields_of(visitor.get(url(link)).text) | fields
    return visitor.post(url(link), data | {"_save": "Save"})


def errors(response):
    return response.context["adminform"].form.errors


def new(world, **fields):
    clubs = {"from_club": world.seller.pk, "to_club": world.buyer.pk}
    return {"player": world.man.pk, "stage": "rumour", "stage_on": "2025-09-30"} | clubs | fields


def test_a_new_link_has_its_first_step_and_is_told(admin_user, world):
    save(admin_user, **new(world))
    link = Link.objects.get()
    assert (link.steps.get().stage, link.by) == ("rumour", admin_user.user)
    assert told(world.buyer) == ["link from Palace to Reds: rumour"]


def test_a_new_link_cannot_be_done(admin_user, world):
    assert "Complete it on its page" in str(errors(save(admin_user, **new(world, stage="done"))))


def test_a_stage_that_may_follow_is_kept_as_a_step(admin_user, world):
    link = linked(world, "bid")
    save(admin_user, link, stage="agreed", stage_on="2025-09-02")
    assert [step.stage for step in link.steps.all()] == ["bid", "agreed"]


@pytest.mark.parametrize(
    ("stage", "goal", "says"),
    [
        ("agreed", "done", "Complete it on its page"),
        ("medical", "bid", "does not go back to bid"),
        ("done", "collapsed", "Undo that on its page first"),
    ],
)
def test_a_stage_that_may_not_follow_is_refused(admin_user, world, stage, goal, says):
    link = linked(world, stage)
    assert says in str(errors(save(admin_user, link, stage=goal)))
    assert Link.objects.get().stage == stage


def test_what_wrote_a_contract_stays(admin_user, world):
    link = linked(world)
    complete(link, by=world.by, on=DEADLINE)
    assert "Undo that" in str(errors(save(admin_user, link, to_club=make_club().pk)))


def test_what_wrote_a_contract_cannot_be_removed(admin_user, world):
    link = linked(world)
    complete(link, by=world.by, on=DEADLINE)
    action = {"action": "delete_selected", "_selected_action": [link.pk], "post": "yes"}
    admin_user.post(reverse("admin:transfers_link_changelist"), action)
    assert Link.objects.filter(pk=link.pk).exists()


def test_both_clubs_get_a_new_version(admin_user, world):
    link = linked(world)
    before = versions(world.seller, world.buyer)
    save(admin_user, link, note="Add-ons")
    assert versions(world.seller, world.buyer) == [number + 1 for number in before]


def test_two_editors_do_not_overwrite_each_other(admin_user, world):
    link = linked(world, "bid")
    opened = fields_of(admin_user.get(url(link)).text)
    links.set_stage(link, "agreed", by=world.by)
    response = admin_user.post(url(link), opened | {"note": "Mine", "_save": "Save"})
    assert "ed" in str(errors(response))
    assert Link.objects.get().note == ""


def test_links_that_wait_for_each_other_are_refused(admin_user, world):
    link, other = linked(world), make_link()
    links.add_condition(other, by=world.by, other=link)
    save(admin_user, link, **{"conditions-TOTAL_FORMS": "1", "conditions-0-other": other.pk})
    assert LinkCondition.objects.count() == 1


def test_a_condition_is_entered_here_too(admin_user, world):
    link = linked(world)
    save(admin_user, link, **{"conditions-TOTAL_FORMS": "1", "conditions-0-position": "CB"})
    assert link.conditions.get().position == "CB"


def test_a_removed_link_is_told_of(admin_user, world):
    link = linked(world)
    admin_user.post(reverse("admin:transfers_link_delete", args=[link.pk]), {"post": "yes"})
    assert told(world.seller) == ["link from Palace to Reds: removed, it was agreed"]


def test_the_list_is_searched_and_narrowed_without_a_query_per_row(
    admin_user, django_assert_max_num_queries, world
):
    linked(world, "bid")
    for _ in range(5):
        make_link()
    address = reverse("admin:transfers_link_changelist")
    with django_assert_max_num_queries(14):
        found = admin_user.get(address, {"q": "marc reds", "alive": "yes"})
    assert found.context["cl"].result_count == 1


def test_who_may_only_look_changes_nothing(reader, world):
    assert "/login/" in reader.get(url(linked(world)))["Location"]
