#!/bin/sh
# A virtual environment with the project and everything it needs. Usage: install.sh PYTHON VENV
#
# On Linux a plain install of torch brings several gigabytes of CUDA libraries that this project never uses. So pip is
# asked first what it would install; if that is the CUDA build, uv fetches the CPU build of the same version instead.
set -eu
python=$1
venv=$2
torch=torch==2.13.0

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 install" >&2
    exit 1
}
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
pip() { "$venv/bin/python" -m pip --disable-pip-version-check "$@"; }

if ! "$venv/bin/python" -c 'import torch' 2>/dev/null; then
    if pip install --quiet --dry-run --report - "$torch" 2>/dev/null | grep -q '"name": "nvidia-'; then
        pip install --quiet uv
        "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --torch-backend cpu "$torch"
    else
        pip install --quiet "$torch"
    fi
fi
pip install --quiet --editable '.[dev]'
