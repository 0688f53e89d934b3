"""Names of medicines cut into words, and what a label names: exact words only, nothing alike.

A label is read whole or not at all. Every word of it must be known: a name, or a word that says nothing of what is
inside (form, unit, maker). A word that is not known leaves the label unread, for it may be the other half of a
combination, a "not", or a misspelt name.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_SIGNS = str.maketrans(
    {"µ": "u", "μ": "u", "’": "'", "ʼ": "'", "™": " ", "®": " ", "\u200b": "", "\ufeff": ""}
)
_TOKEN = re.compile(
    r"(?P<number>\d{1,15}(?:,\d{3})*(?:\.\d+)?)|(?P<thai>[\u0e00-\u0e7f]+)|(?P<word>[^\W\d_]+)"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<join>[+&])|(?P<sign>[/,;:|=<>%*])"
)
LONGEST = 4000  # characters of one label; a longer one is no name
_WIDEST = 10  # words of one name
_MAKERS = ("ห้าง", "บริษัท", "บจก", "หจก", "บมจ", "โรงงาน")


def fold(text: str) -> str:
    """A text for comparing: one case, one way to write each sign."""
    return unicodedata.normalize("NFC", text).translate(_DIGITS).translate(_SIGNS).casefold()


# What SNOMED CT says behind a full name of what kind of thing it is; and in front, that nothing else is inside.
_TAG = re.compile(
    r"\s*\((?:(?:medicinal |biological )?product(?: form| name)?|(?:real )?clinical drug|substance|finding"
    r"|disorder)\)\s*$",
    re.I,
)
_CONTAINING = re.compile(r"^\s*product containing (?:only|precisely)\s+", re.I)


def untagged(text: str) -> str:
    """A name without the words of SNOMED CT around it: "Warfarin (substance)"."""
    bare = _TAG.sub("", text) if text.rstrip().endswith(")") else text
    return _CONTAINING.sub("", bare)


def key_of(name: str) -> str:
    """A name without blanks, hyphens and dots: "Co-trimoxazole" and "cotrimoxazole" are one name."""
    return _BETWEEN.sub("", fold(name))


_BETWEEN = re.compile(r"[^\w\u0e00-\u0e7f]+|_+")


def thai_runs(key: str) -> list[str]:
    """The Thai parts of a key."""
    return _THAI.findall(key)


_THAI = re.compile("[\u0e00-\u0e7f]+")


class Known(NamedTuple):
    """What one name stands for. ``how``: "name", "thai", "trade"."""

    ingredients: tuple[str, ...]
    how: str


class Heard(NamedTuple):
    """What a label names. ``doubt``: "" (read), "unresolved", "disagree"; ``seen`` are names met in an unread one."""

    ingredients: tuple[str, ...] = ()
    how: str = ""
    doubt: str = "unresolved"
    seen: frozenset[str] = frozenset()


class _Token(NamedTuple):
    kind: str
    text: str


@dataclass(slots=True)
class _Part:
    """What stands on one level: outside, or inside one pair of parentheses."""

    names: list[Known] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    measured: bool = False  # a number with a unit stands in it
    maker: bool = False
    remark: bool = False  # it tells the same content in another measure: "elemental calcium 400 mg"
    hanging: bool = False  # the last sign of joining has nothing after it

    def seen(self) -> set[str]:
        return {ingredient for name in self.names for ingredient in name.ingredients}

    def ingredients(self) -> tuple[str, ...] | None:
        """All of the part, in its order; None when a trade name in it stands for something else."""
        generic = dict.fromkeys(one for name in self.names if name.how != "trade" for one in name.ingredients)
        trades = [name.ingredients for name in self.names if name.how == "trade"]
        told = [tuple(generic)] if generic else []
        told += trades
        if not told or any(set(one) != set(told[0]) for one in told):
            return None
        return told[0]

    def how(self) -> str:
        return next((name.how for name in self.names if name.how == "trade"), self.names[0].how)


class Hearing:
    """Names and silent words, made quick to ask.

    ``names`` is by key. ``words`` gives the kind of words that name nothing: "form", "unit", "maker", "join",
    "remark", "said" (list, purpose, packing).
    """

    def __init__(self, names: Mapping[str, Known], words: Mapping[str, str]) -> None:
        self._names = names
        self._words = words
        self._thai = {run for known in (names, words) for key in known for run in thai_runs(key)}
        self._longest_thai = max(map(len, self._thai), default=0)
        self._heard: dict[str, Heard] = {}

    def hear(self, label: str) -> Heard:
        """What a label names."""
        known = self._heard.get(label)
        if known is None:
            if len(self._heard) >= _MOST:
                self._heard.clear()
            known = self._heard[label] = self._listen(untagged(label)) if len(label) <= LONGEST else Heard()
        return known

    def forget(self) -> None:
        """Drop the labels met so far."""
        self._heard.clear()

    def _listen(self, label: str) -> Heard:
        outside, groups = self._parts(self._tokens(fold(label)))
        return _weigh(outside, groups)

    def _tokens(self, text: str) -> list[_Token]:
        tokens: list[_Token] = []
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup or ""
            if kind == "thai":
                tokens += [_Token("word", word) for word in self._cut(match[0])]
            else:
                tokens.append(_Token(kind, match[0]))
        return tokens

    def _cut(self, run: str) -> list[str]:
        """Thai is written without blanks: the fewest known words that make up all of it, else the run as it is."""
        if run in self._thai:
            return [run]
        best: list[list[str] | None] = [[], *([None] * len(run))]
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - self._longest_thai), end):
                before = best[start]
                if before is None or run[start:end] not in self._thai:
                    continue
                so_far = best[end]
                if so_far is None or len(before) + 1 < len(so_far):
                    best[end] = [*before, run[start:end]]
        return best[-1] or [run]

    def _parts(self, tokens: Sequence[_Token]) -> tuple[_Part, list[_Part]]:
        outside, groups, depth, at = _Part(), list[_Part](), 0, 0
        while at < len(tokens):
            token = tokens[at]
            part = groups[-1] if depth else outside
            if token.kind == "open":
                depth += 1
                if depth == 1:
                    groups.append(_Part())
            elif token.kind == "close":
                depth = max(0, depth - 1)
            elif token.kind == "join":
                part.hanging = True
            elif token.kind != "sign":
                at += self._take(part, tokens, at)
                continue
            at += 1
        return outside, groups

    def _take(self, part: _Part, tokens: Sequence[_Token], at: int) -> int:
        """Put the longest known name that begins here into the part, else one word; how many tokens it had."""
        stop = at
        while stop < min(at + _WIDEST, len(tokens)) and _goes_on(tokens[stop]):
            stop += 1
        for end in range(stop, at, -1):
            key = "".join(token.text for token in tokens[at:end] if token.kind != "sign")
            if tokens[end - 1].kind == "sign":
                continue  # the name without its stroke comes next
            if (name := self._names.get(key)) is not None:
                part.names.append(name)
                part.hanging = False
                return end - at
            if (kind := self._words.get(key)) is not None:
                _say(part, kind, tokens, at)
                return end - at
        token = tokens[at]
        if token.kind == "word":
            part.unknown.append(token.text)
            part.maker = part.maker or token.text.startswith(_MAKERS)
        return 1


_MOST = 20_000


def _goes_on(token: _Token) -> bool:
    return token.kind in ("word", "number") or token.text == "/"  # "TDF/FTC" is one name


def _say(part: _Part, kind: str, tokens: Sequence[_Token], at: int) -> None:
    if kind == "unit":
        part.measured = part.measured or (at > 0 and tokens[at - 1].kind == "number")
    elif kind == "join":
        part.hanging = True
    elif kind == "maker":
        part.maker = True
    elif kind == "remark":
        part.remark = part.remark or not part.names


def _weigh(outside: _Part, groups: Sequence[_Part]) -> Heard:
    """Hold what stands outside against what stands in parentheses: ชื่อการค้า (ชื่อสามัญ), TRADE (maker) (content)."""
    telling = [group for group in groups if not group.remark]
    seen = frozenset(outside.seen().union(*(group.seen() for group in telling)))
    lists = [group for group in telling if group.names and not group.unknown]
    if any(group.unknown and (group.names or group.measured) for group in telling):
        return Heard(seen=seen)  # "(unknownol 5 mg)": something is inside that nobody knows
    if outside.hanging or any(group.hanging for group in lists):
        return Heard(seen=seen)
    if not lists:
        odd = any(group.unknown and not group.maker for group in telling)
        if outside.unknown or odd or not outside.names:
            return Heard(seen=seen)
        told = outside.ingredients()
        return Heard((), "", "disagree", seen) if told is None else Heard(told, outside.how(), "", seen)
    return _held_together(outside, lists, seen)


def _held_together(outside: _Part, lists: Sequence[_Part], seen: frozenset[str]) -> Heard:
    contents = [group.ingredients() for group in lists]
    content = contents[-1]
    if content is None or any(one is None or set(one) != set(content) for one in contents):
        return Heard((), "", "disagree", seen)
    around = outside.seen()
    if not around <= set(content) or (around and around != set(content) and not outside.unknown):
        return Heard((), "", "disagree", seen)
    if outside.names and outside.ingredients() is None and not outside.unknown:
        return Heard((), "", "disagree", seen)
    if outside.unknown and lists[-1].how() == "trade":
        return Heard(seen=seen)  # an unknown word explained by a trade name is no label anybody prints
    if not around:
        return Heard(content, "parsed", "", seen)
    told = None if outside.unknown else outside.ingredients()
    return Heard(content, "parsed", "", seen) if told is None else Heard(told, outside.how(), "", seen)
