"""Deciding on the medicines of an open record: each act can be undone; signed by name, sent where that is taken."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Protocol
from uuid import uuid4

from viewer.audit.event import Act
from viewer.base.errors import PrawatError
from viewer.exchange.permit import Receipt
from viewer.signin.roles import FORM_TYPES, RECONCILIATION, changeable, creatable
from viewer.visit.desk import Desk
from viewer.visit.errors import WrongMoment
from viewer.visit.reconciliation import (
    Choice,
    Extra,
    Informant,
    Kind,
    LastTaken,
    Medicine,
    Reconciliation,
    Sent,
    Signed,
    added,
    decided,
    noted,
    removed,
    told,
)
from viewer.visit.undoing import Undoing
from viewer.writing.delivery import deliver_list
from viewer.writing.reconciliation import Reconciled

WITH_RESTRICTED = " with-restricted"  # behind the name of a form, in the audit trail


class Write(Protocol):
    """Puts an act into the audit trail."""

    async def __call__(self, act: Act, detail: str = "", *, failed: bool = False) -> Receipt:
        """Raises WrongMoment where the record is closed, OutboxUnwritable where it cannot be written."""
        ...


class Reconciling:
    """Belongs to an open record. ``show`` makes a new value the visit's; ``write`` puts an act into the audit trail
    and raises WrongMoment once the record is closed, as every act here does."""

    def __init__(
        self,
        desk: Desk,
        value: Reconciliation,
        check: Callable[[], None],
        write: Write,
        show: Callable[[Reconciliation], None],
    ) -> None:
        self._desk, self._check, self._write = desk, check, write
        self._decided = Undoing(value, check, show)
        self._noting = ""  # the medicine whose notes were typed last: one step, however many keys

    @property
    def value(self) -> Reconciliation:
        """How it stands."""
        return self._decided.value

    @property
    def allowed(self) -> bool:
        """Whether the role that acts reconciles medicines."""
        return RECONCILIATION in self._desk.role.forms

    @property
    def steps(self) -> tuple[int, int]:
        """How many acts can be undone, and how many done again."""
        return self._decided.steps

    @property
    def obstacle(self) -> str:
        """Why it cannot be sent now: "not-taken" by the exchange, "not-granted" at sign-in, "empty", "unsigned",
        "sent"; "" when it can be.
        """
        types = FORM_TYPES[RECONCILIATION]
        granted = creatable(self._desk.session.granted_scopes)
        if not self._desk.capability.takes(types):
            return "not-taken"
        if "*" not in granted and not granted.issuperset(types):
            return "not-granted"
        if not any(entry.decision for entry in self.value.entries.values()):
            return "empty"
        if self.value.signed is None:
            return "unsigned"
        return "sent" if self.value.delivered else ""

    @property
    def _may_revise(self) -> bool:
        """Whether what was sent may be changed: the exchange says that it can, and it was granted."""
        types = FORM_TYPES[RECONCILIATION]
        granted = changeable(self._desk.session.granted_scopes)
        return self._desk.capability.revises(types) and bool({"*"} & granted or granted.issuperset(types))

    def decide(self, medicines: Iterable[Medicine], choice: Choice | None) -> None:
        """The same choice for these medicines, as one step; None takes the decisions back.

        Raises:
            WrongMoment: the record was closed, or the role does not reconcile.
        """
        who, now = self._desk.clinician.name, self._desk.clock.now()
        self._become(decided(self.value, medicines, choice, who, now))

    def note(
        self, medicine: Medicine, taken: LastTaken | None, *, reason: str, dose: str, instead: str
    ) -> None:
        """What was typed of one medicine, as it stands: key by key, and yet one step."""
        following = self._noting == medicine.key
        self._become(noted(self.value, medicine, taken, reason, dose, instead), merge=following)
        self._noting = medicine.key

    def add(self, kind: Kind, name: str, *, listed: bool, how: str = "", source: str = "") -> str:
        """A medicine that no facility told of; its key. What is begun today is decided by that."""
        extra = Extra(
            f"extra-{uuid4().hex}", kind, " ".join(name.split()), listed, how.strip(), source.strip()
        )
        value = added(self.value, extra)
        if kind is Kind.NEW:
            who, now = self._desk.clinician.name, self._desk.clock.now()
            value = decided(value, [Medicine(extra.key, extra.name)], Choice.START, who, now)
        self._become(value)
        return extra.key

    def remove(self, key: str) -> None:
        """Take away an extra medicine, or what was said of one that is not in the record any more."""
        self._become(removed(self.value, key))

    def tell(self, *, informant: Informant | None = None, denied: frozenset[Kind] | None = None) -> None:
        """Who told it, and of what the patient says that there is none."""
        self._become(told(self.value, informant=informant, denied=denied))

    def undo(self) -> bool:
        """Take the last step back. False when there is none."""
        self._noting = ""
        return self._decided.undo() is not None

    def redo(self) -> bool:
        """Do again what was undone. False when there is nothing."""
        self._noting = ""
        return self._decided.redo() is not None

    def left(self, value: Reconciliation) -> None:
        """``value`` has left, on paper or as a file: see Undoing."""
        self._decided.left(value, replace(value, printed=True))

    async def sign(self, seen: str, asking: int) -> None:
        """Stand for it by name, once that is written down. ``seen`` is what the record showed (view's words for it),
        ``asking`` how many facilities had not answered.

        Raises:
            OutboxUnwritable: it stays unsigned.
            WrongMoment: nothing is decided; it was changed or the record closed meanwhile.
        """
        value, post = self.value, self._desk.post
        if not value.begun or post is None:
            raise WrongMoment("there is nothing to sign")
        receipt = await self._write(Act.SIGN, RECONCILIATION)
        if self.value is not value:
            raise WrongMoment("it was changed while it was being signed")
        who = self._desk.clinician
        signed = Signed(who.name, who.licence, post.facility, receipt.written, str(uuid4()), seen, asking)
        self._become(replace(value, signed=signed))

    async def send(self, reconciled: Reconciled, *, with_restricted: bool = False) -> Sent:
        """Hand the signed list to the exchange, once that is written down. After an error it may be sent again: what
        stands there already is not made twice. A version sent before is retired with it, where that is granted.
        ``with_restricted``: rows of restricted access are in it.

        Raises:
            OutboxUnwritable: nothing was sent.
            WrongMoment: it cannot be sent now (``obstacle``), or the record was closed.
            ExchangeError, WritingError: it is not known to stand there.
        """
        if self.obstacle or self.value.signed is None or self.value.signed.form != reconciled.form:
            raise WrongMoment("this cannot be sent now")
        detail = f"{RECONCILIATION}{WITH_RESTRICTED if with_restricted else ''}"
        await self._write(Act.SEND, detail)
        before = self.value.sent[-1] if self.value.sent else None
        replaced = before.listed if before is not None and self._may_revise else ""
        try:
            delivered = await deliver_list(self._desk.client, reconciled, replaced)
        except PrawatError:
            with suppress(PrawatError):  # the first error is the one to tell
                await self._write(Act.SEND, detail, failed=True)
            raise
        sent = Sent(
            reconciled.form,
            self._desk.clock.now(),
            frozenset(delivered.ids),
            delivered.confirmed,
            delivered.ids[0],
            stands=delivered.stands or (before is not None and not replaced),
        )
        every = (*self.value.sent, sent)
        self._decided.amend(lambda value: replace(value, sent=every))
        return sent

    def _become(self, value: Reconciliation, *, merge: bool = False) -> None:
        self._check()
        if not self.allowed:
            raise WrongMoment("this role does not reconcile medicines")
        self._noting = ""
        self._decided.become(value, merge=merge)
