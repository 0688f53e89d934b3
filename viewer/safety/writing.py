"""From drafts to findings: what is hidden is made blind, what says the same is joined, and all is put in order."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b

from viewer.record.facts import Fact
from viewer.safety.draft import Draft
from viewer.safety.exposure import Exposure
from viewer.safety.finding import Finding, Level, Part
from viewer.safety.rulebook import Rulebook

_SALT = secrets.token_bytes(16)  # keys and fingerprints mean nothing outside this process


def open_finding(draft: Draft) -> Finding:
    """A finding of which everything may be shown."""
    rule = draft.entry.rule
    allergens = sorted({row.substance.words.casefold() for row in draft.allergies})
    finding = Finding(
        key=_digest(rule.id, *_named(draft.exposures), "", *allergens),
        fingerprint="",
        level=draft.level or rule.level,
        says=rule.says,
        rule=rule.id,
        version=draft.entry.version,
        parts=tuple(map(_part, draft.exposures)),
        values=draft.values,
        allergies=draft.allergies,
        others=draft.others,
        notes=draft.notes,
        unchecked=draft.unchecked,
    )
    return replace(finding, fingerprint=_fingerprint(finding, finding.rows))


def blind_finding(draft: Draft) -> Finding | None:
    """A finding on a hidden row: its level, its open medicines, whom to ask. None where there is nothing to do."""
    rule = draft.entry.rule
    level = draft.level or rule.level
    parts = tuple(_part(one) for one in draft.exposures if not one.hidden)
    if not parts and level is Level.WATCH:
        return None
    hidden: list[Fact] = [row for one in draft.exposures if one.hidden for row in one.rows]
    hidden += [
        fact for fact in (*draft.allergies, *(value.fact for value in draft.values)) if fact.restricted
    ]
    finding = Finding(
        key=_digest(
            "blind", rule.id, *_named(draft.exposures), "", *sorted(part.ingredient for part in parts)
        ),
        fingerprint="",
        level=level,
        says=rule.says,
        parts=parts,
        restricted=True,
        call=tuple(dict.fromkeys(fact.origin.hcode for fact in hidden if fact.origin.hcode)),
    )
    return replace(finding, fingerprint=_fingerprint(finding, (*finding.rows, *hidden)))


def joined(findings: Iterable[tuple[Finding, int]], book: Rulebook) -> tuple[Finding, ...]:
    """Findings with the rank of their rule, in the order they are read: the most severe first."""
    standing = list(findings)
    for finding, _ in list(standing):
        entry = book.entry(finding.rule) if finding.rule else None
        if entry is not None and entry.rule.absorbs:
            standing = _absorb(standing, finding, frozenset(entry.rule.absorbs))
    return tuple(finding for finding, _ in sorted(_blind_once(standing), key=_place))


def _place(ranked: tuple[Finding, int]) -> tuple[int, int, bool, str]:
    finding, rank = ranked
    names = "+".join(part.ingredient for part in finding.parts)
    return finding.level.place, rank, finding.restricted, names


def _absorb(
    standing: list[tuple[Finding, int]], host: Finding, guests: frozenset[str]
) -> list[tuple[Finding, int]]:
    """The host takes in what its guests say of its own rows."""
    found = next((pair for pair in standing if pair[0].key == host.key), None)
    if found is None:
        return standing
    grown, rank = found
    rows = {id(row) for part in grown.parts for row in part.rows}
    kept: list[tuple[Finding, int]] = []
    for finding, other in standing:
        theirs = {id(row) for part in finding.parts for row in part.rows}
        if finding.rule in guests and theirs <= rows:
            grown = _grown(grown, finding)
        elif finding.key != host.key:
            kept.append((finding, other))
    grown = replace(grown, fingerprint=_fingerprint(grown, grown.rows))
    return [*kept, (grown, rank)]


def _grown(host: Finding, guest: Finding) -> Finding:
    return replace(
        host,
        level=min(host.level, guest.level, key=lambda level: level.place),
        values=tuple({(id(one.fact), one.equation): one for one in (*host.values, *guest.values)}.values()),
        allergies=tuple({id(row): row for row in (*host.allergies, *guest.allergies)}.values()),
        others=tuple({id(row): row for row in (*host.others, *guest.others)}.values()),
        notes=tuple(dict.fromkeys((*host.notes, *guest.notes))),
        also=(*host.also, guest.rule, *guest.also),
        unchecked=(*host.unchecked, *guest.unchecked),
    )


def _blind_once(standing: Sequence[tuple[Finding, int]]) -> list[tuple[Finding, int]]:
    """Two hidden reasons to say one sentence are one sentence: their number would tell of what is hidden."""
    kept: list[tuple[Finding, int]] = [pair for pair in standing if not pair[0].restricted]
    blind: dict[tuple[str, ...], tuple[Finding, int]] = {}
    for finding, rank in standing:
        if not finding.restricted:
            continue
        about = tuple(sorted(part.ingredient for part in finding.parts))
        known = blind.get(about)
        blind[about] = (finding, rank) if known is None else _stricter(known, (finding, rank))
    return [*kept, *blind.values()]


def _stricter(left: tuple[Finding, int], right: tuple[Finding, int]) -> tuple[Finding, int]:
    first, second = sorted((left, right), key=_place)
    call = tuple(dict.fromkeys((*first[0].call, *second[0].call)))
    both = replace(
        first[0],
        key=_digest(*sorted((first[0].key, second[0].key))),
        fingerprint=_digest(*sorted((first[0].fingerprint, second[0].fingerprint))),
        call=call,
    )
    return both, first[1]


def _named(exposures: Iterable[Exposure]) -> list[str]:
    """Which medicines they are: one ingredient may be in two products, and taken by two routes."""
    return sorted(
        f"{one.ingredient} of {'+'.join(one.course.ingredients)} {one.course.route}" for one in exposures
    )


def _part(one: Exposure) -> Part:
    return Part(one.ingredient, one.rows, one.course.state, one.ended)


def _fingerprint(finding: Finding, rows: Iterable[Fact]) -> str:
    """Of every fact behind the finding, not of what a day alone changes (weeks of pregnancy, days since)."""
    told = sorted(
        f"{row.origin.hcode}|{row.origin.type}|{row.origin.id.reveal()}|{row.origin.version}|{row.status}|"
        f"{row.when.raw if row.when else ''}|{blake2b(row.origin.raw, digest_size=8).hexdigest()}"
        for row in rows
    )
    values = sorted(f"{value.test}|{value.number}|{value.unit}|{value.day}" for value in finding.values)
    return _digest(finding.level, finding.rule, finding.version, *finding.also, *told, *values)


def _digest(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode(), key=_SALT, digest_size=12).hexdigest()
