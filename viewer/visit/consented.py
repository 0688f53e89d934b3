"""The days that a consent is limited to, as the record takes them."""

from datetime import date, datetime, time, timedelta

from viewer.base.clock import BANGKOK
from viewer.exchange.permit import Permit
from viewer.record.dates import Dates


def consented_dates(permit: Permit) -> dict[str, Dates]:
    """The days each facility's consent is limited to, of those that are."""
    return {
        grant.hcode: Dates(_day(grant.data_since), _day(grant.data_until, after=True))
        for grant in permit.grants
        if grant.permitted and (grant.data_since or grant.data_until)
    }


def _day(moment: datetime | None, *, after: bool = False) -> date | None:
    """The day of a moment in Bangkok; ``after`` = the first that lies wholly behind it."""
    if moment is None:
        return None
    local = moment.astimezone(BANGKOK)
    whole = local.time() == time()
    return local.date() + timedelta(days=int(after and not whole))
