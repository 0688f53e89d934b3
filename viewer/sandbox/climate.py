"""A weather file: how facilities behave from the start, told by people. What is drawn from it: ``forecast``.

    {"about": "...",
     "everywhere": {"latency": {"kind": "lognormal", "median": 0.15, "p95": 1.2}},
     "shares": [{"name": "lossy", "share": 0.1, "weather": {"loss": {"before": 0.3, "inside": 0.2}}}],
     "facilities": {"99008": {"restarts": [{"after": 2, "seconds": 3}]}}}

"everywhere", each "weather" and each facility (by hcode, or by its key F01 ...) may hold:

    latency     {"kind": "fixed", "seconds"} | {"kind": "uniform", "least", "most"} |
                {"kind": "lognormal", "median", "p95"}: seconds before each answer
    drip        {"bytes_per_second", "first_byte", "share"}: slow bodies
    loss        {"before", "inside"}: connections that break before the answer, or in its body
    failing     {"share", "status": 500 | 502 | 503 | 504}
    silent      requests that are never answered
    malformed   {"not_json", "cut", "nan", "entry"}: whole on the wire and wrong inside
    duplicates  {"same_page", "next_page"}: resources that come twice
    storms      [{"after", "seconds", "share", "retry_after", "as_date"}]: 429; without "seconds" for ever, without
                "retry_after" no Retry-After is sent, "as_date" tells it as a date by the facility's own clock
    restarts    [{"after", "seconds", "answers": "nothing" | "503"}]: away for a while; all facilities share one port,
                so "nothing" closes each connection instead of refusing it
    revoked     {"after_requests"} | {"after_seconds"}: the patient withdraws the consent when this facility has been
                asked so often, or for so long
    manner      "withheld" | "not-connected" | "unconnected" | "wrong-patient" | "ignores-parameters"
    page_size   entries of a page at most
    endless     "circle" | "onwards": the last page leads to itself again, or on and on
    skew_hours  its clock is ahead by so many hours (Date, lastUpdated)

What a facility is told by name goes before what its share says, and that before what holds everywhere, field by
field. The shares are dealt from one pack, so nobody is in two of them. Shares of requests and resources are numbers
from 0 to 1. Seconds are told before scaling by --latency; "after" counts from the facility's first request.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from viewer.sandbox.errors import FaultUnreadable

Share = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=0, le=86_400)]


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Fixed(_Told):
    """Always as late."""

    kind: Literal["fixed"]
    seconds: Seconds


class Uniform(_Told):
    """Anything between two ends, all as likely."""

    kind: Literal["uniform"]
    least: Seconds
    most: Seconds

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.most < self.least:
            raise ValueError("most must not be below least")
        return self


class Lognormal(_Told):
    """As networks are: half within ``median``, 95 of 100 within ``p95``, a few much later."""

    kind: Literal["lognormal"]
    median: Annotated[float, Field(gt=0, le=3600)]
    p95: Annotated[float, Field(gt=0, le=3600)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.p95 < self.median:
            raise ValueError("p95 must not be below the median")
        return self


class Drip(_Told):
    """The body comes slowly: so many bytes a second, the first after ``first_byte`` seconds."""

    bytes_per_second: Annotated[float, Field(gt=0)]
    first_byte: Seconds = 0
    share: Share = 1


class Loss(_Told):
    """Connections that break before the answer, or in the middle of its body."""

    before: Share = 0
    inside: Share = 0


class Failing(_Told):
    """Answers with an error of the server."""

    share: Share
    status: Literal[500, 502, 503, 504] = 500


class Malformed(_Told):
    """Answers that are whole on the wire and wrong inside."""

    not_json: Share = 0  # a proxy's page in place of the body's end
    cut: Share = 0  # the JSON ends in the middle of a resource
    nan: Share = 0  # NaN where a number should stand
    entry: Share = 0  # one entry of the page is no resource


class Duplicates(_Told):
    """Shares of resources that come twice: right behind themselves, or again on the following page."""

    same_page: Share = 0
    next_page: Share = 0


class Storm(_Told):
    """429 for a while. Without ``seconds`` it does not end; without ``retry_after`` no Retry-After is sent."""

    after: Seconds = 0
    seconds: Seconds | None = None
    share: Share = 1
    retry_after: Seconds | None = None
    as_date: bool = False  # Retry-After as a date, by the facility's own clock


class Restart(_Told):
    """Away for a while: closes every connection without an answer, or says 503."""

    after: Seconds
    seconds: Seconds
    answers: Literal["nothing", "503"] = "nothing"


class Revoked(_Told):
    """The patient withdraws the consent when this facility has been asked so often, or for so long."""

    after_requests: Annotated[int, Field(ge=0)] | None = None
    after_seconds: Seconds | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.after_requests is None) == (self.after_seconds is None):
            raise ValueError("give either after_requests or after_seconds")
        return self


class Conditions(_Told):
    """What one facility is like. Every field may be left out."""

    latency: Annotated[Fixed | Uniform | Lognormal, Field(discriminator="kind")] | None = None
    drip: Drip | None = None
    loss: Loss = Loss()
    failing: Failing | None = None
    silent: Share = 0  # takes the request and never answers
    malformed: Malformed = Malformed()
    duplicates: Duplicates = Duplicates()
    storms: tuple[Storm, ...] = ()
    restarts: tuple[Restart, ...] = ()
    revoked: Revoked | None = None
    manner: (
        Literal["withheld", "not-connected", "unconnected", "wrong-patient", "ignores-parameters"] | None
    ) = None
    page_size: Annotated[int, Field(ge=1, le=200)] | None = None
    endless: Literal["circle", "onwards"] | None = None  # the last page leads back to itself, or on and on
    skew_hours: Annotated[float, Field(ge=-100_000, le=100_000)] = 0  # its clock is ahead by so many hours

    @property
    def trouble(self) -> tuple[tuple[str, float], ...]:
        """What may go wrong with a request, each with its share; at most one of them does."""
        wrong, loss, failing = self.malformed, self.loss, self.failing
        return (
            ("unreachable", loss.before),
            ("cut", loss.inside),
            (str(failing.status) if failing else "500", failing.share if failing else 0),
            ("timeout", self.silent),
            ("bad-json", wrong.not_json),
            ("torn", wrong.cut),
            ("nan", wrong.nan),
            ("one-broken", wrong.entry),
        )

    def under(self, more: "Conditions") -> "Conditions":
        """These, with what ``more`` tells put in place of them."""
        return self.model_copy(update={name: getattr(more, name) for name in more.model_fields_set})


class Dealt(_Told):
    """A share of all facilities that have the same weather."""

    name: str
    share: Share
    weather: Conditions


class Climate(_Told):
    """A whole weather file."""

    about: str = ""
    everywhere: Conditions = Conditions()
    shares: tuple[Dealt, ...] = ()
    facilities: Mapping[str, Conditions] = {}  # by hcode, or by the stories' key

    @model_validator(mode="after")
    def _dealt_once(self) -> Self:
        if sum(dealt.share for dealt in self.shares) > 1 + 1e-9:
            raise ValueError("the shares of facilities add up to more than 1")
        if len({dealt.name for dealt in self.shares}) < len(self.shares):
            raise ValueError("two shares have the same name")
        return self


def read_climate(file: Path) -> Climate:
    """A weather file.

    Raises:
        FaultUnreadable: it cannot be opened, is not JSON, or a field does not fit; the field is named.
    """
    try:
        return told_climate(json.loads(file.read_text(encoding="utf-8")))
    except FaultUnreadable as error:
        raise FaultUnreadable(f"{file.name}: {error}") from None
    except (OSError, ValueError, RecursionError) as error:
        raise FaultUnreadable(f"the weather file cannot be read as JSON: {file.name}") from error


def told_climate(told: object) -> Climate:
    """A weather as JSON tells it.

    Raises:
        FaultUnreadable: a field does not fit; it is named.
    """
    try:
        return Climate.model_validate_json(json.dumps(told))
    except ValidationError as error:
        raise FaultUnreadable(
            "; ".join(_complaint(one["loc"], one["msg"]) for one in error.errors())
        ) from error


def _complaint(where: tuple[int | str, ...], what: str) -> str:
    return f"{'.'.join(map(str, where)) or 'the weather'}: {what.removeprefix('Value error, ')}"
