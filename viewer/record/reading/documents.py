"""DocumentReference and Composition. Narrative becomes plain text; what it tells may be restricted as a whole."""

from collections.abc import Iterator

import msgspec
from msgspec import Raw

from viewer.record.facts import Document, Narrative, Passage
from viewer.record.reading import shapes
from viewer.record.reading.desk import Reading
from viewer.record.reading.prose import plain, trimmed
from viewer.record.reading.results import attachment


class DocumentContentShape(shapes.Shape):
    attachment: shapes.AttachmentShape | None = None


class DocumentShape(shapes.ResourceShape):
    status: str = ""
    doc_status: str = ""
    type: Raw = shapes.NOTHING
    category: Raw = shapes.NOTHING
    subject: Raw = shapes.NOTHING
    date: str = ""
    author: Raw = shapes.NOTHING
    custodian: Raw = shapes.NOTHING
    description: str = ""
    security_label: Raw = shapes.NOTHING
    content: list[DocumentContentShape] = []


class SectionShape(shapes.Shape):
    title: str = ""
    code: Raw = shapes.NOTHING
    text: shapes.NarrativeShape | None = None
    entry: list[Raw] = []
    empty_reason: Raw = shapes.NOTHING
    section: list["SectionShape"] = []


class CompositionShape(shapes.ResourceShape):
    status: str = ""
    type: Raw = shapes.NOTHING
    subject: Raw = shapes.NOTHING
    date: str = ""
    author: Raw = shapes.NOTHING
    custodian: Raw = shapes.NOTHING
    title: str = ""
    confidentiality: str = ""
    section: list[SectionShape] = []


_DOCUMENT = msgspec.json.Decoder(DocumentShape)
_COMPOSITION = msgspec.json.Decoder(CompositionShape)
_DEEPEST = 8  # sections within sections


def read_document(reading: Reading) -> Document | None:
    """One DocumentReference. ``when`` is its date."""
    shape = reading.decode(_DOCUMENT, DocumentShape)
    if shape is None:
        return None
    type_ = reading.term(shape.type, "type")
    attachments = tuple(attachment(item.attachment) for item in shape.content if item.attachment is not None)
    title = trimmed(shape.description) or next((item.title for item in attachments if item.title), "")
    rules = reading.desk.terms.rules
    label = rules.of_labels(bytes(shape.security_label)) if len(shape.security_label) else ""
    titles = "\n".join((title, *(item.title for item in attachments)))
    restricted = label or type_.restricted or rules.of_text(titles) or rules.of_place(titles)
    common = reading.common(
        shape, reading.when(shape.date), shape.status, (shape.custodian, shape.author), restricted
    )
    return Document(
        **common,
        concept=type_.concept,
        title=title,
        author=_names(reading, shape.author),
        attachments=attachments,
    )


def read_narrative(reading: Reading) -> Narrative | None:
    """One Composition. ``when`` is its date; sections within sections stand after theirs."""
    shape = reading.decode(_COMPOSITION, CompositionShape)
    if shape is None:
        return None
    type_ = reading.term(shape.type, "type")
    passages = tuple(_passages(shape.section, reading, _DEEPEST))
    rules = reading.desk.terms.rules
    told = "\n".join(f"{passage.title}\n{passage.text}" for passage in passages)
    restricted = (
        rules.of_confidentiality(shape.confidentiality) or rules.of_text(told) or rules.of_place(told)
    )
    common = reading.common(
        shape, reading.when(shape.date), shape.status, (shape.custodian, shape.author), restricted
    )
    return Narrative(
        **common,
        concept=type_.concept,
        title=trimmed(shape.title),
        author=_names(reading, shape.author),
        passages=passages,
    )


def _passages(sections: list[SectionShape], reading: Reading, depth: int) -> Iterator[Passage]:
    for section in sections:
        code = reading.term(section.code, "section.code")
        yield Passage(
            title=trimmed(section.title) or code.concept.words,
            code=code.loinc or code.code,
            text=plain(section.text.div) if section.text else "",
            entries=len(section.entry),
            empty_reason=reading.term(section.empty_reason, "section.emptyReason").code,
        )
        if depth:
            yield from _passages(section.section, reading, depth - 1)
        elif section.section:
            reading.unreadable("section")


def _names(reading: Reading, raw: Raw) -> str:
    names = (reading.name_of(pointer) for pointer in reading.desk.terms.pointers(raw))
    return ", ".join(name for name in names if name)
