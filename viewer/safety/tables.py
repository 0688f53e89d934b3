"""Rule tables as people write them: JSON, ours in resources/tables/rules, a site's own beside them.

A table names its owner, its sources (and whether they could be read) and its rules. Every kind of rule is one model:
which medicines it is about (``Side``), when it speaks, and what it says in Thai and English. What a table cannot say
here is an error that names the field; the other tables run.
"""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from viewer.safety.errors import TableUnreadable
from viewer.safety.finding import Level, Says

_LARGEST = 4_000_000  # bytes of one table


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Words(_Strict):
    """One sentence in both languages."""

    th: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Source(_Strict):
    """Where a rule comes from. ``read``: it was read for this table, not quoted from memory."""

    cite: str = Field(min_length=1)
    link: str = ""
    read: bool


class Side(_Strict):
    """Medicines by ingredient (``of``) and by group, but not those in ``but``.

    ``where``: "body" leaves out what acts where it is put (eye, ear, nose, skin, vagina, lungs); "any" takes all.
    """

    of: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    where: Literal["body", "any"] = "body"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.of and not self.groups:
            raise ValueError("a side needs an ingredient or a group")
        return self


Test = Literal["egfr", "k", "inr", "ast", "alt"]


class Ground(_Strict):
    """One reason why a medicine (or a value alone) is a finding. Limits: below < · at_least >= · above >."""

    test: Test | None = None
    below: float | None = None
    at_least: float | None = None
    above: float | None = None
    days: int | None = Field(default=None, gt=0)  # a result older than this decides nothing
    age_above: int | None = None
    pregnant_from_week: int | None = Field(default=None, ge=0)
    lactating: bool = False
    dialysis: bool = False
    problems: tuple[str, ...] = ()  # ICD-10 codes, each with all codes under it
    hla: str = ""
    g6pd_deficient: bool = False

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        limits = [limit for limit in (self.below, self.at_least, self.above) if limit is not None]
        told = (
            self.test is not None, self.age_above is not None, self.pregnant_from_week is not None, self.lactating,
            self.dialysis, bool(self.problems), bool(self.hla), self.g6pd_deficient,
        )  # fmt: skip
        if (
            sum(told) != 1
            or bool(limits) != (self.test is not None)
            or (self.test is not None) != bool(self.days)
        ):
            raise ValueError("a ground is one thing: a test with its limit and its days, or one condition")
        return self


class _Rule(_Strict):
    """What all rules have in common. ``days``: how long after its supply ran out a medicine still counts; None = as
    long as the site's windows say."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    level: Level
    rank: int  # among rules of one level, the smaller first
    source: str
    verified: bool
    says: Says = Says.USE
    on: bool = True
    asleep: str = ""  # why it waits: "list" (members come from a list of the site), "outbreak"
    counted: bool = True  # among "n rules" of the coverage: some are too rare here to claim breadth with
    absorbs: tuple[
        str, ...
    ] = ()  # rules that say nearly the same: of the same rows they become part of this finding
    days: int | None = Field(default=None, ge=0)
    effect: Words
    act: Words


class PairRule(_Rule):
    """Two medicines that should not meet. Both orders are one."""

    kind: Literal["pair"]
    says: Says = Says.TOGETHER
    left: Side
    right: Side


class Longer(_Strict):
    """Whoever took it longer than ``days`` without harm is told another level, with words of its own."""

    days: int = Field(gt=0)
    level: Level
    act: Words


class LimitRule(_Rule):
    """Medicines (each side must be there; none at all: a value on its own) and any of several grounds.

    ``without`` are medicines beside which another rule speaks. ``daily``: a weekly or a single dose is allowed.
    """

    kind: Literal["limit"]
    sides: tuple[Side, ...] = ()
    without: tuple[Side, ...] = ()
    when: tuple[Ground, ...] = Field(min_length=1)
    daily: bool = False
    longer: Longer | None = None


class RepeatRule(_Rule):
    """The same more than once. ``what``: "ingredient" (one, from two places or in two products; ``side`` limits which),
    "class" (two ingredients of the side), "strength" (one liquid in two concentrations)."""

    kind: Literal["repeat"]
    what: Literal["ingredient", "class", "strength"]
    side: Side | None = None
    but: tuple[str, ...] = ()  # groups and ingredients that are not looked at
    days: int | None = Field(default=0, ge=0)


class AllergyRule(_Rule):
    """A medicine that is there although an allergy is recorded. ``how``: "same" drug, "class" recorded by its name,
    "ring" (another member of one of ``groups`` than the one recorded), "mention" (its name stands in a text of which
    the rest was not understood)."""

    kind: Literal["allergy"]
    how: Literal["same", "class", "ring", "mention"]
    groups: tuple[str, ...] = ()
    days: int | None = Field(default=0, ge=0)


class DoseRule(_Rule):
    """More than ``over`` mg a day, or more than ``over_per_kg`` mg per kg a day; ``beside`` limits it to a company."""

    kind: Literal["dose"]
    side: Side
    beside: Side | None = None
    over: float | None = Field(default=None, gt=0)
    over_per_kg: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _has_one_limit(self) -> Self:
        if (self.over is None) == (self.over_per_kg is None):
            raise ValueError("a dose rule has one limit")
        return self


class MonitorRule(_Rule):
    """A medicine without a result of ``test`` in the last ``within_days``."""

    kind: Literal["monitor"]
    side: Side
    test: Test
    within_days: int = Field(gt=0)


class PastRule(_Rule):
    """A supply that has ended and reached into the first ``weeks`` of the open pregnancy."""

    kind: Literal["past"]
    side: Side
    weeks: int = Field(gt=0)


class ReadingRule(_Rule):
    """How a medicine is taken, as it reads: "clash" (text and structure differ), "daily" (of a weekly drug)."""

    kind: Literal["reading"]
    side: Side
    reading: Literal["clash", "daily"]


Rule = Annotated[
    PairRule | LimitRule | RepeatRule | AllergyRule | DoseRule | MonitorRule | PastRule | ReadingRule,
    Field(discriminator="kind"),
]


class Windows(_Strict):
    """Days after a supply ran out in which a medicine still counts; the longer for those whose effect lasts.

    ``ordered``: days for which an order counts that nobody has supplied yet.
    """

    recent: int = Field(default=30, ge=0)
    outlasting: int = Field(default=90, ge=0)
    ordered: int = Field(default=30, ge=0)
    drugs: Side = Side(of=("warfarin", "amiodarone", "methotrexate"), groups=("retinoid",), where="any")


class Table(_Strict):
    """One file. ``lists`` are groups of its own, for its own sides."""

    table: str = Field(min_length=1)
    version: str = Field(min_length=1)
    title: Words
    owner: str = Field(min_length=1)
    review: date  # when it is to be looked at again
    sources: dict[str, Source]
    lists: dict[str, tuple[str, ...]] = {}
    windows: Windows | None = None
    rules: tuple[Rule, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        ids = [rule.id for rule in self.rules]
        if len(set(ids)) != len(ids):
            raise ValueError("two rules of one id")
        for rule in self.rules:
            source = self.sources.get(rule.source)
            if source is None:
                raise ValueError(f"rule {rule.id} names a source that is not in the table")
            if rule.verified and not source.read:
                raise ValueError(f"rule {rule.id} cannot be verified: its source was not read")
        return self


def read_table(path: Path) -> Table:
    """One table.

    Raises:
        TableUnreadable: it is not there, too large, not JSON, or does not fit.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise TableUnreadable(f"{path.name}: too large for a rule table")
        content = path.read_bytes()
    except OSError as error:
        raise TableUnreadable(f"{path.name}: cannot be opened") from error
    try:
        return Table.model_validate_json(content)
    except ValidationError as error:
        raise TableUnreadable(f"{path.name}: {_told(error, content)}") from None


def _told(error: ValidationError, content: bytes) -> str:
    """Which rules and fields do not fit: by the rule's id where it can be read, never by what stands there."""
    found = []
    for item in error.errors(include_input=False, include_context=False, include_url=False):
        place = [str(step) for step in item["loc"]]
        if len(place) > 1 and place[0] == "rules" and place[1].isdigit():
            place[1] = _id_of(content, int(place[1]))
        found.append(f"{'.'.join(place) or 'file'} ({item['msg']})")
    return "; ".join(found[:5])


def _id_of(content: bytes, place: int) -> str:
    try:
        named = json.loads(content)["rules"][place]["id"]
    except (ValueError, LookupError, TypeError):
        return f"rule {place + 1}"
    is_id = isinstance(named, str) and len(named) <= 60 and named.replace("-", "").isalnum()
    return named if is_id else f"rule {place + 1}"
