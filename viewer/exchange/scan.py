"""Find the parts of damaged JSON without parsing it: where a value ends, what an object's members are.

A parser refuses a whole page for one bad character. This walks brackets and strings only (no recursion, no
values), so that a page of 200 resources loses the one that is broken, and a body cut short keeps the ones
that arrived whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A whole string, a bracket, or a quote that opens a string which never closes. Possessive: never walks back.
_STRUCTURE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]"]', re.DOTALL)
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_PLAIN = re.compile(rb'[^\s,:\]}\[{"]+')  # a number, true, false, null, or what stands in their place
_SPACE = re.compile(rb"\s*+")
_SPACE_AND_COMMAS = re.compile(rb"[\s,]*+")


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in the body: ``body[start:end]``. ``whole`` is False when it ran into the end."""

    start: int
    end: int
    whole: bool = True


def value_at(body: bytes, start: int) -> Span | None:
    """The value that starts at ``start`` (after white space); None where no value can start."""
    start = _after(_SPACE, body, start)
    opening = body[start : start + 1]
    if opening in (b"{", b"["):
        return _bracketed(body, start)
    if opening == b'"':
        found = _STRING.match(body, start)
        return Span(start, found.end()) if found else Span(start, len(body), whole=False)
    plain = _PLAIN.match(body, start)
    return Span(start, plain.end()) if plain else None


def items(body: bytes, array: Span) -> Iterator[Span]:
    """The items of an array, in order; the last may be cut. Stops at the first that cannot be a value."""
    position = array.start + 1
    while True:
        position = _after(_SPACE_AND_COMMAS, body, position)
        if position >= len(body) or body[position : position + 1] == b"]":
            return
        item = value_at(body, position)
        if item is None:
            yield Span(position, len(body), whole=False)
            return
        yield item
        position = item.end


def members(body: bytes, obj: Span) -> Iterator[tuple[bytes, Span]]:
    """The members of an object as (key, value); keys as they stand between their quotes."""
    position = obj.start + 1
    while True:
        position = _after(_SPACE_AND_COMMAS, body, position)
        key = _STRING.match(body, position)
        if key is None:
            return
        position = _after(_SPACE, body, key.end())
        if body[position : position + 1] != b":":
            return
        value = value_at(body, position + 1)
        if value is None:
            return
        yield key[0][1:-1], value
        position = value.end


def outside_and_inside(body: bytes) -> Iterator[tuple[bool, bytes]]:
    """The body in pieces, (is it a string, bytes): what stands inside strings apart from what does not."""
    position = 0
    for found in _STRING.finditer(body):
        yield False, body[position : found.start()]
        yield True, found[0]
        position = found.end()
    yield False, body[position:]


def _bracketed(body: bytes, start: int) -> Span:
    depth = 0
    for found in _STRUCTURE.finditer(body, start):
        token = found[0]
        if token in (b"{", b"["):
            depth += 1
        elif token in (b"}", b"]"):
            depth -= 1
            if depth == 0:
                return Span(start, found.end())
        elif token == b'"':
            break
    return Span(start, len(body), whole=False)


def _after(pattern: re.Pattern[bytes], body: bytes, position: int) -> int:
    found = pattern.match(body, position)
    return found.end() if found else position
