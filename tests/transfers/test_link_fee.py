"""A fee is shown as it is stored: saving a form that shows it leaves it as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfers.forms.links import MOST_MILLIONS, WHOLE, FeeField


@given(st.integers(0, (MOST_MILLIONS - 1) * WHOLE))
def test_a_fee_survives_being_shown_and_sent(fee):
    field = FeeField()
    assert field.clean(field.prepare_value(fee)) == fee


@pytest.mark.parametrize(("fee", "shown"), [(35_000_000, "35"), (0, "0"), (62_500_000, "62.5")])
def test_whole_millions_are_shown_plainly(fee, shown):
    assert FeeField().prepare_value(fee) == shown
