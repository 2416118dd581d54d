"""Teams as `glossary serve` serves it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.adapters.teams.app import CLOUDS, Identity, build_app, issuer_of
from bot.settings import Settings, TeamsSettings
from bot.storage import open_storage
from tests.conftest import ROOT
from tests.server import environment, in_process, running

SECRET = SecretStr("s")
IDS = {"TEAMS_CLIENT_ID": "b0000000-0000-0000-0000-00000000b0b0", "TEAMS_TENANT_ID": "11111111-2222-3333-4444-555555555555"}


def serve(data: Path, *flags: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "serve", "--port", "0", *flags]
    return subprocess.run(command, cwd=ROOT, env=environment(data, **variables), capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("flags", "variables", "said"),
    [
        (("--teams-local", "--host", "10.0.0.1"), {}, "leave --host out"),
        (("--teams-local",), {"TEAMS_CLIENT_ID": "x"}, "unset TEAMS_CLIENT_ID"),
        (("--teams-local",), {"TEAMS_CLIENT_SECRET": "x"}, "unset TEAMS_CLIENT_ID"),
        ((), IDS, "TEAMS_CLIENT_SECRET or TEAMS_MANAGED_IDENTITY"),
    ],
)
def test_what_would_let_anybody_in_is_refused_with_the_cure(tmp_path: Path, flags: tuple[str, ...], variables: dict[str, str], said: str) -> None:
    done = serve(tmp_path / "data", *flags, **variables)
    assert done.returncode == 78
    assert said in done.stderr


def test_generic_variables_and_a_dotenv_file_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a process of its own: what is imported once reads nothing again."""
    (tmp_path / ".env").write_text("CLIENT_ID=from-a-file\nSERVICE_URL=https://evil.test\nDANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS=false\n")
    code = (
        "import os, warnings; warnings.simplefilter('ignore')\n"
        "from bot.adapters.teams.app import Identity, build_app\n"
        "async def handle(_): return None\n"
        "app, _ = build_app(Identity('id', 'tenant', 'secret'), handle)\n"
        "assert app.id == 'id' and app.credentials.tenant_id == 'tenant' and app.credentials.client_secret == 'secret'\n"
        "assert app.api.service_url == 'https://smba.trafficmanager.net/teams', app.api.service_url\n"
        "assert os.environ['CLIENT_ID'] == 'from-the-environment' and 'SERVICE_URL' not in os.environ and 'PYTHON_DOTENV_DISABLED' not in os.environ\n"
    )
    variables = {"CLIENT_ID": "from-the-environment", "TENANT_ID": "other", "CLIENT_SECRET": "other", "CLOUD": "China", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment(tmp_path, **variables), check=True, timeout=60)


def test_without_settings_of_teams_its_libraries_are_not_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from bot.bootstrap.serving import build; from bot.settings import Settings, StorageSettings\n"
        f"build(Settings(storage=StorageSettings(data_dir=Path({str(tmp_path)!r}))))\n"
        "assert not {name.partition('.')[0] for name in sys.modules} & {'microsoft_teams', 'msal'}\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(tmp_path), check=True, timeout=60)


def test_the_local_mode_answers_on_this_machine_and_says_so(tmp_path: Path) -> None:
    with running(tmp_path / "data", flags=["--teams-local"], GLOSSARY_MEANING="false") as server, server.client() as client:
        assert client.get("/readyz").json()["teams"] == "local"
        elsewhere = {"type": "typing", "id": "1", "serviceUrl": "https://smba.trafficmanager.net/", "conversation": {"id": "a:1"}, "from": {"id": "29:x"}}
        assert client.post("/api/messages", json=elsewhere).status_code == 403


def test_with_credentials_nobody_is_taken_without_a_token(tmp_path: Path) -> None:
    settings = TeamsSettings(client_id="b0000000-0000-0000-0000-00000000b0b0", client_secret=SECRET, tenant_id="t", openid_url="http://127.0.0.1:1/none")
    with in_process(tmp_path, teams=settings) as (client, _):
        assert client.post("/api/messages", json={"type": "message"}).status_code == 401
        assert client.get("/readyz").json()["teams"] == "without keys"


@pytest.mark.parametrize("identity", ["direct", "system", "c0000000-0000-0000-0000-00000000b0b0"])
def test_a_managed_identity_needs_no_secret(identity: str) -> None:
    async def handle(_: object) -> None:
        return None

    app, _ = build_app(Identity("b0000000-0000-0000-0000-00000000b0b0", "t", managed_identity=identity), handle)
    assert "Identity" in type(app.credentials).__name__
    assert TeamsSettings(client_id="b", tenant_id="t", managed_identity=identity).missing() == ()


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_cloud_has_its_own_issuer_and_keys(cloud: str) -> None:
    issuer, keys = issuer_of(cloud)
    assert issuer.startswith("https://api.botframework.")
    assert keys.startswith("https://login.botframework.")


def test_an_organization_that_is_in_slack_too_keeps_its_rows(tmp_path: Path) -> None:
    from bot.bootstrap.teams import build_teams
    from bot.core.roles import Role
    from bot.settings import SlackSettings

    storage = open_storage(tmp_path, b"k" * 32)
    storage.upgrade()
    storage.preferences.choose("T1", "U1", Role.LEGAL)
    storage.preferences.choose("d2", "x", Role.LEGAL)
    teams = TeamsSettings(client_id="b", client_secret=SECRET, tenant_id="D1", allowed_tenants="D1,d2", organizations="D1:T1")
    settings = Settings(teams=teams, slack=SlackSettings(bot_token=SECRET, signing_secret=SECRET))
    built = build_teams(settings, None, None, storage, lambda _: None)  # type: ignore[arg-type]
    assert built.site.tenant_of("d1") == "T1"
    for tenant in ("T1", "d2"):
        built.site.forget(tenant)
    assert storage.preferences.role("T1", "U1") is Role.LEGAL
    assert storage.preferences.role("d2", "x") is None
    storage.close()
