"""Glossaries that tests share. Everything is built from files in the repository; the public corpus is used where it lies beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap import Application, compose
from bot.catalog.loader import load_catalog, load_concepts
from bot.core.assistant import Assistant
from bot.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpora" / "ai-glossary" / "terms"
LABELLED = ROOT.parent / "shared" / "eval"

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the public corpus does not lie beside the repository")


@pytest.fixture(scope="session", autouse=True)
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Derived files go to a folder of this run, and no setting leaks in from outside."""
    import os

    for name in [name for name in os.environ if name.startswith(("GLOSSARY_", "SLACK_", "TEAMS_"))]:
        del os.environ[name]
    folder = tmp_path_factory.mktemp("data")
    os.environ["GLOSSARY_DATA_DIR"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def shipped(data_dir: Path) -> Application:
    """The shipped glossary with the real model."""
    return compose(load_settings(), blocking=True)


@pytest.fixture(scope="session")
def corpus(data_dir: Path) -> Application:
    """The public corpus of 112 terms with the real model."""
    return compose(load_settings(terms_dir=CORPUS), blocking=True)


@pytest.fixture(scope="session")
def lexical_corpus() -> Assistant:
    """The public corpus without a model: labels and words only."""
    return Assistant(load_catalog(CORPUS).glossary(), load_concepts(ROOT / "data" / "phrasebook"))
