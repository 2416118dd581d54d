"""Waits between attempts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack.backoff import Backoff


def test_waits_double_up_to_a_ceiling_and_begin_again_after_a_success() -> None:
    waits = Backoff(first_s=0.5, most_s=3.0, chance=lambda: 0.0)
    assert [waits.next_s() for _ in range(5)] == [0.5, 1.0, 2.0, 3.0, 3.0]
    waits.reset()
    assert waits.next_s() == 0.5


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=300))
def test_chance_shortens_a_wait_by_half_at_the_most(chances: list[float]) -> None:
    drawn = iter(chances)
    waits = Backoff(first_s=0.5, most_s=60.0, chance=lambda: next(drawn))
    found = [waits.next_s() for _ in chances]
    full = [min(60.0, 0.5 * 2 ** min(number, 16)) for number in range(len(chances))]
    assert all(ceiling / 2 <= wait <= ceiling for wait, ceiling in zip(found, full, strict=True))
