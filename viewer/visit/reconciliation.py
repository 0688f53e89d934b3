"""การประสานรายการยา: what a clinician decided of each medicine, as values. Which medicines there are, and how they are
called, is view's to know: here each has the key of its row and the name it was decided under.

A decision remembers the facts it stood on (``basis``); where they are others now, it asks to be made again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum


class Choice(StrEnum):
    """What is to become of a medicine."""

    CONTINUE = "continue"  # ใช้ต่อ
    STOP = "stop"  # หยุด
    HOLD = "hold"  # งดชั่วคราว
    DOSE = "dose"  # ปรับขนาด
    SWITCH = "switch"  # เปลี่ยน
    RESUME = "resume"  # กลับมาใช้
    START = "start"  # เริ่มใหม่
    ASK = "ask"  # รอแพทย์พิจารณา


class Kind(StrEnum):
    """Where a medicine comes from that no facility told of."""

    BOUGHT = "bought"  # ซื้อใช้เอง
    HERB = "herb"  # สมุนไพร ผลิตภัณฑ์เสริมอาหาร
    ELSEWHERE = "elsewhere"  # from a place that has not told of it
    NEW = "new"  # begun today


ASKED = (Kind.BOUGHT, Kind.HERB)
"""What a patient is asked for, and may deny."""


class Informant(StrEnum):
    """Who told how the medicines are taken."""

    NOT_SAID = ""
    PATIENT = "patient"
    RELATIVE = "relative"
    PACKAGES = "packages"  # seen on the packages that were brought
    RECORD = "record"  # nobody was asked: from the record alone


@dataclass(frozen=True, slots=True)
class LastTaken:
    """When it was last taken, no more precise than it was said. Without a day only the words as typed count."""

    typed: str
    day: date | None = None
    clock: time | None = None


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine as the one who decides sees it now. ``basis`` changes with its facts; ``then`` tells them in words."""

    key: str
    name: str
    basis: str = ""
    then: str = ""
    restricted: bool = False  # some of it is of restricted access, and opened


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: what, by whom, when, and on which facts."""

    choice: Choice
    who: str
    when: datetime
    basis: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was decided and noted of one medicine. The words are the clinician's own; nothing is computed of them."""

    key: str
    name: str
    decision: Decision | None = None
    reason: str = ""
    dose: str = ""  # how it is to be taken from now on
    instead: str = ""  # what takes its place
    taken: LastTaken | None = None
    restricted: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing is said of it."""
        return self.decision is None and not (self.reason or self.dose or self.instead or self.taken)


@dataclass(frozen=True, slots=True)
class Extra:
    """A medicine that no facility told of. ``listed``: its name was chosen from a list, not typed."""

    key: str
    kind: Kind
    name: str
    listed: bool = False
    how: str = ""  # how it is taken, as told
    source: str = ""  # where it comes from, as told


@dataclass(frozen=True, slots=True)
class Signed:
    """Who stands for all of it, and when. ``form`` names this version at the exchange, also when sent twice."""

    name: str
    licence: str
    facility: str
    when: datetime
    form: str
    seen: str  # what the record showed then: see view
    asking: int = 0  # facilities that had not answered yet


@dataclass(frozen=True, slots=True)
class Sent:
    """A version that the exchange took. ``ids`` are those it gave, ``listed`` that of the list; ``confirmed``: it was
    read back and is whole. ``stands``: the version before could not be taken back and still counts there."""

    form: str
    when: datetime
    ids: frozenset[str] = field(default=frozenset(), repr=False)
    confirmed: bool = False
    listed: str = field(default="", repr=False)
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All of it. ``entries`` by key: of medicines of the record and of extras alike."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    extras: tuple[Extra, ...] = ()
    denied: frozenset[Kind] = frozenset()  # asked for, and the patient says that there are none
    informant: Informant = Informant.NOT_SAID
    signed: Signed | None = None
    sent: tuple[Sent, ...] = ()
    printed: bool = False  # as it stands it was printed or saved

    @property
    def begun(self) -> bool:
        """Whether there is anything that would be lost."""
        return bool(self.entries or self.extras or self.denied or self.informant)

    @property
    def would_be_lost(self) -> bool:
        """Whether it is nowhere but here."""
        return self.begun and not self.printed and self.delivered is None

    @property
    def delivered(self) -> Sent | None:
        """The sending of what is signed now, once the exchange has it."""
        form = self.signed.form if self.signed else ""
        return next((sent for sent in self.sent if sent.form == form), None)

    @property
    def own(self) -> frozenset[str]:
        """Ids of rows that come back from the exchange and are ours."""
        return frozenset().union(*(sent.ids for sent in self.sent))

    def entry(self, key: str) -> Entry | None:
        """What is said of one medicine."""
        return self.entries.get(key)


def decided(
    value: Reconciliation, medicines: Iterable[Medicine], choice: Choice | None, who: str, when: datetime
) -> Reconciliation:
    """The same choice for some medicines; None takes the decision back and leaves the notes."""
    entries = dict(value.entries)
    for medicine in medicines:
        made = None if choice is None else Decision(choice, who, when, medicine.basis, medicine.then)
        known = entries.get(medicine.key) or Entry(medicine.key, medicine.name)
        entry = replace(known, name=medicine.name, decision=made, restricted=medicine.restricted)
        entries[medicine.key] = entry
        if entry.blank:
            del entries[medicine.key]
    return _unsigned(value, entries=entries)


def noted(
    value: Reconciliation, medicine: Medicine, taken: LastTaken | None, reason: str, dose: str, instead: str
) -> Reconciliation:
    """All notes of one medicine at once, as typed."""
    known = value.entries.get(medicine.key) or Entry(medicine.key, medicine.name)
    notes = replace(known, reason=reason, dose=dose, instead=instead, taken=taken)
    entry = replace(notes, restricted=medicine.restricted)
    entries = {**value.entries, medicine.key: entry}
    if entry.blank:
        del entries[medicine.key]
    return _unsigned(value, entries=entries)


def added(value: Reconciliation, extra: Extra) -> Reconciliation:
    """One more medicine that no facility told of. What the patient has is denied no more."""
    return _unsigned(value, extras=(*value.extras, extra), denied=value.denied - {extra.kind})


def removed(value: Reconciliation, key: str) -> Reconciliation:
    """Without an extra medicine, or without what was said of one that is not in the record any more."""
    extras = tuple(extra for extra in value.extras if extra.key != key)
    entries = {known: entry for known, entry in value.entries.items() if known != key}
    return _unsigned(value, extras=extras, entries=entries)


def told(
    value: Reconciliation, *, informant: Informant | None = None, denied: frozenset[Kind] | None = None
) -> Reconciliation:
    """Who told it, and of what the patient says that there is none; a kind that was told of is not denied."""
    kinds = {extra.kind for extra in value.extras}
    return _unsigned(
        value,
        informant=value.informant if informant is None else informant,
        denied=(value.denied if denied is None else denied) - kinds,
    )


def _unsigned(value: Reconciliation, **changes: object) -> Reconciliation:
    """Changed, and so signed by nobody; what changes nothing leaves the signature."""
    changed = replace(value, **changes)  # type: ignore[arg-type]  # fields of it, named by the callers above
    return value if changed == value else replace(changed, signed=None, printed=False)
