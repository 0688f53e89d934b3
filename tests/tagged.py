"""Reading a tagged PDF as a screen reader does: by its structure tree, and each mark's text by the fonts' own maps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

TEXT = {"Tj", "TJ", "'", '"'}
PAINT = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI", *TEXT}


@dataclass
class Content:
    """What a page draws: text by mark, and every operator that paints outside any mark, or where marks cross."""

    texts: dict[int, str] = field(default_factory=dict)
    artifacts: str = ""
    faults: list[str] = field(default_factory=list)
    deepest: int = 0


def content_of(page: pikepdf.Page) -> Content:
    """Walk through a page's operators."""
    found = Content()
    fonts = {str(name): _readings(font) for name, font in page.obj.Resources.Font.items()}
    marks: list[tuple[str, int | None, str | None]] = []  # tag, MCID, ActualText
    nesting: list[str] = []
    font: dict[int, str] = {}
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator in ("BDC", "BMC"):
            about: Any = operands[1] if operator == "BDC" else {}
            said = str(about["/ActualText"]) if "/ActualText" in about else None
            marks.append((str(operands[0]), int(about["/MCID"]) if "/MCID" in about else None, said))
            nesting.append("mark")
            if str(operands[0]) == "/Artifact" and any(mark[1] is not None for mark in marks[:-1]):
                found.faults.append("artifact in content")
            if said is not None:
                _say(found, marks, said)
        elif operator == "EMC":
            marks.pop()
            _leave(nesting, "mark", found)
        elif operator in ("BT", "q"):
            nesting.append(operator)
            depth += operator == "q"
            found.deepest = max(found.deepest, depth)
        elif operator in ("ET", "Q"):
            depth -= operator == "Q"
            _leave(nesting, {"ET": "BT", "Q": "q"}[operator], found)
        elif operator == "Tf":
            font = fonts[str(operands[0])]
        elif operator in PAINT and not marks:
            found.faults.append(f"{operator} outside any mark")
        if operator in TEXT and not any(mark[2] is not None for mark in marks):
            _say(found, marks, _decoded(operands[0], font))
    if nesting:
        found.faults.append("left open")
    return found


def tree_text(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """Every element that has text of its own or an Alt, in reading order: its path of types, and the text."""
    pages = {page.obj.objgen: content_of(page) for page in pdf.pages}
    return list(_read(pdf.Root.StructTreeRoot.K[0], "", None, pages))


def open_pdf(data: bytes) -> pikepdf.Pdf:
    """From bytes."""
    return pikepdf.open(BytesIO(data))


def _read(element: Any, path: str, page: Any, pages: dict[Any, Content]) -> Iterator[tuple[str, str]]:
    path = f"{path}/{str(element.S)[1:]}"
    page = element.get("/Pg", page)
    text = ""
    below: list[tuple[str, str]] = []
    for kid in element.K:
        if isinstance(kid, int):
            text += pages[page.objgen].texts.get(kid, "")
        elif "/MCID" in kid:
            text += pages[kid.Pg.objgen].texts.get(int(kid.MCID), "")
        else:
            below += list(_read(kid, path, page, pages))
    yield path, str(element.get("/Alt", "")) or text
    yield from below


def _say(found: Content, marks: list[tuple[str, int | None, str | None]], text: str) -> None:
    number = next((mark[1] for mark in reversed(marks) if mark[1] is not None), None)
    if number is None:
        found.artifacts += text
    else:
        found.texts[number] = found.texts.get(number, "") + text


def _leave(nesting: list[str], what: str, found: Content) -> None:
    if not nesting or nesting.pop() != what:
        found.faults.append(f"{what} crosses another")


def _decoded(operand: Any, font: dict[int, str]) -> str:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    pairs = (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
    return "".join(font[code] for code in pairs)


def _readings(font: Any) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("ascii")
    rows = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]*)>$", table, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in rows}
