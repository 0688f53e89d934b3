"""In which order the resources of a body are read: what others point to before what points to it.

Most rows point to nothing but persons and places. Those read by the table may point to rows of any kind, in chains of
any length; read in turn, each finds what it points to at once and needs no second reading. What comes in another body
is awaited instead.
"""

import re
from collections.abc import Iterator, Sequence

from viewer.record.arrivals import Arrival
from viewer.record.reading.naming import spellings

_REFERENCE = re.compile(rb'"reference"\s*:\s*"([^"\\]+)"')


def targets_first(arrivals: Sequence[Arrival]) -> Iterator[Arrival]:
    """In their order, but for what they point to among themselves, which goes before; of a circle the first is last."""
    if len(arrivals) < 2:
        yield from arrivals
        return
    places = {key: place for place, arrival in enumerate(arrivals) for key in _names(arrival)}
    seen = bytearray(len(arrivals))
    for first in range(len(arrivals)):
        if seen[first]:
            continue
        seen[first] = 1
        path = [(first, _pointed_to(arrivals[first], places))]
        while path:
            place, ahead = path[-1]
            target = next((one for one in ahead if not seen[one]), None)
            if target is None:
                path.pop()
                yield arrivals[place]
            else:
                seen[target] = 1
                path.append((target, _pointed_to(arrivals[target], places)))


def _names(arrival: Arrival) -> Iterator[str]:
    if arrival.shape.id:
        yield f"{arrival.type}/{arrival.shape.id}"
    if arrival.full_url:
        yield arrival.full_url


def _pointed_to(arrival: Arrival, places: dict[str, int]) -> Iterator[int]:
    for target in _REFERENCE.findall(arrival.raw):
        for key in spellings(target.decode("utf-8", "replace")):
            if key in places:
                yield places[key]
                break
