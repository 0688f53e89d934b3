"""Dismissals: a clinician's reason why a finding needs nothing now. It holds only as long as the facts do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from viewer.safety.finding import Finding


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Who put a finding aside, why, and when. ``fingerprint`` is the finding's at that moment."""

    key: str
    fingerprint: str
    reason: str
    who: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Sifted:
    """Findings that stand, those put aside with their dismissal, and dismissals that hold no more."""

    standing: tuple[Finding, ...] = ()
    aside: tuple[tuple[Finding, Dismissal], ...] = ()
    lapsed: tuple[Dismissal, ...] = ()


def dismiss(finding: Finding, reason: str, who: str, when: datetime) -> Dismissal:
    """Put a finding aside.

    Raises:
        ValueError: without a reason or a name nothing is put aside.
    """
    if not reason.strip() or not who.strip():
        raise ValueError("a dismissal needs a reason and a name")
    return Dismissal(finding.key, finding.fingerprint, reason.strip(), who, when)


def sift(findings: Iterable[Finding], dismissals: Iterable[Dismissal]) -> Sifted:
    """Which findings still stand. Of several dismissals of one finding the newest counts; whatever fact changed since
    (a row, a value, its level) makes it lapse, and the finding stands again."""
    newest: dict[str, Dismissal] = {}
    for dismissal in dismissals:
        known = newest.get(dismissal.key)
        if known is None or known.when <= dismissal.when:
            newest[dismissal.key] = dismissal
    standing: list[Finding] = []
    aside: list[tuple[Finding, Dismissal]] = []
    lapsed: list[Dismissal] = []
    for finding in findings:
        known = newest.pop(finding.key, None)
        if known is not None and known.fingerprint == finding.fingerprint:
            aside.append((finding, known))
            continue
        standing.append(finding)
        lapsed += [known] if known is not None else []
    return Sifted(tuple(standing), tuple(aside), (*lapsed, *newest.values()))
