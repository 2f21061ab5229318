"""Who may plan: editors and analysts keep links, analysts flag needs and make scenarios."""

from django.contrib.auth.models import AnonymousUser, User

from squads.roles import View, guarded


def can_link(user: User | AnonymousUser) -> bool:
    """Whether he may enter links and move their stages."""
    return bool(user.is_authenticated and user.has_perm("transfers.change_link"))


def can_plan(user: User | AnonymousUser) -> bool:
    """Whether he may flag needs, make scenarios and keep shortlists."""
    return bool(user.is_authenticated and user.has_perm("transfers.change_scenario"))


def can_train(user: User | AnonymousUser) -> bool:
    """Whether he may say where men were trained."""
    return bool(user.is_authenticated and user.has_perm("transfers.change_training"))


def link_required(view: View) -> View:
    """Let those pass who may enter links, as `guarded` does."""
    return guarded(view, can_link, "Only editors and analysts may change links.")


def plan_required(view: View) -> View:
    """Let analysts pass only, as `guarded` does."""
    return guarded(view, can_plan, "Only analysts may plan.")


def train_required(view: View) -> View:
    """Let editors pass only, as `guarded` does."""
    return guarded(view, can_train, "Only editors may say where a man was trained.")
