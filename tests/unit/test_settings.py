"""Settings are read strictly, and say which variable is wrong without showing what is in it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from bot.bootstrap.serving import check_disk, check_platforms
from bot.cli.settings import documented
from bot.errors import ConfigurationError
from bot.settings import load_settings


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    for name in list(os.environ):
        if name.startswith(("GLOSSARY_", "SLACK_", "TEAMS_")):
            monkeypatch.delenv(name)
    return monkeypatch  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GLOSSARY_MODEL_THREADS", "many"),
        ("GLOSSARY_RATE_LIMIT", "a lot"),
        ("GLOSSARY_RATE_LIMIT", "0/minute"),
        ("GLOSSARY_TYPING_RATE_LIMIT", "5/fortnight"),
        ("GLOSSARY_PUBLIC_URL", "ftp://example.org"),
        ("GLOSSARY_MAX_BODY_BYTES", "12"),
        ("GLOSSARY_DRAIN_S", "60"),
        ("GLOSSARY_QUESTION_DAYS", "0"),
        ("GLOSSARY_LOG_LEVEL", "loud"),
        ("GLOSSARY_REQUEST_DAYS", "0"),
        ("GLOSSARY_DIGEST_HOUR", "24"),
        ("GLOSSARY_STEWARDS", "U1,U2"),
        ("GLOSSARY_STEWARDS", "T1:"),
        ("GLOSSARY_STEWARDS", "T1:U1,,U2"),
        ("GLOSSARY_STEWARDS", "T1:U1 U2"),
        ("GLOSSARY_TRIAGE_CHANNELS", "T1=C1"),
        ("GLOSSARY_WATCH", "perhaps"),
        ("GLOSSARY_THRESHOLDS__ANSWER", "high"),
    ],
)
def test_a_value_that_cannot_be_read_is_named_by_its_variable(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(name, value)
    with pytest.raises(ConfigurationError, match=name):
        load_settings()


@pytest.mark.parametrize("name", ["GLOSSARY_SECRET_KEY", "GLOSSARY_METRICS_TOKEN"])
def test_a_secret_that_is_too_short_is_refused_without_being_shown(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.setenv(name, "CANARY")
    with pytest.raises(ConfigurationError, match=name) as refused:
        load_settings()
    assert "CANARY" not in str(refused.value)


def test_a_secret_is_not_shown_with_the_settings(environment: pytest.MonkeyPatch) -> None:
    for name, _, _ in documented():
        if any(word in name for word in ("TOKEN", "SECRET")):
            environment.setenv(name, "CANARY-CANARY-CANARY")
    settings = load_settings()
    assert settings.slack.bot_token
    assert "CANARY" not in repr(settings)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET or SLACK_APP_TOKEN"),
        ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_CLIENT_ID": "1.2", "SLACK_SIGNING_SECRET": "s"}, "SLACK_CLIENT_SECRET"),
        ({"SLACK_CLIENT_SECRET": "s", "SLACK_SIGNING_SECRET": "s"}, "SLACK_CLIENT_ID"),
        ({"SLACK_CLIENT_ID": "1.2"}, "SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN"),
        ({"TEAMS_CLIENT_ID": "id"}, "TEAMS_CLIENT_SECRET or TEAMS_MANAGED_IDENTITY and TEAMS_TENANT_ID"),
        ({"TEAMS_CLIENT_ID": "id", "TEAMS_TENANT_ID": "t"}, "TEAMS_CLIENT_SECRET or TEAMS_MANAGED_IDENTITY"),
        ({"TEAMS_CLIENT_SECRET": "s"}, "TEAMS_CLIENT_ID and TEAMS_TENANT_ID"),
    ],
)
def test_a_half_configured_platform_is_refused_naming_what_is_missing(environment: pytest.MonkeyPatch, given: dict[str, str], missing: str) -> None:
    for name, value in given.items():
        environment.setenv(name, value)
    with pytest.raises(ConfigurationError, match="is half configured") as refused:
        check_platforms(load_settings())
    assert f": {missing} is missing" in str(refused.value)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"},
        {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"},
        {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "c", "SLACK_SIGNING_SECRET": "s"},
        {"TEAMS_CLIENT_ID": "id", "TEAMS_CLIENT_SECRET": "s", "TEAMS_TENANT_ID": "t"},
    ],
)
def test_a_platform_with_all_of_its_settings_or_none_is_accepted(environment: pytest.MonkeyPatch, given: dict[str, str]) -> None:
    for name, value in given.items():
        environment.setenv(name, value)
    check_platforms(load_settings())


def test_where_the_disk_is_wiped_the_default_folder_is_refused_and_a_chosen_one_or_an_accepted_loss_is_not(environment: pytest.MonkeyPatch) -> None:
    check_disk(load_settings().storage)
    environment.setenv("DYNO", "web.1")
    with pytest.raises(ConfigurationError, match="DYNO is set") as refused:
        check_disk(load_settings().storage)
    assert "GLOSSARY_DATA_DIR" in refused.value.hint
    environment.setenv("GLOSSARY_ALLOW_EPHEMERAL_DISK", "true")
    check_disk(load_settings().storage)
    environment.delenv("GLOSSARY_ALLOW_EPHEMERAL_DISK")
    environment.setenv("GLOSSARY_DATA_DIR", "volume")
    check_disk(load_settings().storage)


def test_stewards_and_channels_are_given_by_tenant(environment: pytest.MonkeyPatch) -> None:
    assert load_settings().requests.steward_people == {}
    environment.setenv("GLOSSARY_STEWARDS", "T01: U01, W02,S0614TZR7 ; 6a2f-tenant:29:1bSer; T01:U03;")
    environment.setenv("GLOSSARY_TRIAGE_CHANNELS", "T01:C01;T02:C9")
    settings = load_settings().requests
    assert settings.steward_people == {"T01": ("U01", "W02", "U03"), "6a2f-tenant": ("29:1bSer",)}
    assert settings.steward_groups == {"T01": ("S0614TZR7",), "6a2f-tenant": ()}
    assert settings.triage_channel == {"T01": "C01", "T02": "C9"}


def test_a_long_list_of_stewards_is_read_at_once(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("GLOSSARY_STEWARDS", "T1:" + "U1," * 20_000)
    with pytest.raises(ConfigurationError, match="GLOSSARY_STEWARDS"):
        load_settings()


def test_every_setting_has_a_meaning_and_a_name_of_its_own() -> None:
    rows = list(documented())
    assert len({name for name, _, _ in rows}) == len(rows) > 40
    assert all(meaning.endswith(".") for _, _, meaning in rows)
