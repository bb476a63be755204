"""Build schema/vocabulary/places.tsv, towns.tsv and the recorded part of place_changes.tsv from two source packages.

    python tools/build_places.py DIVISION LOCATION

DIVISION is the folder `dist` of the npm package china-division 2.7.0 (WTFPL): the statistical codes of the National
Bureau of Statistics as of 2023-06-30. LOCATION is the wheel of jionlp 1.5.31 (Apache-2.0): short names, Hong Kong,
Macao, Taiwan, and recorded changes. Neither is needed at run time. Running it twice changes nothing. Rows of
place_changes.tsv whose source is `council` are kept as they are: they were entered by hand.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
VOCABULARY = HERE.parent / "schema" / "vocabulary"
WORDS: dict[str, Any] = tomllib.loads((HERE / "build_places.toml").read_text(encoding="utf-8"))
OUTSIDE = ("71", "81", "82")  # Taiwan, Hong Kong, Macao: not in the statistical codes

PLACES_HEAD = """\
# Provinces, cities and counties of China with their short names.
# Source: statistical codes of the National Bureau of Statistics as of 2023-06-30, through china-division 2.7.0 (WTFPL);
# short names, Hong Kong, Macao and Taiwan (six-digit codes of its own) through jionlp 1.5.31 (Apache-2.0).
# Codes that begin with x are no statistical codes: the construction corps, its divisions, some zones,
# and the districts of Hong Kong and Macao have none.
# Built by tools/build_places.py; rows that are no places (holders such as "directly administered") are left out.
# level: province, city, county; parent: its code, - for a province; short: short names, blanks between them
code\tname\tlevel\tparent\tshort
"""
TOWNS_HEAD = """\
# Towns, townships and streets: the fourth level of the statistical codes as of 2023-06-30,
# through china-division 2.7.0 (WTFPL).
# Built by tools/build_places.py. The first six digits are the county's, or those of a city without counties.
code\tname
"""
CHANGES_HEAD = """\
# Units that were renamed or abolished: how older articles call them, and where to find them today.
# The code is that of the successor, so that figures from before and after a change can be put side by side.
# source: jionlp = recorded in jionlp 1.5.31 (Apache-2.0), built by tools/build_places.py;
#         council = approvals published by the State Council and the Ministry of Civil Affairs, entered by hand.
# name, path: those of then; code: that of the successor
year\tname\tpath\tcode\tsource
"""


class Row(NamedTuple):
    """One place of the table."""

    code: str
    name: str
    level: str
    parent: str
    short: tuple[str, ...] = ()


def main() -> None:
    """Read both packages and write the tables."""
    division, wheel = Path(sys.argv[1]), Path(sys.argv[2])
    tree = location_rows(wheel)
    shorts = {code: short for code, _, short in tree}
    rows = [*districts(division), *official(division, shorts), *outside(tree), *corps(), *areas()]
    rows.sort()
    write("places.tsv", PLACES_HEAD, ([*row[:4], " ".join(row.short)] for row in rows))
    write("towns.tsv", TOWNS_HEAD, streets(division, rows))
    old = VOCABULARY / "place_changes.tsv"
    kept = [line.split("\t") for line in old.read_text(encoding="utf-8").splitlines()] if old.exists() else []
    merged = {tuple(row) for row in [*recorded(wheel, rows), *(row for row in kept if row[-1] == "council")]}
    write("place_changes.tsv", CHANGES_HEAD, sorted(merged))


def official(division: Path, shorts: dict[str, list[str]]) -> list[Row]:
    """The statistical codes down to the county."""
    provinces = {code: name for code, name, *_ in table(division / "provinces.csv")}
    cities = {code: (name, province) for code, name, province in table(division / "cities.csv")}
    rows = [place(f"{code}0000", name, "province", "-", shorts) for code, name in provinces.items()]
    for code, (name, province) in cities.items():
        if name not in WORDS["holders"]:
            rows.append(place(f"{code}00", name, "city", f"{province}0000", shorts))
    for code, name, city, province in table(division / "areas.csv"):
        above = cities[city][0]
        if name in (above, *WORDS["holders"]):
            continue  # a city without counties is repeated on this level
        parent = f"{province}0000" if above in WORDS["holders"] else f"{city}00"
        zone = zone_names(name, city, shorts) if code[4] == "7" else None
        row = place(code, name, "county", parent, shorts)
        rows.append(row if zone is None else row._replace(short=zone))
    return rows


def place(code: str, name: str, level: str, parent: str, shorts: dict[str, list[str]]) -> Row:
    """One row with its short names: those of the source, the bare name, and the name with its short kind."""
    given = [short for short in shorts.get(code, []) if short not in (name, *WORDS["holders"])]
    bare = next((name.removesuffix(end) for end in WORDS["suffixes"] if name.endswith(end)), name)
    if not given and len(bare) > 1:
        given.append(bare)
    if name.endswith(WORDS["banner_suffix"]) and len(bare) > 2 and bare[-1] not in WORDS["banner_open"]:
        given.append(bare)
    for end, kind in WORDS["compound"].items():
        if name.endswith(end):
            given += [short + kind for short in given if not short.endswith(kind)]
    distinct = dict.fromkeys(short for short in given if len(short) > 1 and short != name)
    return Row(code, name, level, parent, tuple(distinct))


def zone_names(name: str, city: str, shorts: dict[str, list[str]]) -> tuple[str, ...]:
    """What people call a development zone: the city's short name and the short kind."""
    short = (shorts.get(f"{city}00") or [""])[0]
    kind = next((kind for words, kind in WORDS["zone"].items() if name.endswith(words)), None)
    return (short + kind,) if short and kind and name.startswith(short) else ()


def outside(tree: list[tuple[str, str, list[str]]]) -> list[Row]:
    """Taiwan, Hong Kong and Macao, as far as the source gives codes."""
    rows: dict[str, Row] = {}
    for code, name, short in tree:
        if not code.startswith(OUTSIDE) or code in rows or name in WORDS["holders"]:
            continue
        level = "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
        parent = f"{code[:4]}00" if level == "county" and f"{code[:4]}00" in rows else f"{code[:2]}0000"
        level = "city" if level == "county" and parent.endswith("0000") and code.startswith("71") else level
        rows[code] = place(code, name, level, "-" if level == "province" else parent, {code: short})
    return list(rows.values())


def streets(division: Path, rows: list[Row]) -> Iterator[list[str]]:
    """The towns, without the name of their county where the source writes it before theirs (济源市沁园街道)."""
    holders = {row.code: row.name for row in rows}
    for code, name, *_ in table(division / "streets.csv"):
        bare = name.removeprefix(holders.get(code[:6]) or holders.get(f"{code[:4]}00", ""))
        whole = len(bare) > 2 and bare.endswith(tuple(WORDS["town_suffixes"]))
        yield [code, street(code, bare if whole else name)]


def street(code: str, name: str) -> str:
    """A town's name as it is used."""
    words = WORDS["street_twice"]
    twice = code[:4] in words["cities"] and name.endswith(words["written"])
    return name.removesuffix(words["written"]) + words["read"] if twice else name


def districts(division: Path) -> list[Row]:
    """The districts of Hong Kong and Macao, which have no code here."""
    areas = json.loads((division / "HK-MO-TW.json").read_text(encoding="utf-8"))
    rows: list[Row] = []
    for province, inner in zip(OUTSIDE[1:], list(areas.values())[:2], strict=True):
        names = [clean(name) for below in inner.values() for name in below]
        rows += [Row(f"x{province}{at:02}", name, "county", f"{province}0000") for at, name in enumerate(names, 1)]
    return rows


def clean(name: str) -> str:
    """A name without what stands in brackets."""
    return name.partition("\uff08")[0]


def corps() -> list[Row]:
    """The construction corps and its divisions."""
    words = WORDS["corps"]
    head = Row("x66", words["name"], "city", words["province"], tuple(words["short"]))
    divisions = enumerate(words["divisions"], 1)
    return [head, *(Row(f"x66{at:02}", name, "county", "x66", (words["short"][-1] + name,)) for at, name in divisions)]


def areas() -> list[Row]:
    """The zones that people name like a district, with no code of their own."""
    return [
        Row(f"x{above}{at:02}", name, "county", above)
        for above, names in WORDS["areas"].items()
        for at, name in enumerate(names, 1)
    ]


def recorded(wheel: Path, rows: list[Row]) -> list[list[str]]:
    """The changes of the source whose successor the table has; moves of an unchanged name are left out."""
    by_name: dict[tuple[str, str], str] = {}
    names = {row.code: row.name for row in rows}
    for row in rows:
        for above in {names.get(row.parent), names.get(f"{row.code[:2]}0000")}:
            by_name[above or "", row.name] = row.code
    found = []
    for line in member(wheel, "china_location_change.txt").splitlines():
        before, after = (half.split("\t") for half in line.split("=>"))
        path, successor = before[2::2], after[::1]
        code = by_name.get((successor[-2] if len(successor) > 1 else "", successor[-1]))
        if code and path[-1] not in names.values():
            found.append([before[0][:4], path[-1], "/".join(path), code, "jionlp"])
    return found


def location_rows(wheel: Path) -> list[tuple[str, str, list[str]]]:
    """Code, name and short names of each row of the source that has a code."""
    fields = (line.strip().split("\t") for line in member(wheel, "china_location.zip").splitlines())
    return [(row[1], row[0], row[2].split("/")) for row in fields if len(row) == 3]


def member(wheel: Path, name: str) -> str:
    """One text of the wheel, unpacked once more where it is a zip itself."""
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(f"jionlp/dictionary/{name}")
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read(archive.namelist()[0])
    text = data.decode("utf-8")
    for wrong, right in WORDS["correct"].items():
        text = text.replace(wrong, right)
    return text


def table(path: Path) -> list[list[str]]:
    """The rows of a CSV file, its heading aside."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [["".join(cell.split()) for cell in row] for row in csv.reader(file)][1:]


def write(name: str, head: str, rows: Any) -> None:
    """A table with its comment."""
    lines = ["\t".join(row) for row in rows]
    (VOCABULARY / name).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
