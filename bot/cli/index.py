"""`glossary index ...`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import typer

from bot.cli.app import application, index_app
from bot.cli.ask import JsonOption


@index_app.command()
def build(context: typer.Context) -> None:
    """Encode what is new and store the vector index. Exit status 1 when the model is not to be had."""
    from bot.core.condition import MeaningState

    built = application(context)
    if built.meaning.load() is not MeaningState.READY:
        typer.echo(f"no index: {built.meaning.reason}", err=True)
        raise typer.Exit(1)
    typer.echo(f"{len(built.assistant.passages)} passages of {len(built.assistant.glossary)} terms are indexed in {built.index_dir}")


@index_app.command()
def info(context: typer.Context, as_json: JsonOption = False) -> None:
    """Say which indexes are stored, from their manifests."""
    from dataclasses import asdict

    from embeddings import EmbeddingsError
    from embeddings.store import read_manifest

    folder = application(context, quiet=True).index_dir
    rows = []
    for path in sorted(folder.glob("index-*.json")):
        try:
            rows.append({"path": str(path), **asdict(read_manifest(path))})
        except EmbeddingsError as error:
            rows.append({"path": str(path), "damaged": str(error)})
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
    elif not rows:
        typer.echo(f"no index in {folder} yet; `glossary index build` makes one")
    for row in rows if not as_json else ():
        typer.echo(
            f"{row['path']}: " + (str(row["damaged"]) if "damaged" in row else f"{row['count']} passages, {row['dimension']} dimensions, {row['model_id']}")
        )


@index_app.command()
def seed(context: typer.Context) -> None:
    """Write the vectors of the phrasebook and the chosen terms to GLOSSARY_SEED, to be shipped with them."""
    from bot.bootstrap.compose import make_encoder
    from bot.settings import load_settings
    from embeddings import write_seed

    embedding = load_settings(terms_dir=context.obj.terms).embedding
    exact = make_encoder(embedding.model_copy(update={"seed": Path(os.devnull)}))  # not from the seed that is to be replaced
    count = write_seed(embedding.seed, exact, [passage.text for passage in application(context).assistant.passages])
    typer.echo(f"{count} vectors are in {embedding.seed}")
