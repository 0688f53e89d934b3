"""Every type that is not read by hand, by the table: one reader for all of them, into one kind of row."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from msgspec import Raw

from viewer.record.facts import Dose
from viewer.record.others import Line, Other, Part, Said
from viewer.record.reading import shapes
from viewer.record.reading.desk import Reading
from viewer.record.reading.elements import at, said
from viewer.record.reading.forms import Form, Nest
from viewer.record.reading.members import Members, first, is_bare, members_of, text_of
from viewer.record.reading.prose import plain
from viewer.record.reading.told import Told
from viewer.record.values import Concept, Quantity, Range, When

_DEEPEST = 8  # items within items
_WHOLE = frozenset({"generated", "empty"})  # text.status of a narrative that says no more than the structure


class _Reader:
    """One resource read by its form."""

    def __init__(self, form: Form, reading: Reading) -> None:
        self.form = form
        self.reading = reading
        self.told = Told(reading)

    def read(self, shape: shapes.ResourceShape) -> Other:
        form, reading = self.form, self.reading
        members = members_of(reading.raw)
        concept, title = self._name(members)
        when, end = self._dates(members)
        note, stamped = self._notes(members)
        parts = [part for nest in form.nests for part in self._parts(nest, members, 0)]
        lines = tuple(self._lines(form.lines, members, {title or concept.words}))
        text = self._narrative(members, bare=not (title or concept or lines or parts))
        status = self._status(form.status, members)
        if bytes(members.get("notDone", b"")).strip(b'"').lower() == b"true":  # STU3
            status = "not-done"
        parts += stamped
        told = (title, note, text, *_all_words(concept), *_words_in(lines, parts))
        return Other(
            concept=concept,
            title=title,
            end=end,
            lines=lines,
            parts=tuple(parts),
            text=text,
            forbidden=self._forbids(form.forbids, members),
            **reading.common(shape, when, status, self._sources(members), self._restricted(told), note),
        )

    # --- what every row has

    def _name(self, members: Members) -> tuple[Concept, str]:
        """The concept that names it, or its title: the first of its form's paths that says something."""
        for path in self.form.words:
            values = self._values((path,), members)
            if not values:
                continue
            if len(values) == 1 and isinstance(values[0], Concept):
                return values[0], ""
            words = dict.fromkeys(spoken for value in values if (spoken := in_words(value)))
            if words:
                return Concept(), ", ".join(words)
        return Concept(), ""

    def _dates(self, members: Members) -> tuple[When | None, When | None]:
        when, end = self._first_date(self.form.when, members)
        return when, self._first_date(self.form.end, members)[0] or end

    def _first_date(self, paths: Iterable[str], members: Members) -> tuple[When | None, When | None]:
        """The first that can be placed in time, else the first that was sent."""
        sent: tuple[When | None, When | None] | None = None
        for path in paths:
            for name, raw in at(members, path, self.reading):
                found = self._date(raw, name)
                if found is not None and any(when and when.usable for when in found):
                    return found
                sent = sent or found
        return sent or (None, None)

    def _date(self, raw: Raw, name: str) -> tuple[When | None, When | None] | None:
        """A date, or both ends of a period or a timing; None when it is neither."""
        if first(raw) == b'"':
            text = text_of(raw)
            return (self._when(text), None) if text and not name.endswith("String") else None
        if first(raw) != b"{":
            self.reading.unreadable(name)
            return None
        members = members_of(raw)
        bounds = members if "start" in members or "end" in members else members_of(
            next((inner for _, inner in at(members, "repeat.boundsPeriod", self.reading)), Raw(b"null"))
        )  # fmt: skip
        starts, ends = text_of(bounds.get("start", Raw())), text_of(bounds.get("end", Raw()))
        starts = starts or next((text_of(event) for _, event in at(members, "event", self.reading)), "")
        if not starts and not ends:
            return None
        return self._when(starts), self.told.when(ends)

    def _when(self, text: str) -> When | None:
        return (self.told if self.form.ahead else self.reading).when(text)

    def _status(self, paths: Iterable[str], members: Members) -> str:
        for path in paths:
            for name, raw in at(members, path, self.reading):
                if name == "deleted":  # of a List's entry
                    if bytes(raw) == b"true":
                        return name
                    continue
                text = text_of(raw)
                if not text:
                    value = said(raw, name, self.told)
                    text = (
                        value.codings[0].code
                        if isinstance(value, Concept) and value.codings
                        else in_words(value)
                    )
                    self.reading.unreadable(name)
                if text:
                    return text
        return ""

    def _forbids(self, path: str, members: Members) -> bool:
        """Whether it tells not to do it. A "true" sent as text is a true; what is neither leaves a remark."""
        for name, raw in at(members, path or "doNotPerform", self.reading):
            word = bytes(raw).strip(b'"').lower()
            if word == b"true":
                return True
            if word != b"false":
                self.reading.unreadable(name)
        return False

    def _sources(self, members: Members) -> list[Raw]:
        return [raw for path in self.form.sources for _, raw in at(members, path, self.reading)]

    def _notes(self, members: Members) -> tuple[str, list[Part]]:
        """Annotations: plain ones as the note, those with a time or an author as parts in their order."""
        plain_notes, stamped = [], []
        for _, raw in at(members, "note", self.reading):
            inner = members_of(raw)
            text = text_of(inner["text"]) if "text" in inner else text_of(raw)
            author = self._values(("author[x]",), inner)
            if text and ("time" in inner or author):
                lines = (Line("author", author),) if author else ()
                when = self.reading.when(text_of(inner.get("time", Raw())))
                stamped.append(Part("note", (text,), when, lines=lines))
            elif text:
                plain_notes.append(text)
            elif bytes(raw) != b"null":
                self.reading.unreadable("note")
        return "\n".join(plain_notes), stamped

    def _narrative(self, members: Members, *, bare: bool) -> str:
        """Its text, unless that only repeats what the structure says."""
        text = members_of(members.get("text", Raw()))
        if "div" not in text:
            return ""
        if not bare and self.form.type and text_of(text.get("status", Raw())) in _WHOLE:
            return ""
        return plain(text_of(text["div"]))

    # --- what it says

    def _lines(
        self, wanted: Iterable[tuple[str, tuple[str, ...]]], members: Members, told: set[str]
    ) -> Iterator[Line]:
        for label, paths in wanted:
            values = tuple(
                value
                for value in self._values(paths, members)
                if not in_words(value) or in_words(value) not in told
            )
            if values:
                yield Line(label, values)

    def _values(self, paths: Iterable[str], members: Members) -> tuple[Said, ...]:
        found: dict[Said, None] = {}
        for path in paths:
            if _head(path) not in members and not _head(path).endswith("[x]"):
                continue  # most are: not worth a walk
            for name, raw in at(members, path, self.reading):
                value = said(raw, name, self.told)
                if value is not None:
                    found[value] = None
                elif not is_bare(raw):
                    self.reading.unreadable(name)
        return tuple(found)

    def _parts(self, nest: Nest, members: Members, depth: int) -> Iterator[Part]:
        for name, raw in at(members, nest.path, self.reading):
            inner = members_of(raw)
            if not inner:
                if bytes(raw) not in (b"{}", b"null"):
                    self.reading.unreadable(name)
                continue
            yield from self._part(nest, inner, depth)

    def _part(self, nest: Nest, inner: Members, depth: int) -> Iterator[Part]:
        words: tuple[Said, ...] = ()
        for path in nest.words:
            words = self._values((path,), inner)
            if words:
                break
        when, _ = self._first_date(nest.when, inner)
        told = {spoken for value in words if (spoken := in_words(value))}
        part = Part(
            nest.kind, words, when, self._status(nest.status, inner), tuple(self._lines(nest.lines, inner, told)),
            self._forbids(nest.forbids, inner), depth,
        )  # fmt: skip
        if part.words or part.lines or part.status or part.when:
            yield part
        if depth < _DEEPEST:
            for other in nest.within:
                yield from self._parts(other, inner, depth + 1)
            for path in nest.inner:
                yield from self._parts(replace(nest, path=path), inner, depth + 1)
        elif any(True for path in nest.inner for _ in at(inner, path, self.reading)):
            self.reading.unreadable(nest.path)

    # --- what it may not show

    def _restricted(self, told: Iterable[str]) -> str:
        """The category it falls under by its codes and what it points to, else by any of its words."""
        if self.told.restricted:
            return self.told.restricted
        rules = self.reading.terms.rules
        words = "\n".join(dict.fromkeys(filter(None, told)))
        return rules.of_text(words) or rules.of_place(words)


def read_other(form: Form, shape: shapes.ResourceShape, reading: Reading) -> Other:
    """One resource of a type that is not read by hand."""
    return _Reader(form, reading).read(shape)


@cache
def _head(path: str) -> str:
    return path.partition(".")[0]


def in_words(value: Said) -> str:
    """A value's own words, for comparing and for the list of what is restricted; "" of numbers and dates."""
    match value:
        case str():
            return value
        case Concept():
            return value.words
        case Quantity() | Range():
            return value.text
        case Dose():
            return value.text
        case _:
            return ""


def _all_words(value: Said) -> tuple[str, ...]:
    match value:
        case Concept():
            return (value.text, *(coding.display for coding in value.codings))
        case Dose():
            return (value.text, value.patient_text, value.as_needed_for)
        case _:
            return (in_words(value),)


def _words_in(lines: Iterable[Line], parts: Iterable[Part]) -> Iterator[str]:
    for line in lines:
        for value in line.values:
            yield from _all_words(value)
    for part in parts:
        for value in part.words:
            yield from _all_words(value)
        yield from _words_in(part.lines, ())
