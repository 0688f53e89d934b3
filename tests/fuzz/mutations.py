# ruff: noqa: E501 - long literals of JSON read better in one line
"""How a sample is damaged: a list of steps, each plain numbers, so that hypothesis can shrink it and a fuzzer draw it.

A step is (what, where, which): what is done, at which node (counted round), with which odd value or other node.
"""

import copy
import json
import random
from typing import Any

from fuzz.samples import MARK, RESOURCES, bundle, golden

Step = tuple[int, int, int]

# Written into JSON as they stand, for json.dumps would not write them.
RAW = (
    "1e999", "-1e999", "1E+999999999", "1E-999999999", "-0", "-0.0", "0.10", "1.50e1", "9" * 400, "9" * 5000, "1e-7",
    "NaN", "-Infinity", "12345678901234567890", "2147483648", '"\\ud800"', '"a\\udc00b"', '"\\u0000"', '"C:\\his"',
    '"a\tb"', "tru", "{", "[[[[", "[" * 3000, '{"a":' * 600, "\ufeff", '"unclosed', "'x'", '{"a":1,"a":2}', "",
    "1" + "0" * 40, "-1", "1.5", "0", "00", "1_0",
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2.5, 10**18, "", " ", "-", "0", "true", "null", [], {}, [[]], [None], [{}], {"": ""},
    "2569-01-01", "0000-00-00", "2026-02-30", "9999-12-31", "0001-01-01T00:00:00+14:00", "2026-11-23T24:00:00Z",
    "1919-12-31T23:59:59-12:00", "24/02/2569", "2026-W01-1", "2026-11-23T10:00:00+99:99", "20261123",
    "แพ้", "ปฏิเสธแพ้ยา", "ไม่ทราบ", "1x3 pc prn", "q 4-6 h", "1" + "9" * 30 + "x2", "ครั้งละ 1/0 เม็ด วันละ 2 ครั้ง",
    "ครั้งละ 1 เม็ด วันละ 99999999999999999999 ครั้ง", "นาน 9999999999 วัน", "(99999999999 doses)", "เฉพาะวันจันทร์ - - ศุกร์",
    "HIV clinic", "tenofovir 300 mg + lamivudine 300 mg tab", "0.9% NSS 1000 ml", "00000", "B24", "E11..9", "É",
    "<b>bold</b>", "<img src=x onerror=alert(1)>", "&lt;script&gt;", "<!--", "<![CDATA[", "</div", "&#0;&#x202e;",
    "a\u202eb\u2066c\u2069", "\u200b\u200d\ufeff", "\x00\x07\x1b[31m", "a\r\nb\u2028c\x85d\ttab", "\U000e0041tag",
    "์ํ็่้", "ก" * 300, "a " * 200, "((((((((", "+ + + +", "\\", '"', "{}", "{n}", "{0}", "%s", "🩺" * 9, "ﷺ", "İ",
    "Patient/other", f"Patient/{MARK}-p", f"Observation/{MARK}-observation", "#", "#c", "urn:uuid:1", "urn:uuid:", "/",
    f"https://x.example/fhir/Patient/{MARK}-p/_history/2", "http://[bad", "?identifier=x|1", "Bundle", "Patient",
    "OperationOutcome", "Observation", "Organization", "http://loinc.org", "http://hl7.org/fhir/sid/icd-10", "2160-0",
    "29463-7", "85354-9", "stopped", "entered-in-error", "refuted", "intolerance", "R", "IMP", "HS", "d", "wk", "mg", "%",
    {"reference": "#"}, {"reference": f"PractitionerRole/{MARK}-r"}, {"reference": {"reference": "#c"}},
    [{"url": "http://x/y", "extension": [{"url": "z", "extension": [{}]}]}], {"value": 1, "unit": "kg", "comparator": "<"},
    {"text": "x", "coding": [{"code": "716186003"}]}, [{"security": "R"}], [{"code": "HIV"}], ["a", {"b": ["c"]}],
    {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": "other"}}]},
)  # fmt: skip
_PLACEHOLDER = "@@raw{}@@"


def mutated(content: Any, steps: list[Step]) -> Any:
    """The content after all steps; what was given stays as it is."""
    root = [copy.deepcopy(content)]
    for what, where, which in steps:
        nodes = _nodes(root)
        if not nodes:
            break
        holder, key = nodes[where % len(nodes)]
        _STEPS[what % len(_STEPS)](holder, key, which, nodes)
    return root[0] if root else None


def _nodes(root: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) of a tree, without recursion."""
    found: list[tuple[Any, Any]] = []
    waiting = [root]
    while waiting and len(found) < 20_000:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one))
        for key in keys:
            found.append((one, key))
            if isinstance(one[key], dict | list):
                waiting.append(one[key])
    return found


def _remove(holder: Any, key: Any, which: int, nodes: list[tuple[Any, Any]]) -> None:
    del holder[key]


def _odd(holder: Any, key: Any, which: int, nodes: list[tuple[Any, Any]]) -> None:
    holder[key] = copy.deepcopy(ODD[which % len(ODD)])


def _raw(holder: Any, key: Any, which: int, nodes: list[tuple[Any, Any]]) -> None:
    holder[key] = _PLACEHOLDER.format(which % len(RAW))


def _wrap(holder: Any, key: Any, which: int, nodes: list[tuple[Any, Any]]) -> None:
    holder[key] = [holder[key]] if which % 2 else {"value": holder[key]}


def _unwrap(holder: Any, key: Any, which: int, nodes: list[tuple[Any, Any]]) -> None:
    inner = holder[key]
    values = list(inner.values()) if isinstance(inner, dict) else inner
    if isinstance(values, list) and values:
        holder[key] = values[which % len(values)]


def _copy(holder: Any, key: Any, which: int, nodes: list[tuple[Any, Any]]) -> None:
    """Another node's value here: a cycle unrolled once, a resource within a resource, a text where a date stands."""
    other, at = nodes[which % len(nodes)]
    value = other[at] if isinstance(other, list) or at in other else None
    if len(str(value)) < 20_000:
        holder[key] = copy.deepcopy(value)


def _repeat(holder: Any, key: Any, which: int, nodes: list[tuple[Any, Any]]) -> None:
    if isinstance(holder, list) and len(str(holder[key])) < 20_000:
        holder.extend(copy.deepcopy(holder[key]) for _ in range(which % 4 + 1))


def _rename(holder: Any, key: Any, which: int, nodes: list[tuple[Any, Any]]) -> None:
    names = [at for _, at in nodes if isinstance(at, str)]
    if isinstance(holder, dict) and names:
        holder[names[which % len(names)]] = holder.pop(key)


def _spoil(holder: Any, key: Any, which: int, nodes: list[tuple[Any, Any]]) -> None:
    """An odd text put into a text."""
    odd = [value for value in ODD if isinstance(value, str)]
    if isinstance(holder[key], str):
        at = which // 7 % (len(holder[key]) + 1)
        holder[key] = holder[key][:at] + odd[which % len(odd)] + holder[key][at:]


_STEPS = (_remove, _odd, _raw, _wrap, _unwrap, _copy, _repeat, _rename, _spoil, _odd, _spoil)


def written(content: Any) -> bytes:
    """The content as JSON, with what is no JSON in it where a step put it."""
    text = json.dumps(content, ensure_ascii=False)
    for number, raw in enumerate(RAW):
        text = text.replace(json.dumps(_PLACEHOLDER.format(number)), raw)
    return text.encode("utf-8", "surrogatepass")


def damaged(body: bytes, step: Step) -> bytes:
    """The bytes after one thing that happens to bytes: a cut, a mark, another encoding, a doubled key."""
    what, where, which = step
    at = where % (len(body) + 1)
    ways = (
        lambda: body,
        lambda: body[:at],
        lambda: b"\xef\xbb\xbf" + body,
        lambda: body.decode("utf-8", "replace").encode("utf-16"),
        lambda: body[:at] + (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x00", b"\x1f", b'"', b"\\", b"NaN")[which % 8] + body[at:],
        lambda: _doubled(body, which),
        lambda: body.replace(b":", b" : \r\n ").replace(b",", b"\n,\n"),
        lambda: body[: at - at % 2] * 2,
        lambda: body + b"\n" + body[:at],
        lambda: body.decode("utf-8", "replace").encode("cp874", "replace"),
        lambda: b"[" + body + b"," + body[at:] + b"]",
    )  # fmt: skip
    return ways[what % len(ways)]()


def _doubled(body: bytes, which: int) -> bytes:
    """A member that stands twice in one object."""
    places = [at for at in range(len(body)) if body[at : at + 1] == b"{"]
    if not places:
        return body
    at = places[which % len(places)] + 1
    extra = (
        b'"id":{"a":1},',
        b'"resourceType":7,',
        b'"resourceType":"Bundle",',
        b'"entry":[],',
        b'"subject":[],',
    )
    return body[:at] + extra[which % len(extra)] + body[at:]


def mutate_bytes(body: bytes, chance: random.Random) -> bytes:
    """A body changed in its structure: steps on what can be parsed, a fresh sample otherwise; sometimes on its bytes."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict | list) or chance.random() < 0.05:
        content = _fresh(chance)
    if chance.random() < 0.15:
        content = _joined(content, chance)
    steps = [_step(chance) for _ in range(chance.randint(1, 6))]
    changed = written(mutated(content, steps))
    return damaged(changed, _step(chance)) if chance.random() < 0.15 else changed


def _step(chance: random.Random) -> Step:
    return chance.randrange(1 << 16), chance.randrange(1 << 16), chance.randrange(1 << 16)


def _fresh(chance: random.Random) -> Any:
    chosen = chance.choices(RESOURCES + golden(), k=chance.randint(1, 4))
    kinds = ("searchset", "document", "collection", "transaction", "batch-response")
    return bundle(chosen, chance.choice(kinds)) if len(chosen) > 1 else chosen[0]


def _joined(content: Any, chance: random.Random) -> Any:
    """With one more sample beside it, or inside a Bundle."""
    entries = content.get("entry") if isinstance(content, dict) else None
    if isinstance(entries, list):
        entries.append({"resource": chance.choice(RESOURCES)})
        return content
    return bundle([content, chance.choice(RESOURCES)])
