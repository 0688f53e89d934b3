"""The formulary: which ingredients a medicine's name stands for, and which groups they belong to.

Every look-up is of exact words: a name is known or it is not. What is not known is "unresolved", what says two things
is "disagree"; neither is ever guessed. The tables are data (resources/tables/formulary); a site may add its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from viewer.record.codes import code_system
from viewer.record.drug_names import Heard, Hearing, Known, key_of, untagged
from viewer.record.facts import Drug
from viewer.record.formulary_tables import Group as Group
from viewer.record.formulary_tables import Ingredient as Ingredient
from viewer.record.formulary_tables import Tables, Trade, read_tables


class Reading(NamedTuple):
    """What a medicine's name stands for.

    ``ingredients`` are ids in the order of the name, () unless ``certain``. ``how``: "name", "thai", "trade",
    "parsed" (a content in parentheses, or sent as structure), "code" (a site's own code table); "unresolved" (some
    of it is not known), "disagree" (two parts of it name different things). ``seen`` are ids met in a name that
    could not be read whole: a hint for a reader, never for a rule.
    """

    ingredients: tuple[str, ...] = ()
    certain: bool = False
    how: str = "unresolved"
    seen: frozenset[str] = frozenset()


class Choice(NamedTuple):
    """One line of a pick list. ``how``: "name", "thai", "trade"."""

    words: str
    ingredients: tuple[str, ...]
    how: str


@dataclass(frozen=True, slots=True)
class _Shown:
    key: str
    choice: Choice


class Formulary:
    """The tables, made quick to ask."""

    def __init__(self, tables: Tables) -> None:
        self._ingredients = tables.ingredients
        self._groups = tables.groups
        self._names: dict[str, Known] = {}
        self._shown: list[_Shown] = []
        for ingredient in tables.ingredients.values():
            self._learn(ingredient)
        self._trades: dict[str, list[str]] = {}
        for trade in tables.trades:
            self._learn_trade(trade)
        self._classes = {key_of(name): group.id for group in tables.groups.values() for name in group.names}
        self._codes = tables.codes
        self._members = _members(tables)
        self._hearing = Hearing(self._names, tables.words)

    @property
    def ingredients(self) -> Mapping[str, Ingredient]:
        """Every ingredient by id."""
        return self._ingredients

    @property
    def groups(self) -> Mapping[str, Group]:
        """Every group by id."""
        return self._groups

    def ingredient(self, name: str) -> Ingredient | None:
        """The one ingredient of this name (English, Thai, synonym, with its salt); None for anything else."""
        known = self._names.get(key_of(untagged(name)))
        if known is None or known.how == "trade":
            return None
        return self._ingredients[known.ingredients[0]]

    def group_named(self, name: str) -> str:
        """The group that a class name stands for ("penicillin", เพนิซิลลิน); "" when it names none."""
        return self._classes.get(key_of(untagged(name)), "")

    def members(self, group: str) -> frozenset[str]:
        """The ids of a group; none for a group that does not exist."""
        return self._members.get(group, frozenset())

    def trades_of(self, id: str) -> tuple[str, ...]:
        """Trade names of products that hold the ingredient."""
        return tuple(self._trades.get(id, ()))

    def forget(self) -> None:
        """Drop the labels heard so far: a closed record leaves no words behind."""
        self._hearing.forget()

    def named(self, text: str) -> Reading:
        """What a text of no structure names: an allergen, a line that somebody typed."""
        heard = self._hearing.hear(text)
        return Reading(heard.ingredients, not heard.doubt, heard.doubt or heard.how, heard.seen)

    def read(self, drug: Drug) -> Reading:
        """What a medicine is. Its name, the displays of its codes, its sent content and its codes must agree."""
        heard = [self._hearing.hear(text) for text in _spellings(drug)]
        if any(one.doubt == "disagree" for one in heard):
            return Reading(how="disagree", seen=_seen(heard))
        told = [(one.ingredients, one.how) for one in heard if not one.doubt]
        told += [(found, "code") for found in self._coded(drug)]
        content = [self.ingredient(name) for name in drug.ingredients]
        if content and all(content):
            told.append((tuple(dict.fromkeys(one.name for one in content if one)), "parsed"))
        seen = _seen(heard) | {one.name for one in content if one}
        if not told:
            return Reading(seen=seen)
        ingredients, how = self._narrowest(told)
        certain = frozenset(ingredients)
        agreed = all(self._same(frozenset(other), certain) for other, _ in told)
        if not agreed or not self._within(seen, certain):
            return Reading(how="disagree", seen=seen)
        # A content of two, one of them unknown, is not the other one alone.
        if len(content) > 1 and not all(content) and len(content) != len(certain):
            return Reading(seen=seen)
        return Reading(ingredients, True, how, seen)

    def search(self, text: str, limit: int = 20) -> tuple[Choice, ...]:
        """Names that begin with a text, then those that hold it: for a pick list, never for a rule."""
        key = key_of(text)
        if not key:
            return ()
        found = [one for one in self._shown if key in one.key]
        found.sort(key=lambda one: (not one.key.startswith(key), len(one.key), one.key))
        return tuple(dict.fromkeys(one.choice for one in found))[: max(0, limit)]

    def _narrowest(self, told: Sequence[tuple[tuple[str, ...], str]]) -> tuple[tuple[str, ...], str]:
        """The one that leaves least open: "insulin isophane" over "insulin"; of equals the first."""
        return min(told, key=lambda one: sum(bool(self._ingredients[id_].covers) for id_ in one[0]))

    def _same(self, one: frozenset[str], narrow: frozenset[str]) -> bool:
        return len(one) == len(narrow) and self._within(one, narrow)

    def _within(self, some: frozenset[str], narrow: frozenset[str]) -> bool:
        """Whether each is among the others, or is the name of a kind that one of them is of."""
        return all(
            one in narrow or bool(self.members(self._ingredients[one].covers) & narrow) for one in some
        )

    def _coded(self, drug: Drug) -> list[tuple[str, ...]]:
        if not self._codes:
            return []
        keys = ((code_system(one.system), one.code.strip()) for one in drug.concept.codings)
        return [found for key in keys if (found := self._codes.get(key))]

    def _learn(self, ingredient: Ingredient) -> None:
        only = (ingredient.name,)
        salts = [key_of(salt) for salt in ingredient.salts]
        for name, how in ingredient.names():
            key = key_of(name)
            self._shown.append(_Shown(key, Choice(name, only, how)))
            self._names[key] = known = Known(only, how)
            for salt in salts:
                self._names[key + salt] = known

    def _learn_trade(self, trade: Trade) -> None:
        for name in filter(None, (trade.trade, *trade.thai)):
            self._names[key_of(name)] = Known(trade.ingredients, "trade")
            self._shown.append(_Shown(key_of(name), Choice(name, trade.ingredients, "trade")))
        for ingredient in trade.ingredients:
            self._trades.setdefault(ingredient, []).append(trade.trade)


def _seen(heard: Iterable[Heard]) -> frozenset[str]:
    return frozenset[str]().union(*(one.seen for one in heard))


def _spellings(drug: Drug) -> dict[str, None]:
    texts = (drug.name, drug.concept.text, *(coding.display for coding in drug.concept.codings))
    return dict.fromkeys(text for text in texts if text.strip())


def _members(tables: Tables) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for ingredient in tables.ingredients.values():
        for group in ingredient.groups:
            found.setdefault(group, set()).add(ingredient.name)
    return {group: frozenset(names) for group, names in found.items()}


def load_formulary(extra: Path | None = None) -> Formulary:
    """The tables that are shipped, and a site's own: a file of the same columns, or a folder of such files.

    Its rows add to ours and stand over them.

    Raises:
        FormularyUnreadable: the site's table is not there, or does not fit.
    """
    return _loaded(extra)


@cache
def _loaded(extra: Path | None) -> Formulary:
    """Read once, however it is asked for."""
    return Formulary(read_tables(extra))
