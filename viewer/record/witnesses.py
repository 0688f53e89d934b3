"""Who vouches for a row: the Provenance resources (R4 provenance.html) that point to it.

They are rows themselves, and stay listed as such; here each is found by the number of its target. A target that is
restricted has no number, and neither has a Provenance of it: what is hidden leads nowhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from viewer.record.index import Index
from viewer.record.others import Other
from viewer.record.reading.lenient import UNREADABLE
from viewer.record.reading.naming import spellings
from viewer.record.reading.shapes import NOTHING
from viewer.record.reading.terms import Terms

TYPE = "Provenance"


class _Provenance(msgspec.Struct):
    target: msgspec.Raw = NOTHING


_DECODER = msgspec.json.Decoder(_Provenance)


class Witnesses:
    """Belongs to one binder. ``scopes`` is the binder's own list: where the references of a number lead."""

    def __init__(self, index: Index, scopes: Sequence[str], terms: Terms) -> None:
        self._index, self._scopes, self._terms = index, scopes, terms
        self._targets: dict[
            int, tuple[list[str], ...]
        ] = {}  # the keys of each target, by number of a Provenance

    def told(self, changed: Mapping[str, Iterable[Other]]) -> dict[str, dict[int, tuple[int, ...]]]:
        """The field ``witnesses`` of a Record, after these fields of it changed: a Provenance is read again whenever
        a target of it comes, or comes anew."""
        if "others" not in changed:
            return {}
        found: defaultdict[int, list[int]] = defaultdict(list)
        for row in changed["others"]:
            if row.origin.type == TYPE and row.number >= 0:
                for target in dict.fromkeys(self._pointed_to(row)):
                    found[target].append(row.number)
        return {"witnesses": {target: tuple(rows) for target, rows in found.items()}}

    def _pointed_to(self, row: Other) -> Iterable[int]:
        if (targets := self._targets.get(row.number)) is None:
            targets = self._targets[row.number] = tuple(self._keys(row))
        scope = self._scopes[row.number]
        for keys in targets:
            fact = next((one for key in keys if (one := self._index.find(scope, key)) is not None), None)
            if fact is not None and fact.number >= 0 and fact.number != row.number:
                yield fact.number

    def _keys(self, row: Other) -> Iterable[list[str]]:
        try:
            raw = _DECODER.decode(row.origin.raw).target
        except UNREADABLE:
            return ()
        pointers = self._terms.pointers(raw)
        return (spellings(one.target) for one in pointers if one.target and not one.target.startswith("#"))
