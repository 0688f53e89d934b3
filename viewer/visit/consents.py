"""What was asked of the person before, by who acts now: looked up when it is wanted, kept nowhere."""

from collections.abc import Awaitable, Callable

from viewer.audit.event import Act
from viewer.base.opaque import Opaque
from viewer.consent.history import ConsentTold, past_consents
from viewer.exchange.permit import Receipt
from viewer.visit.desk import Desk


class PastConsents:
    """Belongs to an open record. ``write`` writes an act down and refuses once the record is closed."""

    def __init__(self, desk: Desk, patient: Opaque, write: Callable[[Act, str], Awaitable[Receipt]]) -> None:
        self._desk, self._patient, self._write = desk, patient, write

    async def look(self) -> tuple[ConsentTold, ...]:
        """All of them, the newest first, once it is written down that somebody looks.

        Raises:
            OutboxUnwritable: they are not looked up.
            ExchangeError: the exchange did not say.
            WrongMoment: the record was closed.
        """
        await self._write(Act.VIEW_PAGE, "consents")
        return await past_consents(self._desk.client, self._patient, self._desk.facilities)
