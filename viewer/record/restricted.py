"""What is hidden until its reader opens it with a reason: security labels, and a local list by code, drug, ingredient
and word.

Thai feeds carry no labels, so labels alone would protect nothing. The list is data (resources/tables/restricted.json),
versioned, read here through pydantic because people edit it. A negative test for a restricted disease is as restricted
as a positive one.
"""

import re
from collections.abc import Iterable
from functools import cache

import msgspec
from pydantic import BaseModel, ConfigDict

from viewer.base.resources import resource
from viewer.record.codes import ATC, ICD9CM, ICD10, LOINC, SNOMED, code_system, icd10
from viewer.record.values import Coding, Concept

_Codes = dict[str, list[str]]
# Other countries' editions (icd-10-cm, icd-10-gm): their first five characters mean the same; what is read from them
# elsewhere is not known to.
_ICD10_ABROAD = re.compile(r"icd-?10|2\.16\.840\.1\.113883\.6\.90$", re.I)
_AS_EVERYWHERE = 5
_SHORT, _MOST_TOLD = 200, 20_000  # names and titles come again and again: their answers are kept


class _Table(BaseModel):
    """The file as people write it: category -> codes, names or patterns."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    version: str
    about: str
    labels: _Codes
    icd10: _Codes
    icd9cm: _Codes
    loinc: _Codes
    snomed: _Codes
    atc: _Codes
    drugs: _Codes
    drug_pairs: dict[str, list[tuple[str, str]]]
    ingredients: _Codes
    ingredient_pairs: dict[str, list[tuple[str, str]]]
    words: _Codes
    places: _Codes
    seen: "_Seen"
    seen_with: _Codes  # a drug: those beside which it is another medicine


class _Seen(BaseModel):
    """What must be seen, whatever words of the categories ``over`` stand beside the code."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    icd10: list[str]
    over: frozenset[str]


class Rules:
    """The list, made quick to ask. Every answer is a category ("hiv", "sti" ...) or "" for open."""

    def __init__(self, table: _Table) -> None:
        self.version = table.version
        self._told: dict[str, str] = {}
        self._placed: dict[str, str] = {}
        self._drawn: dict[str, str] = {}
        self._labels = _by_code(table.labels)
        self._codes = {
            ICD9CM: _by_code(table.icd9cm),
            LOINC: _by_code(table.loinc),
            SNOMED: _by_code(table.snomed),
        }
        self._ranges = [(*_span(span), category) for category, spans in table.icd10.items() for span in spans]
        self._atc = [(*_span(span), category) for category, spans in table.atc.items() for span in spans]
        self._seen = [_span(span) for span in table.seen.icd10]
        self._seen_over = table.seen.over
        self._seen_with = table.seen_with
        self._words = [(_any(patterns), category) for category, patterns in table.words.items()]
        self._words += [
            (_any(rf"(?<![a-z]){re.escape(name)}(?![a-z])" for name in names), category)
            for category, names in table.drugs.items()
        ]
        self._pairs = [
            (first, second, category)
            for category, pairs in table.drug_pairs.items()
            for first, second in pairs
        ]
        self._ingredients = _by_code(table.ingredients)
        self._ingredient_pairs = [
            (frozenset(pair), category)
            for category, pairs in table.ingredient_pairs.items()
            for pair in pairs
        ]
        self._places = [(_any(map(re.escape, names)), category) for category, names in table.places.items()]

    def of_icd(self, code: str) -> str:
        """By a normalised ICD-10 code ("B24", "F32.1")."""
        if not code:
            return ""
        return _spanning(self._ranges, code)

    def of_coding(self, coding: Coding) -> str:
        """By one code."""
        system = code_system(coding.system)
        if system == ATC:
            return _spanning(self._atc, coding.code.strip().upper())
        if system == ICD10 or not coding.system:
            return self.of_icd(icd10(coding.code))
        if not system and _ICD10_ABROAD.search(coding.system):
            return self.of_icd(icd10(coding.code[:_AS_EVERYWHERE]))
        return self._codes.get(system, {}).get(coding.code.strip(), "")

    def of_text(self, text: str) -> str:
        """By drug names and telling words in free text."""
        if not text:
            return ""
        known = self._told.get(text)
        if known is not None:
            return known
        found = self._telling(text.casefold())
        if len(text) <= _SHORT and len(self._told) < _MOST_TOLD:
            self._told[text] = found
        return found

    def _telling(self, text: str) -> str:
        for drug, others in self._seen_with.items():
            if drug in text and any(other in text for other in others):
                text = text.replace(drug, " ")
        for pattern, category in self._words:
            if pattern.search(text):
                return category
        return next((category for one, other, category in self._pairs if one in text and other in text), "")

    def telling_words(self, text: str) -> tuple[str, ...]:
        """The words that make a text restricted, as far as one of each category: what must stay when it is cut."""
        folded = text.casefold()
        found = [
            match[0] for pattern, _ in (*self._words, *self._places) if (match := pattern.search(folded))
        ]
        pairs = [
            name
            for one, other, _ in self._pairs
            if one in folded and other in folded
            for name in (one, other)
        ]
        return tuple(dict.fromkeys((*found, *pairs)))

    def of_concept(self, concept: Concept) -> str:
        """By its codes, else by its words."""
        for coding in concept.codings:
            found = self.of_coding(coding)
            if found:
                return found
        texts = dict.fromkeys((concept.text, *(coding.display for coding in concept.codings)))
        told = self.of_text(" \n ".join(texts))
        return "" if told in self._seen_over and any(map(self._must_be_seen, concept.codings)) else told

    def _must_be_seen(self, coding: Coding) -> bool:
        """A dementia with psychosis, a delirium: named by its code among those that are never hidden."""
        if coding.system and code_system(coding.system) != ICD10:
            return False
        code = icd10(coding.code)
        return any(_within(code, low, high) for low, high in self._seen)

    def of_ingredients(self, found: Iterable[str]) -> str:
        """By what is in a medicine (ids of the formulary), whatever short name or trade name it was sent under."""
        names = frozenset(found)
        for name in sorted(names & self._ingredients.keys()):
            if not names.intersection(self._seen_with.get(name, ())):
                return self._ingredients[name]
        return next((category for pair, category in self._ingredient_pairs if pair <= names), "")

    def of_place(self, name: str) -> str:
        """By the name of a clinic or ward that gives the reason away."""
        if not name:
            return ""
        known = self._placed.get(name)
        if known is None:
            folded = name.casefold()
            known = next((category for pattern, category in self._places if pattern.search(folded)), "")
            if len(name) <= _SHORT and len(self._placed) < _MOST_TOLD:
                self._placed[name] = known
        return known

    def of_words(self, *told: str) -> str:
        """By any of the words that are drawn of a row, names of clinics included."""
        for text in told:
            if not text:
                continue
            found = self._drawn.get(text)
            if found is None:
                found = self.of_text(text) or self.of_place(text)
                if len(text) <= _SHORT and len(self._drawn) < _MOST_TOLD:
                    self._drawn[text] = found
            if found:
                return found
        return ""

    def forget(self) -> None:
        """Drop the texts met so far: a closed record leaves no words behind."""
        self._told.clear()
        self._placed.clear()
        self._drawn.clear()

    def of_labels(self, raw: bytes, otherwise: str = "") -> str:
        """By meta.security or securityLabel as sent (a list of Codings, or of CodeableConcepts).

        ``otherwise`` is what the code list says; a telling category wins over a bare level of confidentiality.
        """
        return _settle([*(self._labels.get(code, "") for code in _label_codes(raw)), otherwise])

    def of_sent(self, raw: bytes) -> str:
        """By any code and any word of a resource as it was sent, drawn or not: for whoever would show it whole."""
        try:
            return self._anywhere(msgspec.json.decode(raw))
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return self.of_text(raw.decode("utf-8", "replace"))

    def _anywhere(self, found: object) -> str:
        if isinstance(found, str):
            return self.of_text(found) or self.of_place(found)
        if isinstance(found, list):
            return next((told for item in found if (told := self._anywhere(item))), "")
        if not isinstance(found, dict):
            return ""
        if isinstance(found.get("coding"), list):
            codings = [item for item in found["coding"] if isinstance(item, dict)]
            return self.of_concept(Concept(_text(found, "text"), tuple(map(_coding, codings))))
        told = self.of_coding(_coding(found)) if "code" in found and "system" in found else ""
        return told or self._anywhere([held for name, held in found.items() if name != "data"])

    def of_confidentiality(self, code: str) -> str:
        """By Composition.confidentiality."""
        return self._labels.get(code.strip().upper(), "")


@cache
def standard_rules() -> Rules:
    """The list that is shipped."""
    return Rules(_Table.model_validate_json(resource("tables", "restricted.json").read_bytes()))


def _coding(sent: dict[str, object]) -> Coding:
    return Coding(_text(sent, "system"), _text(sent, "code"), _text(sent, "display"))


def _text(sent: dict[str, object], name: str) -> str:
    found = sent.get(name)
    return found if isinstance(found, str) else ""


class _Label(msgspec.Struct):
    code: str = ""
    coding: list[Coding] = []


def _label_codes(raw: bytes) -> Iterable[str]:
    try:
        labels = msgspec.json.decode(raw, type=list[_Label])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        # Labels that cannot be read may hide anything: whatever word of ours stands in them counts.
        return re.findall(r"[A-Z]{1,8}", raw.decode("utf-8", "replace"))
    return [
        code.strip().upper() for label in labels for code in (label.code, *(c.code for c in label.coding))
    ]


def _settle(categories: Iterable[str]) -> str:
    found = [category for category in categories if category]
    return next((category for category in found if category != "label"), found[0] if found else "")


def _by_code(table: _Codes) -> dict[str, str]:
    return {code: category for category, codes in table.items() for code in codes}


def _span(text: str) -> tuple[str, str]:
    low, _, high = text.partition("-")
    return low, high or low


def _spanning(spans: Iterable[tuple[str, str, str]], code: str) -> str:
    return next((category for low, high, category in spans if _within(code, low, high)), "")


def _within(code: str, low: str, high: str) -> bool:
    """Codes stand in a span as long as its ends: F32.1 in F20-F48, O98.7 in O98.7 alone."""
    return low <= code[: len(low)] <= high


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
