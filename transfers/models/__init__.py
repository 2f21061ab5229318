"""Everything that is stored about windows, needs, links, scenarios and squad lists."""

from transfers.models.links import ENDED, Link, LinkCondition, LinkNews, LinkStep
from transfers.models.needs import Need, NeedFlag, Outlook
from transfers.models.registration import RegistrationRule, Training
from transfers.models.scenarios import Scenario, ScenarioMove
from transfers.models.shortlists import Shortlisted
from transfers.models.windows import Window

__all__ = [
    "ENDED",
    "Link",
    "LinkCondition",
    "LinkNews",
    "LinkStep",
    "Need",
    "NeedFlag",
    "Outlook",
    "RegistrationRule",
    "Scenario",
    "ScenarioMove",
    "Shortlisted",
    "Training",
    "Window",
]
