"""What can go wrong between us and the exchange.

ExchangeError
  OriginRefused      an address outside the profile's origins: nothing was sent
  Unreachable        no connection, or it broke and stayed broken
  TimedOut           connected, then silent for too long
  Redirected         the answer was a redirect; we follow none
  TooLarge           the body is larger than a page may be
  NotJson            an answer that is not FHIR JSON (a login page, a proxy's apology)
  PagesWithoutEnd    the same next page twice, or more pages than anyone has
  ServerFailed       5xx that stayed
  Busy               429 for longer than we wait
  Refused            any other 4xx: final
    SessionRefused   401 even with a renewed token

Each carries the request's number, never its address: addresses may hold resource ids.
"""

from viewer.base.errors import PrawatError


class ExchangeError(PrawatError):
    """A request did not bring what it was sent for. ``reference`` is our request number, to quote in a complaint."""

    code = "exchange"

    def __init__(self, message: str, reference: str = "") -> None:
        super().__init__(f"{message} (request {reference})" if reference else message)
        self.reference = reference

    @property
    def detail(self) -> str:
        """A stable word for the ledger: the code, or more precise than it."""
        return self.code


class OriginRefused(ExchangeError):
    """The address is not one the profile lets our token go to."""

    code = "origin-refused"


class Unreachable(ExchangeError):
    """No connection could be made, or it broke."""

    code = "unreachable"


class TimedOut(ExchangeError):
    """The other side was silent for too long."""

    code = "timed-out"


class Redirected(ExchangeError):
    """A redirect: refused, since it may lead a token elsewhere."""

    code = "redirected"


class TooLarge(ExchangeError):
    """More bytes than one page may have."""

    code = "too-large"


class NotJson(ExchangeError):
    """The answer says of itself that it is something else than JSON."""

    code = "not-json"


class PagesWithoutEnd(ExchangeError):
    """``next`` leads in a circle, or on and on."""

    code = "pages-without-end"


class ServerFailed(ExchangeError):
    """The server said 5xx, also when asked again."""

    code = "server-failed"

    def __init__(self, message: str, reference: str = "", status: int = 500) -> None:
        super().__init__(message, reference)
        self.status = status

    @property
    def detail(self) -> str:
        """``server-503`` and the like."""
        return f"server-{self.status}"


class Busy(ExchangeError):
    """The server asks for patience longer than anyone can wait for."""

    code = "busy"


class Refused(ExchangeError):
    """4xx. ``codes`` are the OperationOutcome's details and issue codes, most telling first."""

    code = "refused"

    def __init__(
        self, message: str, reference: str = "", status: int = 400, codes: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message, reference)
        self.status = status
        self.codes = codes

    @property
    def detail(self) -> str:
        """``refused-403`` and the like."""
        return f"refused-{self.status}"


class SessionRefused(Refused):
    """401 although the token was renewed."""

    code = "session-refused"
