"""Find the parts of damaged JSON without parsing it: where a value ends, what an object's members are.

A parser refuses a whole page for one bad character. This walks brackets and strings only (no recursion, no
values), so that a page of 200 resources loses the one that is broken, and a body cut short keeps the ones
that arrived whole.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

# Possessive throughout: nothing ever walks back. At most 500 parts at once, so that no call holds the interpreter long.
_WHOLE = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_PARTS = rb'(?:[^"{}\[\]]++|%s){0,500}+' % _WHOLE
_FLAT = re.compile(rb"\{%s\}|\[%s\]" % (_PARTS, _PARTS), re.DOTALL)  # nothing but scalars in it
# What changes no depth, and the brackets behind it that all open or all close.
_RUN = re.compile(
    rb'(?:[^"{}\[\]]++|%s|%s){0,500}+(?:(?P<open>[{\[]++)|(?P<close>[}\]]++))?+' % (_WHOLE, _FLAT.pattern),
    re.DOTALL,
)
# The last of a body may be cut: taken as one piece to the end, or each escaped quote in it would be tried as a start.
_STRING_OR_CUT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
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


def ends_at(body: bytes, position: int) -> bool:
    """Whether an object ends here, after white space and commas."""
    position = _after(_SPACE_AND_COMMAS, body, position)
    return body[position : position + 1] == b"}"


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
    """The members of an object as (key, value); keys as they are read, whatever of them was escaped."""
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
        yield _read(key[0]), value
        position = value.end


def _read(key: bytes) -> bytes:
    """What stands between its quotes, for a parser takes "\\u0065ntry" for "entry"; as it is where that is no JSON."""
    if b"\\" in key:
        with suppress(ValueError):
            return str(json.loads(key)).encode()
    return key[1:-1]


def outside_and_inside(body: bytes) -> Iterator[tuple[bool, bytes]]:
    """The body in pieces, (is it a string, bytes): what stands inside strings apart from what does not."""
    position = 0
    for found in _STRING_OR_CUT.finditer(body):
        yield False, body[position : found.start()]
        yield True, found[0]
        position = found.end()
    yield False, body[position:]


def _bracketed(body: bytes, start: int) -> Span:
    flat = _FLAT.match(body, start)
    if flat:
        return Span(start, flat.end())
    depth, position = 1, start + 1
    while (found := _RUN.match(body, position)) and found.end() > position:
        position = found.end()
        depth += len(found["open"] or b"")
        closing = len(found["close"] or b"")
        if closing >= depth:
            return Span(start, found.start("close") + depth)
        depth -= closing
    return Span(start, len(body), whole=False)  # it ends, or a string begins that never does


def _after(pattern: re.Pattern[bytes], body: bytes, position: int) -> int:
    found = pattern.match(body, position)
    return found.end() if found else position
