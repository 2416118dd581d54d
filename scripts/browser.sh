#!/bin/sh
# A Chromium for the browser tests, where none is there yet. Usage: browser.sh VENV
#
# What is on the PATH is taken; else playwright's own build; else, as root on Debian or Ubuntu, the distribution's package.
# Without any of them the browser tests are skipped, and say so.
set -u
venv=$1

for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
"$venv/bin/python" - <<'PY' 2>/dev/null && exit 0
from pathlib import Path
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    raise SystemExit(not Path(playwright.chromium.executable_path).exists())
PY
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 && exit 0
fi
"$venv/bin/python" -m playwright install --only-shell chromium >/dev/null 2>&1 && exit 0
echo "no Chromium is to be had here: the browser tests will be skipped" >&2
exit 0
