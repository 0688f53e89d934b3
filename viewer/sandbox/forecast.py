"""What a weather file means for each request: dealt to facilities and drawn from the seed, whatever the timing.

A draw hangs on the seed, the facility, what was asked for (type and page), and how often that was asked before. So a
request that is sent again is drawn anew, and who asks at the same time changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from viewer.sandbox.chance import Chance
from viewer.sandbox.climate import Climate, Conditions, Fixed, Lognormal, Uniform
from viewer.sandbox.errors import FaultUnreadable
from viewer.sandbox.faults import CALM, Fault
from viewer.sandbox.world import FacilityEntry

METADATA = "metadata"
_P95 = 1.6448536269514722  # of the standard normal distribution


@dataclass(frozen=True, slots=True)
class Meets:
    """What one request meets: late, then at most one thing that goes wrong, and what the facility is like besides.

    Seconds are told before scaling by the latency factor.

    Attributes:
        fault: what goes wrong; ``CALM`` = nothing.
        later: how a Retry-After is told: "seconds", "date" (by the facility's own clock), or "" not at all.
        rate: bytes a second of the body; 0 = at once. ``first_byte``: seconds before it.
        revokes: the patient takes the consent back before this request is answered.
        revokes_in: the patient will take it back in so many seconds; None = not told by this request.
    """

    fault: Fault = CALM
    delay: float = 0.0
    later: str = "seconds"
    rate: float = 0.0
    first_byte: float = 0.0
    page_size: int = 0
    endless: str = ""
    skew_hours: float = 0.0
    revokes: bool = False
    revokes_in: float | None = None
    doubled: "Doubled | None" = None


@dataclass(frozen=True, slots=True)
class Doubled:
    """Which resources come twice."""

    chance: Chance
    same_page: float
    next_page: float

    def where(self, kind: str, key: str) -> str:
        """Where a resource comes once more: "here", "later", or "" nowhere."""
        drawn = self.chance.share(kind, key)
        if drawn < self.same_page:
            return "here"
        return "later" if drawn < self.same_page + self.next_page else ""


@dataclass(slots=True)
class _Day:
    """What has been asked of one facility so far."""

    began: float
    requests: int = 0
    asked: Counter[str] = field(default_factory=Counter)


class Forecast:
    """The weather of every facility. ``now`` counts seconds before scaling."""

    def __init__(
        self, climate: Climate, facilities: Sequence[FacilityEntry], seed: int, now: Callable[[], float]
    ) -> None:
        """Deal the shares.

        Raises:
            FaultUnreadable: a facility is not known, or what may go wrong with a request adds up to more than 1.
        """
        self._chance, self._now = Chance(f"weather/{seed}"), now
        self.names = _dealt(climate, facilities, self._chance)
        shares = {dealt.name: dealt.weather for dealt in climate.shares}
        own = _by_hcode(climate, facilities)
        self._conditions: dict[str, Conditions] = {}
        for entry in facilities:
            found = climate.everywhere
            if name := self.names.get(entry.hcode):
                found = found.under(shares[name])
            found = found.under(own.get(entry.hcode, Conditions()))
            if sum(share for _, share in found.trouble) > 1 + 1e-9:
                raise FaultUnreadable(
                    f"weather of {entry.hcode}: loss, failing, silent and malformed add up to more than 1"
                )
            self._conditions[entry.hcode] = found
        self._days: dict[str, _Day] = {}

    def at(self, hcode: str, asked: str) -> Meets:
        """What this request meets; counts it. ``asked``: what for, never for whom."""
        found = self._conditions[hcode]
        now = self._now()
        day = self._days.setdefault(hcode, _Day(now))
        day.requests += asked != METADATA  # about nobody: a consent is not looked at
        day.asked[asked] += 1
        chance = self._chance.within(hcode, asked, day.asked[asked])
        fault, later = _trouble(found, chance, now - day.began)
        drips = found.drip is not None and chance.share("drip") < found.drip.share
        revoked = found.revoked
        return Meets(
            fault=fault,
            delay=_delay(found, chance),
            later=later,
            rate=found.drip.bytes_per_second if drips and found.drip else 0,
            first_byte=found.drip.first_byte if drips and found.drip else 0,
            page_size=found.page_size or 0,
            endless=found.endless or "",
            skew_hours=found.skew_hours,
            revokes=revoked is not None
            and revoked.after_requests is not None
            and day.requests == revoked.after_requests + 1
            and asked != METADATA,
            revokes_in=revoked.after_seconds if revoked and day.requests == 1 and asked != METADATA else None,
            doubled=self._doubled(hcode, found),
        )

    def unconnected(self, hcode: str) -> bool:
        """Whether the directory knows no Endpoint of this facility."""
        return self._conditions[hcode].manner == "unconnected"

    def _doubled(self, hcode: str, found: Conditions) -> Doubled | None:
        twice = found.duplicates
        if not (twice.same_page or twice.next_page):
            return None
        return Doubled(self._chance.within(hcode, "doubled"), twice.same_page, twice.next_page)


def _trouble(found: Conditions, chance: Chance, passed: float) -> tuple[Fault, str]:
    """What goes wrong, and how a Retry-After is told."""
    for restart in found.restarts:
        if restart.after <= passed < restart.after + restart.seconds:
            return Fault("503" if restart.answers == "503" else "unreachable"), ""
    for number, storm in enumerate(found.storms):
        over = storm.seconds is not None and passed >= storm.after + storm.seconds
        if storm.after <= passed and not over and chance.share("storm", number) < storm.share:
            later = "" if storm.retry_after is None else "date" if storm.as_date else "seconds"
            return Fault("429", seconds=storm.retry_after or 0), later
    drawn = chance.share("trouble")
    for kind, share in found.trouble:
        if drawn < share:
            return Fault(kind), ""
        drawn -= share
    return Fault(found.manner) if found.manner else CALM, ""


def _delay(found: Conditions, chance: Chance) -> float:
    match found.latency:
        case Fixed(seconds=seconds):
            return seconds
        case Uniform(least=least, most=most):
            return least + (most - least) * chance.share("latency")
        case Lognormal(median=median, p95=p95):
            return float(median * (p95 / median) ** (chance.normal("latency") / _P95))
    return 0.0


def _dealt(climate: Climate, facilities: Sequence[FacilityEntry], chance: Chance) -> dict[str, str]:
    """Which share each facility belongs to, by hcode: so many of each as the shares say, rounded."""
    pack = sorted((entry.hcode for entry in facilities), key=lambda hcode: chance.share("dealt", hcode))
    found: dict[str, str] = {}
    told = 0.0
    for dealt in climate.shares:
        begin, told = round(told * len(pack)), told + dealt.share
        found |= dict.fromkeys(pack[begin : round(told * len(pack))], dealt.name)
    return found


def _by_hcode(climate: Climate, facilities: Sequence[FacilityEntry]) -> dict[str, Conditions]:
    known = {entry.key: entry.hcode for entry in facilities} | {
        entry.hcode: entry.hcode for entry in facilities
    }
    strangers = [name for name in climate.facilities if name not in known]
    if strangers:
        raise FaultUnreadable(f"facilities.{strangers[0]}: no facility has this code or key")
    return {known[name]: told for name, told in climate.facilities.items()}
