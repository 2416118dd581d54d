"""What an administrator sees while installing: three plain pages that load nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from types import MappingProxyType

_STYLE = (
    "body{font:1.05rem/1.55 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1.25rem;color:#1d1c1d;background:#fff}"
    "h1{font-size:1.6rem;line-height:1.25}code{background:#f2f0f3;padding:.1em .35em;border-radius:.25em}"
    "a.button{display:inline-block;background:#4a154b;color:#fff;padding:.65em 1.2em;border-radius:.4em;text-decoration:none;font-weight:600}"
    "a.button:focus-visible{outline:3px solid #1264a3;outline-offset:2px}"
    "@media (prefers-color-scheme:dark){body{background:#1a1d21;color:#e8e8e8}code{background:#2c2f33}a{color:#7cc4f5}}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",  # the address holds the code of the installation
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    }
)

_STARTED_ELSEWHERE = "The installation was begun in another browser, or more than ten minutes ago, or this page was loaded twice."
_SLACK_REFUSED = "Slack did not accept the installation. Codes of installations last ten minutes and work once."
REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "access_denied": ("Nothing was installed", "You decided against it, and nothing has changed in your workspace. You can come back to it at any time."),
        "invalid_browser": ("Please start once more", _STARTED_ELSEWHERE),
        "invalid_state": ("Please start once more", _STARTED_ELSEWHERE),
        "missing_code": ("Please start once more", "Slack sent you here without the code of an installation."),
        "invalid_code": ("Please start once more", _SLACK_REFUSED),
        "no_bot": ("Please start once more", "Slack gave this app no bot in your workspace, which it needs in order to answer."),
        "no_answer": ("Slack does not answer", "Nothing was installed. Please try again in a few minutes."),
        "storage_error": (
            "The installation could not be stored",
            "The database of the glossary does not answer. Please try again in a few minutes: installing twice does no harm.",
        ),
    }
)
_OTHER = ("Nothing was installed", "Slack broke the installation off. Please start once more; if this happens again, tell whoever runs the glossary.")


def install_page(authorize_url: str, command: str) -> str:
    """The page that an installation starts from."""
    return _page(
        "Add the glossary to Slack",
        "<p>People ask what a word means where they read it, and get the answer for their role, with its sources.</p>"
        f"<p>The app answers <code>{escape(command)}</code>, mentions and direct messages. It does not read what is said in channels.</p>"
        f'<p><a class="button" href="{escape(authorize_url)}">Choose a workspace</a></p>'
        "<p>Slack shows what the app may do before anything is installed. Your workspace may ask an administrator to approve it.</p>",
    )


def success_page(team: str | None, app_url: str, command: str) -> str:
    """The page after an installation. `team` is a name as people gave it."""
    return _page(
        f"The glossary is installed in {team}" if team else "The glossary is installed",
        f"<p>Type <code>{escape(command)} help</code> in any channel: only you see the answer.</p>"
        f'<p><a class="button" href="{escape(app_url)}">Open it in Slack</a></p>',
    )


def failure_page(reason: str, install_path: str) -> str:
    """Why nothing was installed, in words for who wanted to. `reason` is Bolt's, Slack's or ours; anything may stand there."""
    title, sentence = REASONS.get(reason, _OTHER)
    return _page(title, f'<p>{escape(sentence)}</p><p><a class="button" href="{escape(install_path)}">Start once more</a></p>')


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
