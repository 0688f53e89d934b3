"""A person with 14 facilities of about 500 resources each, as a story the sandbox serves: for the stall bench."""

import json
import shutil
from pathlib import Path
from typing import Any

PEOPLE = Path(__file__).resolve().parent.parent.parent / "resources" / "people"
CID = "9341672110689"
LABS = ("Cr", "K", "Hb", "HbA1c", "Glu", "WBC", "Plt", "ALT")
DRUGS = ("metformin 500 mg tab", "amlodipine 5 mg tab", "losartan 50 mg tab", "omeprazole 20 mg cap")


def write(folder: Path, each: int = 500) -> Path:
    """The sandbox's people with one more, number 21, in ``folder``."""
    shutil.copytree(PEOPLE, folder, dirs_exist_ok=True)
    keys = [
        facility["key"]
        for facility in json.loads((PEOPLE / "facilities.json").read_text("utf-8"))["facilities"]
    ]
    story: dict[str, Any] = {
        "number": 21,
        "name": "นายมากมี ทดสอบเร็ว",
        "gender": "male",
        "birth": "1960-03-14",
        "cid": CID,
        "latin": "Mr Makmee Thodsobreo",
        "story": "ข้อมูลมากจากทุกแห่ง สำหรับวัดความเร็ว",
        "named": keys,
        "at": {key: _holds(each) for key in keys},
    }
    (folder / "person-21.json").write_text(json.dumps(story, ensure_ascii=False), encoding="utf-8")
    return folder


def _holds(each: int) -> dict[str, Any]:
    supplies, visits = 8, 60
    rest = each - supplies * len(DRUGS) - visits - 4
    return {
        "problems": [
            {"icd": icd, "words": words, "day": "D-900"}
            for icd, words in (("I10", "ความดันโลหิตสูง"), ("E11.9", "เบาหวานชนิดที่ 2"), ("E78.5", "ไขมันในเลือดสูง"))
        ],
        "allergies": [{"what": "ceftriaxone", "day": "D-900", "reaction": "ผื่น", "severity": "moderate"}],
        "medicines": [
            {
                "day": "D-20", "drug": drug, "label": "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า",
                "how": "dispense", "qty": 84, "unit": "เม็ด", "days": 84, "every": 84, "times": supplies,
            }
            for drug in DRUGS
        ],
        "results": [
            {"lab": lab, "series": {"day": "D-20", "every": 30, "times": rest // len(LABS), "first": 1.4, "last": 2.2,
                                    "sway": 0.2}}
            for lab in LABS
        ],
        "visits": [{"day": "D-20", "department": "อายุรกรรม", "diagnoses": ["I10"], "every": 28, "times": visits}],
    }  # fmt: skip
