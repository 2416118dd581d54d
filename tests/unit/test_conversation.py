"""What "it" means, and for how long."""

from __future__ import annotations

from bot.core.conversation import Conversations


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_last_entry_is_forgotten_after_a_while() -> None:
    time = Time()
    conversations = Conversations(kept_s=60, clock=time)
    conversations.remember("t", "c", "rlhf")
    time.now = 60
    assert conversations.last("t", "c") == "rlhf"
    time.now = 61
    assert conversations.last("t", "c") is None


def test_the_conversation_that_was_silent_longest_makes_room() -> None:
    conversations = Conversations(capacity=2)
    for name in ("a", "b"):
        conversations.remember("t", name, name)
    conversations.remember("t", "a", "again")
    conversations.remember("t", "c", "c")
    assert [conversations.last("t", name) for name in ("a", "b", "c")] == ["again", None, "c"]


def test_a_tenant_is_forgotten_alone() -> None:
    conversations = Conversations()
    conversations.remember("one", "c", "x")
    conversations.remember("two", "c", "y")
    conversations.forget_tenant("one")
    assert (conversations.last("one", "c"), conversations.last("two", "c")) == (None, "y")
