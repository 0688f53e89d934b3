"""What a resource holds inside itself: the results of a report, which are rows, and the patient it is about."""

import re
from collections.abc import Iterator
from hashlib import blake2b
from itertools import islice

import msgspec
from msgspec import Raw

from viewer.exchange.wire import mend
from viewer.record.codes import fhir_code
from viewer.record.reading.members import Members, items_of, members_of, text_of

REPORT = "DiagnosticReport"
_NOTHING, _A_REPORT = Raw(b"null"), Raw(msgspec.json.encode(REPORT))
_OF_THE_REPORT = ("meta", "implicitRules")  # what is contained has none of its own (R4 dom-4, dom-5)
_LENT = ("modifierExtension", "identifier", "subject", "encounter", "performer")  # where it says none itself
_TIMES = ("effectiveDateTime", "effectivePeriod", "effectiveInstant", "effectiveTiming", "issued")
_WITHDRAWN = frozenset({"entered-in-error", "cancelled"})
_POINTED = re.compile(rb'"reference"\s*:\s*"#([^"\\]{1,64})"')
_WHO = ("resourceType", "id", "identifier", "name", "gender", "birthDate")
_MOST_HELD, _LONGEST_HELD = 8, 2_000  # what one result points to inside its report: each gets a copy


def results_within(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The results that a report contains: each as a resource of its own, and as it was sent."""
    report = members_of(raw)
    held = _held(report)
    for name, inner, sent in _named(report):
        yield msgspec.json.encode(_on_its_own(inner, name, sent, report, held)), bytes(sent)


def names_within(raw: bytes) -> frozenset[str]:
    """What the results that a report contains are called: what stands behind the "#" of their ids."""
    return frozenset(name for name, *_ in _named(members_of(raw) or members_of(mend(raw) or b"")))


def _named(report: Members) -> Iterator[tuple[str, dict[str, Raw], Raw]]:
    """Each contained result: its name, its members without the id, and it as it was sent."""
    told = set[str]()
    for place, sent in enumerate(items_of(report.get("contained", _NOTHING))):
        inner = dict(members_of(sent))
        if text_of(inner.get("resourceType", _NOTHING)) != "Observation":
            continue
        name = text_of(inner.pop("id", _NOTHING)).lstrip("#") or str(place)
        name = f"{name}.{place}" if name in told else name
        told.add(name)
        yield name, inner, sent


def _on_its_own(
    inner: dict[str, Raw], name: str, sent: Raw, report: Members, held: Members
) -> dict[str, object]:
    """The result with what its report says for it: whose it is, when, where, of which version, and that it is void."""
    inner |= {name: report[name] for name in _OF_THE_REPORT if name in report}
    inner |= {name: report[name] for name in _LENT if name in report and name not in inner}
    if inner.keys().isdisjoint(_TIMES):
        inner |= {name: report[name] for name in _TIMES if name in report}
    status = fhir_code(text_of(report.get("status", _NOTHING)))
    holder = text_of(report.get("id", _NOTHING))  # the name means something in its own report only
    pointed = dict.fromkeys(_POINTED.findall(b"".join((sent, inner.get("subject", b"")))))
    near = (held[id_] for name in pointed if (id_ := name.decode("utf-8", "replace")) in held)
    small = (one for one in map(_slim, near) if len(one) <= _LONGEST_HELD)
    return {
        **inner,
        **({"id": f"{holder}#{name}"} if holder else {}),
        **({"status": status} if status in _WITHDRAWN else {}),
        # Where nothing stands in it, whom it is about cannot be told.
        "contained": [*islice(small, _MOST_HELD), *_test_of(report)],
    }


def _test_of(report: Members) -> Iterator[dict[str, Raw]]:
    """What was tested: "Copies: 50000" may be of a test that only the report names, and that is restricted."""
    if len(code := report.get("code", _NOTHING)) <= _LONGEST_HELD and code != _NOTHING:
        yield {"resourceType": _A_REPORT, "code": code}


def patient_within(raw: bytes, name: str) -> tuple[str, bytes]:
    """The patient of a resource that contains them: what tells them from others, and what is told of them; "" and b""
    where it contains nothing."""
    holder = members_of(raw)
    sent = holder.get("contained", _NOTHING)
    if sent is _NOTHING:
        return "", b""
    held = _held(holder)
    found = bytes(_slim(held[name])) if name in held else b""
    return f"#{name}@{blake2b(found or bytes(sent), digest_size=9).hexdigest()}", found


def _slim(held: Raw) -> Raw:
    """Of a Patient what tells who it is; of others all."""
    members = members_of(held)
    if text_of(members.get("resourceType", _NOTHING)) != "Patient":
        return held
    return Raw(msgspec.json.encode({name: members[name] for name in _WHO if name in members}))


def _held(holder: Members) -> dict[str, Raw]:
    """What is contained, by name."""
    items = items_of(holder.get("contained", _NOTHING))
    named = ((text_of(members_of(item).get("id", _NOTHING)).lstrip("#"), item) for item in items)
    return {name: item for name, item in named if name}
