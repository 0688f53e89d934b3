"""DocumentReference and Composition. Narrative becomes plain text; what it tells may be restricted as a whole."""

from collections.abc import Iterator

from msgspec import Raw

from viewer.record.codes import fhir_code
from viewer.record.facts import Document, Narrative, Passage
from viewer.record.reading import shapes
from viewer.record.reading.desk import Reading
from viewer.record.reading.lengths import CUT, LONGEST_PASSAGE, cut
from viewer.record.reading.naming import pointed_type
from viewer.record.reading.prose import plain, trimmed
from viewer.record.reading.results import attachment, ids_of


class DocumentContentShape(shapes.Shape):
    attachment: shapes.AttachmentShape | None = None


class DocumentShape(shapes.ResourceShape):
    status: str = ""
    doc_status: str = ""
    type: Raw = shapes.NOTHING
    category: Raw = shapes.NOTHING
    date: str = ""
    author: Raw = shapes.NOTHING
    custodian: Raw = shapes.NOTHING
    description: str = ""
    security_label: Raw = shapes.NOTHING
    content: tuple[DocumentContentShape, ...] = ()


class SectionShape(shapes.Shape):
    title: str = ""
    code: Raw = shapes.NOTHING
    text: shapes.NarrativeShape | None = None
    entry: tuple[Raw, ...] = ()
    empty_reason: Raw = shapes.NOTHING
    section: tuple["SectionShape", ...] = ()


class CompositionShape(shapes.ResourceShape):
    status: str = ""
    type: Raw = shapes.NOTHING
    date: str = ""
    author: Raw = shapes.NOTHING
    custodian: Raw = shapes.NOTHING
    title: str = ""
    confidentiality: str = ""
    text: shapes.NarrativeShape | None = None
    section: tuple[SectionShape, ...] = ()


_DEEPEST = 8  # sections within sections


def read_document(shape: DocumentShape, reading: Reading) -> Document:
    """One DocumentReference. ``when`` is its date."""
    type_ = reading.term(shape.type, "type")
    reading.house = shape.custodian
    attachments = tuple(attachment(item.attachment) for item in shape.content if item.attachment is not None)
    title = trimmed(shape.description) or next((item.title for item in attachments if item.title), "")
    rules = reading.terms.rules
    label = rules.of_labels(bytes(shape.security_label)) if len(shape.security_label) else ""
    titles = "\n".join((title, *(item.title for item in attachments)))
    author = _names(reading, shape.author)
    restricted = label or type_.restricted or reading.terms.rules.of_words(titles, author)
    return Document(
        concept=type_.concept,
        title=title,
        author=author,
        attachments=attachments,
        **reading.common(
            shape, reading.when(shape.date), _status(shape), (shape.custodian, shape.author), restricted
        ),
    )


def _status(shape: DocumentShape) -> str:
    """The status of the entry; of one that is current that of the document itself, where it is no ordinary one.

    What is withdrawn is so in either way: the reference may stand while its content does not.
    """
    inner = fhir_code(shape.doc_status)
    told = inner == "entered-in-error" or (inner in _TOLD and fhir_code(shape.status) == "current")
    return inner if told else shape.status


_TOLD = frozenset({"preliminary", "amended"})


def read_narrative(shape: CompositionShape, reading: Reading) -> Narrative:
    """One Composition. ``when`` is its date; sections within sections stand after theirs."""
    type_ = reading.term(shape.type, "type")
    reading.house = shape.custodian
    passages = tuple(_passages(shape.section, reading, _DEEPEST))
    if not passages and shape.text and (told := plain(shape.text.div)):
        passages = (Passage("", text=told),)  # a document that is only its own narrative
    title, author = trimmed(shape.title), _names(reading, shape.author)
    words = "\n".join(f"{passage.title}\n{passage.text}" for passage in passages)
    restricted = (
        reading.terms.rules.of_confidentiality(shape.confidentiality)
        or type_.restricted
        or _of_sections(shape.section, reading, _DEEPEST)
        or reading.terms.rules.of_words(title, author, words)
    )
    return Narrative(
        concept=type_.concept,
        title=title,
        author=author,
        passages=passages,
        **reading.common(
            shape, reading.when(shape.date), shape.status, (shape.custodian, shape.author), restricted
        ),
    )


_LENDING = frozenset(
    {"Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "HealthcareService", "Medication",
     "Endpoint"}
)  # fmt: skip
"""What is no row of its own when it comes."""


def _of_sections(sections: tuple[SectionShape, ...], reading: Reading, depth: int) -> str:
    """The category that the codes of sections fall under: a section may be told by its code alone."""
    for section in sections:
        found = reading.terms.term(section.code).restricted
        if found := found or (_of_sections(section.section, reading, depth - 1) if depth else ""):
            return found
    return ""


def _passages(sections: tuple[SectionShape, ...], reading: Reading, depth: int) -> Iterator[Passage]:
    for section in sections:
        code = reading.term(section.code, "section.code")
        pointers = map(reading.terms.pointer, section.entry)
        yield Passage(
            title=trimmed(section.title) or code.concept.words,
            code=code.loinc or code.code,
            text=_told(section.text.div, reading) if section.text else "",
            entries=len(section.entry),
            targets=ids_of(pointer for pointer in pointers if pointed_type(pointer.target) not in _LENDING),
            empty_reason=reading.term(section.empty_reason, "section.emptyReason").code,
            inner=len(section.section),
        )
        if depth:
            yield from _passages(section.section, reading, depth - 1)
        elif section.section:
            reading.unreadable("section")


def _told(div: str, reading: Reading) -> str:
    text = plain(div)
    short = cut(text, LONGEST_PASSAGE)
    if short is not text:
        reading.lost((CUT,))
    return short


def _names(reading: Reading, raw: Raw) -> str:
    names = (reading.name_of(pointer) for pointer in reading.terms.pointers(raw))
    return ", ".join(name for name in names if name)
