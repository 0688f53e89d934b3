"""What a referral tells beside its rows: the doubt on one that was not read in full, and what facilities are called."""

from collections.abc import Iterable, Iterator
from html import escape

from viewer.record.facts import Fact
from viewer.writing.referred import Written

HCODE = "https://terms.sil-th.org/id/th-moph-hcode"
_XHTML = "http://www.w3.org/1999/xhtml"

Json = dict[str, object]


def say_doubt(made: Json, doubt: str) -> None:
    """Add a note to a resource: what could not be read of its row stays behind. A visit has no notes in R4."""
    if made["resourceType"] == "Encounter":
        made["text"] = {"status": "additional", "div": f'<div xmlns="{_XHTML}">{escape(doubt)}</div>'}
        return
    before = made.get("note")
    made["note"] = [*(before if isinstance(before, list) else ()), {"text": doubt}]


def facilities(rows: Iterable[Fact], written: Written | None) -> list[Json]:
    """The names of the codes. One alone would lend its name to rows that name no facility: then there is none."""
    told = dict(_coded(rows))
    if written is not None and written.hcode and written.facility:
        told.setdefault(written.hcode, written.facility)
    if len(told) == 1 and any(not row.origin.hcode for row in rows):
        return []
    return [
        {
            "resourceType": "Organization",
            "identifier": [{"system": HCODE, "value": hcode}],
            "name": name,
        }
        for hcode, name in sorted(told.items())
    ]


def _coded(rows: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.origin.hcode and row.origin.facility:
            yield row.origin.hcode, row.origin.facility
