"""By which way a medicine enters the body: read from the structure, the label, or the dose form, in this order."""

import re

from viewer.record.facts import Supply

# SNOMED CT route codes and the short words that Thai feeds send, to our stable codes.
_WORDS = {
    "oral": "oral", "po": "oral", "p.o.": "oral", "by mouth": "oral", "oral route": "oral", "รับประทาน": "oral",
    "oral use": "oral", "26643006": "oral", "20053000": "oral",
    "sublingual": "sublingual", "sl": "sublingual", "37839007": "sublingual", "อมใต้ลิ้น": "sublingual",
    "inhalation": "inhaled", "inhalation use": "inhaled", "18679011000001101": "inhaled", "447694001": "inhaled",
    "respiratory tract route": "inhaled", "สูดพ่น": "inhaled",
    "subcutaneous": "subcutaneous", "sc": "subcutaneous", "34206005": "subcutaneous",
    "subcutaneous route": "subcutaneous", "subcutaneous use": "subcutaneous",
    "intramuscular": "intramuscular", "im": "intramuscular", "78421000": "intramuscular",
    "intravenous": "intravenous", "iv": "intravenous", "47625008": "intravenous",
    "ophthalmic": "eye", "54485002": "eye", "otic": "ear", "10547007": "ear", "nasal": "nose", "46713006": "nose",
    "topical": "skin", "6064005": "skin", "rectal": "rectal", "37161004": "rectal",
    "vaginal": "vaginal", "16857009": "vaginal", "transdermal": "patch", "45890007": "patch",
}  # fmt: skip
_LABELS = (
    (re.compile("อมใต้ลิ้น"), "sublingual"),
    (re.compile("ฉีดใต้ผิวหนัง|ฉีดเข้าใต้ผิวหนัง"), "subcutaneous"),
    (re.compile("ฉีดเข้ากล้าม"), "intramuscular"),
    (re.compile("ฉีดเข้าหลอดเลือด"), "intravenous"),
    (re.compile("หยอดตา|ป้ายตา"), "eye"),
    (re.compile("หยอดหู"), "ear"),
    (re.compile("พ่นจมูก|หยอดจมูก"), "nose"),
    (re.compile("สูด|พ่น"), "inhaled"),
    (re.compile("เหน็บทวาร"), "rectal"),
    (re.compile("สอดช่องคลอด|เหน็บช่องคลอด"), "vaginal"),
    (re.compile("แปะผิวหนัง|แปะ"), "patch"),
    (re.compile("^ทา|ทาบริเวณ"), "skin"),
    (re.compile("รับประทาน|^กิน|เคี้ยว|ดื่ม"), "oral"),
)
_FORMS = (
    (re.compile(r"\bMDI\b|inhal|DPI|puff|nebul", re.I), "inhaled"),
    (re.compile(r"eye|ophthal", re.I), "eye"),
    (re.compile(r"ear\b|otic", re.I), "ear"),
    (re.compile(r"nasal", re.I), "nose"),
    (re.compile(r"vagin", re.I), "vaginal"),
    (re.compile(r"supposit|rectal", re.I), "rectal"),
    (re.compile(r"patch|transdermal", re.I), "patch"),
    (re.compile(r"cream|ointment|lotion|gel\b", re.I), "skin"),
    (re.compile(r"subling", re.I), "sublingual"),
    (re.compile(r"\btab|\bcap|chewable|syrup|suspension|เม็ด|แคปซูล|น้ำเชื่อม", re.I), "oral"),
)


def route_code(text: str) -> str:
    """The stable code of a route word or SNOMED code; "" when it is not a known one."""
    return _WORDS.get(text.strip().casefold(), "")


def label_route(text: str) -> str:
    """The route that a label's verb names; "" when it names none."""
    return next((code for pattern, code in _LABELS if pattern.search(text)), "")


def form_route(form: str) -> str:
    """The route that a dose form leaves no doubt about; "" else."""
    return next((code for pattern, code in _FORMS if pattern.search(form)), "")


def route_of(supply: Supply) -> str:
    """The route of one supply.

    The label speaks before the structure: "อมใต้ลิ้น" on a tablet sent as "Oral" is still under the tongue.
    """
    for dose in supply.doses:
        if found := label_route(dose.text or dose.patient_text):
            return found
    for dose in supply.doses:
        if dose.route is None:
            continue
        for word in (
            dose.route.text,
            *(c.code for c in dose.route.codings),
            *(c.display for c in dose.route.codings),
        ):
            if found := route_code(word):
                return found
    return form_route(supply.drug.form or supply.drug.name)
