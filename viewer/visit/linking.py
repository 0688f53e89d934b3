"""Health links of an open record: made only for a paper that is about to leave, once that is written down."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from viewer.audit.event import Act
from viewer.base.opaque import Opaque
from viewer.exchange.permit import Receipt
from viewer.signin.roles import PROOF, REFERRAL, creatable
from viewer.visit.desk import Desk
from viewer.writing.health_link import Deposit, health_link, new_passcode


@dataclass(frozen=True, slots=True)
class LinkWish:
    """That the next paper gets a link, as the patient agreed to: for so many days, with this passcode."""

    days: int
    passcode: Opaque


class Linking:
    """Belongs to an open record. ``write`` puts an act into the audit trail; it raises WrongMoment once closed."""

    def __init__(self, desk: Desk, write: Callable[[Act, str], Awaitable[Receipt]]) -> None:
        self._desk, self._write = desk, write

    @property
    def allowed(self) -> bool:
        """Whether who is signed in may give papers out."""
        granted = creatable(self._desk.session.granted_scopes)
        return REFERRAL in self._desk.role.forms and bool({"*", PROOF} & granted)

    def new_passcode(self) -> Opaque:
        """One by chance."""
        return new_passcode()

    async def make(self, address: str, deposit: Deposit) -> Opaque:
        """The link to a paper's data, deposited at ``address``.

        Raises:
            OutboxUnwritable: nothing is deposited.
            ExchangeError, NotKept: the exchange did not take it.
            WrongMoment: the record was closed.
        """
        await self._write(Act.SHARE_LINK, f"referral until={deposit.until:%Y-%m-%dT%H:%M%z}")
        return await health_link(self._desk.client, address, deposit)
