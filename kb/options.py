"""The options that several commands share, said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kb.query import Query

Store = Annotated[Path | None, typer.Option("--db", metavar="FILE", help="The store (or KB_DB).")]
Format = Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="table, jsonl, json, csv, tsv or md.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")]
Columns = Annotated[str | None, typer.Option("--columns", metavar="NAMES", help="Only these, commas between.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 3 if nothing is found.")]
Words = Annotated[list[str] | None, typer.Argument(metavar="TERM", help="Places, metrics, years or text.")]
Place = Annotated[str | None, typer.Option("--place", metavar="PLACE", help="A place and its parts.")]
Metric = Annotated[str | None, typer.Option("--metric", metavar="METRIC", help="A metric and its narrower ones.")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="The unit.")]
Year = Annotated[str | None, typer.Option("--year", metavar="YEAR", help="A year that the fact's time touches.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Not over before this date.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Begun by this date.")]
Least = Annotated[str | None, typer.Option("--min", metavar="NUMBER", help="The least value.")]
Most = Annotated[str | None, typer.Option("--max", metavar="NUMBER", help="The greatest value.")]
Source = Annotated[str | None, typer.Option("--source", metavar="SOURCE", help="Id, or words of title or path.")]
Sort = Annotated[str | None, typer.Option("--sort", metavar="COLUMN", help="Order by a column; -COLUMN: descending.")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=0, help="At most N rows; 0: all.")]
Published = Annotated[str | None, typer.Option("--published", metavar="DATE", help="The date of the article.")]
Home = Annotated[str | None, typer.Option("--place", metavar="PATH", help="The place the article speaks of.")]
Vocabulary = Annotated[
    list[Path] | None,
    typer.Option(
        "--vocabulary",
        metavar="FILE",
        envvar="KB_VOCABULARY",
        show_envvar=False,
        help="Own metrics, units, places (or KB_VOCABULARY).",
    ),
]


def print_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        from importlib.metadata import version

        typer.echo(f"kb {version('kb')}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version and end.")
]


def asked(words: list[str] | None, limit: int | None, **options: str | None) -> Query:
    """The query that words and options make."""
    return Query(words=tuple(words or ()), limit=limit or None, **options)
