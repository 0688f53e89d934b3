"""Papers that leave an open record: each written down first, with the number of its copy, and remembered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from viewer.audit.event import EXPORTS, FILES, Act
from viewer.base.opaque import Opaque
from viewer.exchange.permit import Receipt
from viewer.record.news import standing
from viewer.record.story import Record
from viewer.visit.desk import Desk
from viewer.visit.errors import WrongMoment
from viewer.visit.reconciling import WITH_RESTRICTED


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that left the program. ``number``: see viewer.visit.copies."""

    form: str
    act: str  # "print", "save", "sign"
    number: int
    reference: str
    when: datetime
    rows: frozenset[int] = frozenset()  # what the record held then (record.news.standing)


class WriteCopy(Protocol):
    """Puts an act into the audit trail."""

    async def __call__(self, act: Act, detail: str = "", *, also: Mapping[str, str] | None = None) -> Receipt:
        """Raises WrongMoment where the record is closed, OutboxUnwritable where it cannot be written."""
        ...


class Papers:
    """Belongs to an open record. ``left`` is told of each paper."""

    def __init__(
        self,
        desk: Desk,
        patient: Opaque,
        write: WriteCopy,
        record: Callable[[], Record],
        left: Callable[[Paper], None],
    ) -> None:
        self._role, self._write, self._record, self._left = desk.role, write, record, left
        self._number = partial(desk.copies.next, patient)

    async def exported(self, act: str, form: str, *, kind: str, with_restricted: bool) -> str:
        """See Chart.exported."""
        if form not in self._role.forms:
            raise WrongMoment("this role does not write this form")
        if EXPORTS[act] is Act.SEAL and form not in self._role.signs:
            raise WrongMoment("this role does not sign this form")
        number = self._number(kind or form)  # before it is written: no number is ever given twice
        also = {"copy": str(number), **({"warned": "leaves-protection"} if act in FILES else {})}
        detail = f"{form}{WITH_RESTRICTED if with_restricted else ''}"
        receipt = await self._write(EXPORTS[act], detail, also=also)
        reference = receipt.event[:8].upper()
        self._left(Paper(form, act, number, reference, receipt.written, standing(self._record())))
        return reference
