"""What an order or a dispense says beside the dose."""

import msgspec

from viewer.record.values import Span


class Ordered(msgspec.Struct, frozen=True, gc=False):
    """Refills, how long the order holds, and whether another medicine may be given for it."""

    refills: int | None = None  # how often more may be given out on it
    valid: Span | None = None  # when it may be dispensed
    exchange: str = ""  # "refused", "allowed", "done", "not-done", else in words
    why: str = ""  # of the exchange
