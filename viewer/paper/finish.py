"""The last pass over a drawn document: what makes it last, be read aloud, and carry its data (PDF/A-3u).

ISO 19005-3 (PDF/A-3), level U: metadata in XMP that agrees with the document information, one output intent, no
encryption, an identifier; beyond it the structure tree, the language, and the outline. An attachment is an associated
file (6.8). Which clauses are relied on, and the tests of each, stand in CONTRIBUTING.md. Only here is pikepdf used to
write; a signature comes after it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, String

from viewer.paper.colour import srgb_profile
from viewer.paper.tags import HEADINGS, Element, Mark, Role

DATA_NAME, DATA_KIND = "referral.fhir.json", "application/fhir+json"
SIGNATURE_FIELD = "Signature"
_PRODUCER = "Prawat (ReportLab, pikepdf)"
_LANGUAGES = {"th": "th-TH"}  # as a screen reader's voice is called
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{identifier}<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>Prawat</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a document carries. ``name`` never names a person; ``kind`` is a media type."""

    name: str
    kind: str
    said: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SignHere:
    """A place kept for a signature: page from 0, corners in points from the page's foot."""

    page: int
    box: tuple[float, float, float, float]
    said: str


def finished(
    drawn: bytes,
    tree: Element,
    *,
    title: str,
    language: str,
    attachment: Attachment | None = None,
    place: SignHere | None = None,
    identifier: str = "",
) -> bytes:
    """The drawn document with its structure, metadata, outline and attachment. The same in gives the same bytes.

    ``identifier`` is the document's own (dc:identifier), by which it can be asked about.
    """
    with Pdf.open(BytesIO(drawn)) as pdf:
        language = _LANGUAGES.get(language, language)
        _tell(pdf, title, language, identifier)
        _intend(pdf)
        _Structure(pdf).write(tree)
        _outline(pdf, tree)
        if attachment is not None:
            _attach(pdf, attachment)
        if place is not None:
            _keep_place(pdf, place)
        out = BytesIO()
        pdf.save(
            out,
            force_version="1.7",
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return out.getvalue()


def _tell(pdf: Pdf, title: str, language: str, identifier: str) -> None:
    """Whose title a reader shows, in which language it is read, and the same in XMP; no dates: none is known here."""
    root = pdf.Root
    root.Lang = String(language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.MarkInfo = Dictionary(Marked=True)
    for page in pdf.pages:
        if Name.Trans in page.obj:
            del page.obj.Trans
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(Title=String(title), Creator=String("Prawat"), Producer=String(_PRODUCER))
    )
    named = f"<dc:identifier>{escape(identifier)}</dc:identifier>\n" if identifier else ""
    packet = _XMP.format(
        title=escape(title), language=escape(language), producer=escape(_PRODUCER), identifier=named
    )
    root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)


def _intend(pdf: Pdf) -> None:
    profile = pdf.make_stream(srgb_profile(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB (IEC 61966-2-1)"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


class _Structure:
    """Writes the tree (ISO 32000-1, 14.7), and for each page which element each of its marks belongs to."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        self._owners: list[list[Object]] = [[] for _ in self._pages]

    def write(self, tree: Element) -> None:
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = self._element(tree, root)
        root.K = Array([document]) if document is not None else Array()
        numbers: list[object] = []
        for number, (page, owners) in enumerate(zip(self._pages, self._owners, strict=True)):
            if owners:
                page.StructParents = number
                numbers += [number, self._pdf.make_indirect(Array(owners))]
            page.Tabs = Name.S
        root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        root.ParentTreeNextKey = len(self._pages)
        self._pdf.Root.StructTreeRoot = root

    def _element(self, element: Element, parent: Object) -> Object | None:
        """The element as an object; None when there is nothing in it. An empty cell stays: it holds its column."""
        if element.role not in (Role.CELL, Role.HEAD_CELL) and not _holds(element):
            return None
        made = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + element.role), P=parent))
        if element.alt:
            made.Alt = String(element.alt)
        if element.layout:
            made.A = Dictionary({key: _attribute(value) for key, value in element.layout.items()})
        kids: list[object] = []
        home = next((kid.page for kid in element.kids if isinstance(kid, Mark)), None)
        if home is not None:
            made.Pg = self._pages[home]
        for kid in element.kids:
            if isinstance(kid, Mark):
                kids.append(self._mark(kid, made, home))
            elif (below := self._element(kid, made)) is not None:
                kids.append(below)
        made.K = Array(kids)
        return made

    def _mark(self, mark: Mark, owner: Object, home: int | None) -> object:
        """Marks of a page come in order, so that the page's list of owners is filled by appending."""
        owners = self._owners[mark.page]
        owners.extend([owner] * (mark.number + 1 - len(owners)))
        owners[mark.number] = owner
        if mark.page == home:
            return mark.number
        return Dictionary(Type=Name.MCR, Pg=self._pages[mark.page], MCID=mark.number)


def _holds(element: Element) -> bool:
    return any(isinstance(kid, Mark) or _holds(kid) for kid in element.kids)


def _attribute(value: object) -> object:
    return Name(value) if isinstance(value, str) and value.startswith("/") else value


def _outline(pdf: Pdf, tree: Element) -> None:
    """Titles, with the headings below each."""
    headings = list(_headings(tree))
    with pdf.open_outline() as outline:
        outline.root.clear()
        below = outline.root
        for element in headings:
            if element.place is None:
                continue
            page = pdf.pages[element.place.page]
            top = float(page.mediabox[3]) - element.place.top
            item = OutlineItem(element.text, element.place.page, "XYZ", left=0, top=top)
            if element.role is Role.TITLE:
                outline.root.append(item)
                below = item.children
            else:
                below.append(item)


def _headings(element: Element) -> Iterator[Element]:
    if element.role in HEADINGS and element.text:
        yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _headings(kid)


def _attach(pdf: Pdf, attachment: Attachment) -> None:
    """As ISO 19005-3, 6.8 and its Annex E want it; the checksum (ISO 32000-1, 7.11.4) tells a reader of damage."""
    checksum = hashlib.md5(attachment.content, usedforsecurity=False).digest()
    stream = pdf.make_stream(
        attachment.content,
        Type=Name.EmbeddedFile,
        Subtype=Name("/" + attachment.kind),
        Params=Dictionary(Size=len(attachment.content), CheckSum=String(checksum)),
    )
    file = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(attachment.name),
            UF=String(attachment.name),
            Desc=String(attachment.said),
            AFRelationship=Name.Data,
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(attachment.name), file])))
    pdf.Root.AF = Array([file])


def _keep_place(pdf: Pdf, place: SignHere) -> None:
    """An empty field for the signature. What is seen there is the page's own words: Thai set as everywhere else."""
    left, foot, right, top = place.box
    nothing = pdf.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, right - left, top - foot]
    )
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(SIGNATURE_FIELD),
            TU=String(place.said),
            F=132,  # printed, and not to be changed
            Rect=[left, foot, right, top],
            AP=Dictionary(N=nothing),
            P=pdf.pages[place.page].obj,
        )
    )
    pdf.pages[place.page].obj.Annots = Array([widget])
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), SigFlags=1)
