"""The command line: each command reads its arguments, calls one function, and hands the result to `render`.

Commands import what they need when they run: `kb query` must start without SQLModel, jieba or the extractors.
"""

from __future__ import annotations

import functools
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from kb import columns, errors, options, render
from kb import export as export_
from kb.options import asked
from kb.own_words import with_own_words, words_of
from kb.query import Query
from kb.store import default_path, open_store

SCREEN = 50  # rows on a terminal unless --limit says more

Article = Annotated[str, typer.Argument(metavar="FILE|-", help="An article; - reads standard input.")]


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Articles, or folders of them (*.txt).")],
    vocabulary: options.Vocabulary = None,
    db: options.Store = None,
) -> None:
    """Read articles into the store; what is there already stays as it is."""
    from kb.ingest import ingest as take

    with words_of(vocabulary):
        report = take(paths, place_of(db))
    for failure in report.failures:
        say(failure)
    say(report.summary())
    if report.failures:
        raise typer.Exit(errors.SOME_FAILED if report.taken else errors.FAILURE)


def extract(
    file: Article,
    *,
    style: options.Format = None,
    output: options.Output = None,
    columns_wanted: options.Columns = None,
    published: options.Published = None,
    place: options.Home = None,
    vocabulary: options.Vocabulary = None,
) -> None:
    """Print the facts of one article; no store is touched."""
    from extractors import extract as facts_of
    from kb.hints import checked_date, checked_place
    from kb.reading import read_text
    from kb.records import fact_row

    with words_of(vocabulary):
        date, home = published and checked_date(published), place and checked_place(place)
        found = facts_of(read_text(file), published=date or None, place=home or None)
    rows = [fact_row(fact) for fact in found]
    render.rows(columns.FACT, rows, render.chosen_format(style, output), output, columns_wanted)


def explain(
    file: Annotated[str | None, typer.Argument(metavar="FILE|-", help="An article; - reads standard input.")] = None,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="Explain this text instead.")] = None,
    style: options.Format = None,
    output: options.Output = None,
    columns_wanted: options.Columns = None,
    vocabulary: options.Vocabulary = None,
) -> None:
    """Print every number of a text, and why it is a fact or not."""
    from extractors import explain as readings_of
    from kb.reading import read_text
    from kb.records import reading_row

    if (file is None) == (text is None):
        raise errors.UsageError("give one of FILE and --text")
    with words_of(vocabulary):
        found = readings_of(read_text(file) if file is not None else str(text))
    rows = [reading_row(reading) for reading in found]
    render.rows(columns.READING, rows, render.chosen_format(style, output), output, columns_wanted)


def query(
    terms: options.Words = None,
    *,
    place: options.Place = None,
    metric: options.Metric = None,
    unit: options.Unit = None,
    year: options.Year = None,
    since: options.Since = None,
    until: options.Until = None,
    least: options.Least = None,
    most: options.Most = None,
    source: options.Source = None,
    sort: options.Sort = None,
    limit: options.Limit = None,
    style: options.Format = None,
    output: options.Output = None,
    columns_wanted: options.Columns = None,
    strict: options.Strict = False,
    vocabulary: options.Vocabulary = None,
    db: options.Store = None,
) -> None:
    """Find facts: each TERM is a place, a metric, a year or plain text, in any order."""
    ask = asked(
        terms,
        limit,
        place=place,
        metric=metric,
        unit=unit,
        year=year,
        since=since,
        until=until,
        min=least,
        max=most,
        source=source,
        sort=sort,
    )
    style = render.chosen_format(style, output)
    screen = SCREEN if limit is None else 0
    with words_of(vocabulary, of_texts=False):
        find(ask, place_of(db), vocabulary, style, output, columns_wanted, strict=strict, screen=screen)


def export(
    terms: options.Words = None,
    *,
    place: options.Place = None,
    metric: options.Metric = None,
    unit: options.Unit = None,
    year: options.Year = None,
    since: options.Since = None,
    until: options.Until = None,
    least: options.Least = None,
    most: options.Most = None,
    source: options.Source = None,
    sort: options.Sort = None,
    limit: options.Limit = None,
    style: Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="csv or jsonl.")] = None,
    output: options.Output = None,
    columns_wanted: options.Columns = None,
    strict: options.Strict = False,
    vocabulary: options.Vocabulary = None,
    db: options.Store = None,
) -> None:
    """Write facts, all or those of a query, as CSV or JSONL."""
    ask = asked(
        terms,
        limit,
        place=place,
        metric=metric,
        unit=unit,
        year=year,
        since=since,
        until=until,
        min=least,
        max=most,
        source=source,
        sort=sort,
    )
    style = file_format(style, output)
    with words_of(vocabulary, of_texts=False):
        find(ask, place_of(db), vocabulary, style, output, columns_wanted, strict=strict)


def file_format(style: str | None, output: Path | None) -> str:
    """The format of an export: the one asked for, else what the name of the file says."""
    style = style or ("jsonl" if output and output.suffix == ".jsonl" else "csv")
    if style not in ("csv", "jsonl"):
        raise errors.UsageError(f"--format {style}: export writes csv or jsonl")
    return style


def find(
    ask: Query,
    db: Path,
    vocabulary: Sequence[Path] | None,
    style: str,
    output: Path | None,
    wanted: str | None,
    *,
    strict: bool,
    screen: int = 0,
) -> None:
    """Search a store and write what is found."""
    from dataclasses import replace

    from kb import query as queries

    store = with_own_words(open_store(db), vocabulary)
    plan = queries.plan(store, ask)
    if plan.unknown:
        from kb.suggest import unknown_word

        for word in plan.unknown:
            say(unknown_word(store, word))
    if screen and style == "table" and output is None:
        ask = replace(ask, limit=screen)
    count = render.rows(columns.ROW, queries.found(store, plan, ask), style, output, wanted)
    if screen and count == screen and (total := queries.count(store, plan)) > count:
        say(f"{count} of {total} shown; --limit 0 shows all")
    if count == 0 and not plan.unknown:
        say("nothing found")
    if count == 0 and strict:
        raise typer.Exit(errors.NOTHING_FOUND)


def show(
    fact: Annotated[str, typer.Argument(metavar="ID", help="The id of a fact, or how it begins.")],
    db: options.Store = None,
) -> None:
    """Print one fact in full: its sentence, its fields, the rules that made it, its source."""
    from kb.show import show as shown

    render.fact(shown(open_store(place_of(db)), fact))


def list_(
    what: Annotated[str, typer.Argument(metavar="places|metrics|sources")],
    style: options.Format = None,
    output: options.Output = None,
    columns_wanted: options.Columns = None,
    vocabulary: options.Vocabulary = None,
    db: options.Store = None,
) -> None:
    """List places, metrics or sources, with how many facts each has."""
    from kb.listing import listing

    with words_of(vocabulary, of_texts=False):
        names, rows = listing(with_own_words(open_store(place_of(db)), vocabulary), what)
        render.rows(names, rows, render.chosen_format(style, output), output, columns_wanted)


def forget(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Id (or its beginning), path or title.")],
    db: options.Store = None,
) -> None:
    """Take a source and its facts out of the store."""
    from kb.sources import forget as take_out

    gone = take_out(source, place_of(db))
    say(f"forgotten: {gone}, {gone.facts} facts")


def amend(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Id (or its beginning), path or title.")],
    *,
    published: options.Published = None,
    place: options.Home = None,
    publisher: Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="Who published it.")] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE", help="Its headline.")] = None,
    vocabulary: options.Vocabulary = None,
    db: options.Store = None,
) -> None:
    """Correct what was read from a page, and read its facts again; an empty value takes a correction back."""
    from kb.reading import Given
    from kb.sources import amend as correct

    said = Given(title=title, publisher=publisher, published=published, place=place)
    with words_of(vocabulary):
        done = correct(source, said, place_of(db))
    say(f"amended: {done}, {done.facts} facts")


def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD", help="Gold files (*.jsonl).")],
    *,
    articles: Annotated[Path | None, typer.Option("--articles", metavar="DIR", help="Folder of the articles.")] = None,
    mistakes: Annotated[bool, typer.Option("--errors", help="List what was missed, wrong or spurious.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    hints: Annotated[bool, typer.Option("--hints", help="Tell date and place of each article.")] = False,
    calibration: Annotated[bool, typer.Option("--calibration", help="Hold confidence against what is right.")] = False,
    floor: Annotated[list[str] | None, typer.Option("--floor", metavar="LEVEL=F1", help="Fail below.")] = None,
    vocabulary: options.Vocabulary = None,
) -> None:
    """Score the extractors against gold facts: precision, recall and F1 at each level."""
    from kb.evaluate import evaluate as score
    from kb.evaluate import floors, too_low

    wanted = floors(floor or [])
    with words_of(vocabulary):
        result = score(gold, articles, hints)
    sys.stdout.write(result.as_json() if as_json else result.as_text(mistakes, calibration))
    if low := too_low(result, wanted):
        for line in low:
            say(line)
        raise typer.Exit(errors.FAILURE)


def db_path(db: options.Store = None) -> None:
    """Print where the store is."""
    typer.echo(str(place_of(db)))


def db_status(db: options.Store = None) -> None:
    """Print what is in the store, and whether it is whole."""
    from kb.store import status

    sys.stdout.write(render.lines(status(place_of(db))))


def db_upgrade(db: options.Store = None) -> None:
    """Bring a store made by an older kb up to this one."""
    from kb.writing import upgrade

    before, after = upgrade(place_of(db))
    say(
        f"{place_of(db)}: "
        + (f"upgraded from version {before} to {after}" if before < after else f"up to date (version {after})")
    )


COMMANDS: dict[str, Callable[..., None]] = {
    "ingest": ingest,
    "extract": extract,
    "explain": explain,
    "query": query,
    "show": show,
    "list": list_,
    "forget": forget,
    "amend": amend,
    "export": export,
    "eval": evaluate,
}
STORE_COMMANDS: dict[str, Callable[..., None]] = {"path": db_path, "status": db_status, "upgrade": db_upgrade}
SETTINGS = {"help_option_names": ["-h", "--help"]}
EPILOG = """Exit codes: 0 fine, 1 failure, 2 usage, 3 nothing found (--strict), 4 some files failed,
5 store missing or of a newer kb, 130 interrupted."""


def place_of(db: Path | None) -> Path:
    """The store asked for, else the default one."""
    return db or default_path()


def settings(db: options.Store = None, version: options.Version = False) -> None:
    """Take what is said before the command; what is said after it wins."""
    if db is not None:
        os.environ["KB_DB"] = str(db)


def say(line: str) -> None:
    """One line to the user, beside the data."""
    print(f"kb: {line}", file=sys.stderr)


def application(asked_for: str | None = None) -> typer.Typer:
    """The commands; only one of them where it is known which, because building them all takes as long as a query."""
    app = plain_typer("Find the numbers in articles about community party building, and ask for them.", EPILOG)
    app.callback()(settings)
    names = [asked_for] if asked_for in COMMANDS else list(COMMANDS)
    for name in names if asked_for != "db" else []:
        app.command(name)(guarded(COMMANDS[name]))
    if asked_for is None or asked_for not in COMMANDS:
        stores = plain_typer("Where the store is, what is in it, and bringing it up to date.")
        stores.callback()(lambda: None)
        for name, command in STORE_COMMANDS.items():
            stores.command(name)(guarded(command))
        app.add_typer(stores, name="db")
    return app


def plain_typer(purpose: str, epilog: str | None = None) -> typer.Typer:
    """A group of commands whose help is plain text, the same at every width and without rich."""
    return typer.Typer(
        help=purpose,
        epilog=epilog,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=SETTINGS,
    )


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """The command, its failures told in one line with the right exit code."""

    @functools.wraps(command)
    def run(*arguments: Any, **named: Any) -> None:
        try:
            command(*arguments, **named)
            sys.stdout.flush()
        except errors.KbError as error:
            say(str(error))
            raise typer.Exit(error.code) from None
        except BrokenPipeError:  # the reader has seen enough
            drop_output()
        except OSError as error:
            say(told(error))
            raise typer.Exit(errors.FAILURE) from None
        except sqlite3.Error as error:
            say(f"{type(error).__name__}: {error}")
            raise typer.Exit(errors.FAILURE) from None

    return run


def told(error: OSError) -> str:
    """What the system refused, with what to do where that is known."""
    if error.errno not in export_.FULL:
        return f"{type(error).__name__}: {error}"
    drop_output()
    name = error.filename or "standard output"
    return f"{name}: cannot be written ({error.strerror}); {export_.MAKE_ROOM}"


def drop_output() -> None:
    """Let what is still to be written go nowhere, so that ending the program does not fail on it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def command_in(arguments: Sequence[str]) -> str | None:
    """The command among arguments: the first word that is no option and not the store's.

    >>> command_in(["--db", "a.sqlite3", "query", "2020"]), command_in(["--help"])
    ('query', None)
    """
    words = iter(arguments)
    for word in words:
        if word == "--db":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def main() -> None:
    """The program `kb`."""
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty():
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
        else:
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    try:
        application(command_in(sys.argv[1:]))(prog_name="kb")
    except KeyboardInterrupt:  # before or after the command itself
        sys.exit(errors.INTERRUPTED)
    except OSError as error:  # the help or the version into a full disk
        say(told(error))
        sys.exit(errors.FAILURE)
