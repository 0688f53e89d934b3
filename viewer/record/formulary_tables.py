"""The formulary's tables as people write them: CSV, one row per ingredient, trade name, group, kind of silent word.

Columns (lists are written with "|"):
    ingredients.csv  id, thai, synonyms, salts, groups, covers, source, unverified
    trades.csv       trade, thai, ingredients, source, unverified
    groups.csv       id, english, thai, within, names, source, unverified
    words.csv        kind, words
    codes.csv        system, code, ingredients   (a site's own; none is shipped: TMT and ATC may not be)
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from viewer.base.resources import resource
from viewer.record.codes import code_system
from viewer.record.drug_names import key_of
from viewer.record.errors import FormularyUnreadable


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One ingredient. ``name`` is its id: the INN in lower case, with the salt only where the salt is another drug.

    ``covers``: the name leaves open which of this group it is ("insulin", "iron", "tenofovir").
    """

    name: str
    thai: str = ""
    groups: frozenset[str] = frozenset()
    synonyms: tuple[str, ...] = ()
    salts: tuple[str, ...] = ()
    covers: str = ""
    source: str = ""
    unverified: bool = True  # its source was not read for this table

    def names(self) -> Iterator[tuple[str, str]]:
        """Every exact name, without salts, with how it is one: "name", "thai"."""
        for name in (self.name, *self.synonyms, self.thai):
            if name:
                yield name, "thai" if any("\u0e00" <= sign <= "\u0e7f" for sign in name) else "name"


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade name, or the usual name of a combination."""

    trade: str
    thai: tuple[str, ...]
    ingredients: tuple[str, ...]
    source: str = ""
    unverified: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """A group of ingredients. ``within`` are the groups that it is all part of; ``names`` what records call it."""

    id: str
    english: str
    thai: str
    within: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    source: str = ""
    unverified: bool = True


@dataclass(slots=True)
class Tables:
    """All tables together."""

    ingredients: dict[str, Ingredient] = field(default_factory=dict)
    by_trade: dict[str, Trade] = field(
        default_factory=dict
    )  # by key of the name: a site's row stands over ours
    groups: dict[str, Group] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    codes: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    @property
    def trades(self) -> list[Trade]:
        """Every trade name."""
        return list(self.by_trade.values())


_COLUMNS = {
    "ingredients": ("id", "thai", "synonyms", "salts", "groups", "covers", "source", "unverified"),
    "trades": ("trade", "thai", "ingredients", "source", "unverified"),
    "groups": ("id", "english", "thai", "within", "names", "source", "unverified"),
    "words": ("kind", "words"),
    "codes": ("system", "code", "ingredients"),
}
_OPTIONAL = frozenset({"covers", "source", "unverified"})
_SHIPPED = ("groups", "ingredients", "trades", "words")
_SALTS = {  # the ways to write one salt; others are written one way
    "besilate": ("besilate", "besylate", "เบซิเลต", "เบซิเลท"),
    "calcium": ("calcium", "แคลเซียม"),
    "fumarate": ("fumarate", "ฟูมาเรต", "ฟูมาเรท"),
    "hydrobromide": ("hydrobromide", "hbr", "ไฮโดรโบรไมด์"),
    "hydrochloride": ("hydrochloride", "hcl", "ไฮโดรคลอไรด์"),
    "maleate": ("maleate", "มาลีเอต", "มาลีเอท"),
    "mesilate": ("mesilate", "mesylate"),
    "phosphate": ("phosphate", "ฟอสเฟต", "ฟอสเฟท"),
    "potassium": ("potassium", "k", "โพแทสเซียม"),
    "sodium": ("sodium", "na", "โซเดียม"),
    "sulfate": ("sulfate", "sulphate", "ซัลเฟต", "ซัลเฟท"),
    "tartrate": ("tartrate", "ทาร์เทรต"),
}

Row = dict[str, str]


def read_tables(extra: Path | None = None) -> Tables:
    """Our tables, with a site's own over them.

    Raises:
        FormularyUnreadable: the site's table is not there, or does not fit.
    """
    tables = Tables()
    for kind in _SHIPPED:
        _add(tables, kind, _rows(resource("tables", "formulary", f"{kind}.csv")))
    for path in _own(extra):
        rows = list(_rows(path))
        _add(tables, _kind(rows, path.name), iter(rows))
    _check(tables)
    _widen(tables)
    return tables


def _own(extra: Path | None) -> list[Path]:
    if extra is None:
        return []
    found = sorted(extra.glob("*.csv")) if extra.is_dir() else [extra]
    order = {f"{kind}.csv": place for place, kind in enumerate(_COLUMNS)}
    if not found:
        raise FormularyUnreadable("no table is there")
    return sorted(found, key=lambda path: order.get(path.name, 9))


def _rows(path: Path) -> Iterator[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FormularyUnreadable("the table cannot be opened") from error
    for row in csv.DictReader(text.splitlines(), strict=False):
        yield {column: (value or "").strip() for column, value in row.items() if isinstance(column, str)}


def _kind(rows: list[Row], name: str) -> str:
    """Which table it is, by its columns."""
    held = set(rows[0]) if rows else set()
    for kind, columns in _COLUMNS.items():
        if set(columns) <= held | _OPTIONAL and columns[0] in held:
            return kind
    raise FormularyUnreadable(f"the columns of {name} are of no table")


def _add(tables: Tables, kind: str, rows: Iterable[Row]) -> None:
    for number, row in enumerate(rows, 2):
        if not row[_COLUMNS[kind][0]]:
            raise FormularyUnreadable(f"{kind} line {number}: nothing in {_COLUMNS[kind][0]}")
        _ADDERS[kind](tables, row)


def _add_ingredient(tables: Tables, row: Row) -> None:
    name = row["id"].casefold()
    salts = tuple(spelt for salt in _list(row["salts"]) for spelt in _SALTS.get(salt, (salt,)))
    groups = frozenset(_list(row["groups"]))
    tables.ingredients[name] = Ingredient(
        name, row["thai"], groups, _list(row["synonyms"]), salts, row.get("covers", ""),
        row.get("source", ""), _unread(row),
    )  # fmt: skip


def _add_trade(tables: Tables, row: Row) -> None:
    ingredients = tuple(one.casefold() for one in _list(row["ingredients"]))
    tables.by_trade[key_of(row["trade"])] = Trade(
        row["trade"], _list(row["thai"]), ingredients, row.get("source", ""), _unread(row)
    )


def _add_group(tables: Tables, row: Row) -> None:
    tables.groups[row["id"]] = Group(
        row["id"], row["english"], row["thai"], _list(row["within"]), _list(row["names"]),
        row.get("source", ""), _unread(row),
    )  # fmt: skip


def _add_words(tables: Tables, row: Row) -> None:
    tables.words |= {key_of(word): row["kind"] for word in _list(row["words"])}


def _add_code(tables: Tables, row: Row) -> None:
    system = code_system(row["system"]) or row["system"].casefold()
    tables.codes[system, row["code"]] = tuple(one.casefold() for one in _list(row["ingredients"]))


_ADDERS = {
    "ingredients": _add_ingredient,
    "trades": _add_trade,
    "groups": _add_group,
    "words": _add_words,
    "codes": _add_code,
}


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _unread(row: Row) -> bool:
    return row.get("unverified", "yes").casefold() not in ("", "no")


def _check(tables: Tables) -> None:
    """What a row names must be there."""
    for ingredient in tables.ingredients.values():
        if missing := ({ingredient.covers} - {""} | ingredient.groups) - tables.groups.keys():
            raise FormularyUnreadable(f"ingredients: no such group: {', '.join(sorted(missing))}")
    for told in (*(trade.ingredients for trade in tables.trades), *tables.codes.values()):
        if not told or not tables.ingredients.keys() >= set(told):
            raise FormularyUnreadable("trades or codes: an ingredient is not in the table")
    for group in tables.groups.values():
        if not tables.groups.keys() >= set(group.within):
            raise FormularyUnreadable("groups: a group is within one that is not there")


def _widen(tables: Tables) -> None:
    """Who is in a group is in every group around it."""
    around: dict[str, frozenset[str]] = {}

    def all_of(group: str, met: frozenset[str]) -> frozenset[str]:
        if group not in around:
            outer = [one for one in tables.groups[group].within if one not in met]
            around[group] = frozenset({group}).union(*(all_of(one, met | {group}) for one in outer))
        return around[group]

    for name, ingredient in tables.ingredients.items():
        groups = frozenset[str]().union(*(all_of(group, frozenset()) for group in ingredient.groups))
        tables.ingredients[name] = replace(ingredient, groups=groups)
