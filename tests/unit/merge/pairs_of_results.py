# ruff: noqa: E501 - a pair reads better in one line
"""Results: pairs as a laboratory, a ward and a feed make them."""

from unit.merge.pairs import apart, same
from unit.merge.resources import R, but, coded, lab, loinc, pressure

NINE = "2026-11-03T09:00:00+07:00"
K = lab(loinc("2823-3", "Potassium"), 5.7, "mmol/L", NINE)
K_DAY = but(K, effectiveDateTime="2026-11-03")
CR = lab(loinc("2160-0", "Creatinine"), 2.27, "mg/dL", NINE)
GLUCOSE = lab(loinc("2345-7", "Glucose"), 142, "mg/dL", NINE)
A1C = lab(loinc("4548-4", "HbA1c"), 7.5, "%", "2026-11-03")
DIMER = lab(coded("urn:lab", "DD", "D-dimer"), 610, "ng/mL", NINE)
HBSAG = lab(loinc("5196-1", "HBsAg"), "Negative", at="2026-11-03")
VIRUS = lab(
    loinc("20447-9", "VL"), {"valueQuantity": {"value": 20, "comparator": "<", "unit": "copies/mL"}}, at=NINE
)
SODIUM = lab({"text": "Sodium"}, 138, "mmol/L", NINE)
WEIGHT = lab(loinc("29463-7", "Body weight"), 71, "kg", "2026-11-03")
BP = pressure(148, 86, NINE)
POSITIVE = {"valueCodeableConcept": {"text": "Positive"}}


def _of(words: str) -> R:
    return {"specimen": {"display": words}}


def _by(words: str) -> R:
    return {"method": {"text": words}}


def _range(low: float, high: float) -> R:
    return {"referenceRange": [{"low": {"value": low}, "high": {"value": high}}]}


PAIRS = [
    same("all alike, to the minute", K, K),
    same("seconds and zone apart", K, but(K, effectiveDateTime="2026-11-03T02:00:30Z")),
    same("one knows the minute, one only the day", K, K_DAY),
    same("both know only the day", K_DAY, K_DAY),
    same("UTC evening is the local next day", but(K, effectiveDateTime="2026-11-02T17:00:00Z"), K_DAY),
    same("7.50 is 7.5", A1C, lab(loinc("4548-4", "HbA1c"), {"valueQuantity": {"value": 7.50, "unit": "%"}})),
    same("5.70 as digits", K, but(K, valueQuantity={"value": 5.70, "unit": "mmol/L"})),
    same("whole number with a point", GLUCOSE, but(GLUCOSE, valueQuantity={"value": 142.0, "unit": "mg/dL"})),
    same("unit in another case", GLUCOSE, but(GLUCOSE, valueQuantity={"value": 142, "unit": "mg/dl"})),
    same("unit only as a UCUM code", K, but(K, valueQuantity={"value": 5.7, "code": "mmol/L"})),
    same("mm[Hg] is mmHg", lab(loinc("8480-6"), 120, "mmHg", NINE), lab(loinc("8480-6"), 120, "mm[Hg]", NINE)),
    same("pulse to the minute", lab(loinc("8867-4", "PR"), 80, "/min", NINE), lab(loinc("8867-4", "ชีพจร"), 80, "ครั้ง/นาที", NINE)),
    same("weight of a day", WEIGHT, WEIGHT),
    same("kg in Thai", WEIGHT, but(WEIGHT, valueQuantity={"value": 71, "unit": "กก."})),
    same("name in another language, one LOINC", K, but(K, code=loinc("2823-3", "โพแทสเซียม"))),
    same("LOINC beside a local code", K, but(K, code={"coding": [
        {"system": "urn:lab", "code": "K"}, {"system": "http://loinc.org", "code": "2823-3"}]})),
    same("http and https of LOINC", K, but(K, code=coded("https://loinc.org", "2823-3", "K"))),
    same("a name in another case, no code", SODIUM, but(SODIUM, code={"text": "SODIUM"})),
    same("a name with a hyphen", lab({"text": "Anti-HCV"}, "Negative"), lab({"text": "anti HCV"}, "Negative")),
    same("words of a result in another case", HBSAG, but(HBSAG, valueString="NEGATIVE")),
    same("coded words and plain words", HBSAG, but(HBSAG, valueString=None, valueCodeableConcept={"text": "Negative"})),
    same("the same comparator", VIRUS, VIRUS),
    same("components in another order", BP, but(BP, component=list(reversed(BP["component"])))),
    same("one names the specimen, LOINC fixes it", K, {**K, **_of("Serum")}),
    same("both name the specimen", {**K, **_of("Serum")}, {**K, **_of("serum")}),
    same("one names the method", K, {**K, **_by("ISE")}),
    same("one sends a reference range", K, {**K, **_range(3.5, 5.1)}),
    same("both send the same range", {**K, **_range(3.5, 5.1)}, {**K, **_range(3.50, 5.10)}),
    same("a flag at one place", K, {**K, "interpretation": [{"coding": [{"code": "H"}]}]}),
    same("a note at one place", K, {**K, "note": [{"text": "ปรึกษาแพทย์"}]}),
    same("passed on by another place", K, K, "relay"),
    same("a passed on result of a day", A1C, A1C, "relay"),
    same("the same local code system at both", DIMER, DIMER),
    same("glucometer at both", but(GLUCOSE, code=loinc("2345-7", "DTX")), but(GLUCOSE, code=loinc("2345-7", "DTX ปลายนิ้ว"))),
    same("FEU at both", but(DIMER, code=coded("urn:lab", "DD", "D-dimer FEU")), but(DIMER, code=coded("urn:lab", "DD", "D-dimer (FEU)"))),
    same("urine creatinine at both by name", lab({"text": "Urine creatinine"}, 88, "mg/dL", NINE), lab({"text": "urine creatinine"}, 88, "mg/dL", NINE)),
    same("before dialysis at both", but(K, code=loinc("2823-3", "K ก่อนฟอก")), but(K, code=loinc("2823-3", "Potassium pre-HD"))),
    same("a titre", lab(loinc("20507-0", "x1"), {"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 8}}}), lab(loinc("20507-0", "x1"), {"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 8}}})),
    same("a key test by LOINC here, by name there", K, but(K, code={"text": "Potassium"})),
    same("one names the specimen, no code", SODIUM, {**SODIUM, **_of("Serum")}),
    same("a key test by its short name", lab({"text": "K"}, 5.7, "mmol/L", NINE), K),
    same("known to be missed: another test by LOINC here, by name there", lab(loinc("3016-3", "TSH"), 2.1, "mIU/L", NINE), lab({"text": "TSH"}, 2.1, "mIU/L", NINE)),
    same("known to be missed: blood and serum of one tube by name", {**SODIUM, **_of("Blood")}, {**SODIUM, **_of("Serum")}),
    same("known to be missed: rounded by the sender", lab(loinc("62238-1"), 29.4, "mL/min/1.73m2", NINE), lab(loinc("62238-1"), 29, "mL/min/1.73m2", NINE)),
    apart("another value", K, but(K, valueQuantity={"value": 5.1, "unit": "mmol/L"})),
    apart("a value rounded is another value", CR, but(CR, valueQuantity={"value": 2.3, "unit": "mg/dL"})),
    apart("another value on a day without minutes", K_DAY, but(K_DAY, valueQuantity={"value": 4.9, "unit": "mmol/L"})),
    apart("an hour later", K, but(K, effectiveDateTime="2026-11-03T10:00:00+07:00")),
    apart("a minute later", K, but(K, effectiveDateTime="2026-11-03T09:01:00+07:00")),
    apart("two places find one pulse on a day", lab(loinc("8867-4", "PR"), 80, "/min"), lab(loinc("8867-4", "PR"), 80, "/min")),
    apart("two places find one pressure on a day", pressure(120, 80), pressure(120, 80)),
    apart("a temperature of a minute and of a day", lab(loinc("8310-5"), 37, "Cel", NINE), lab(loinc("8310-5"), 37, "Cel")),
    apart("twice within a day", GLUCOSE, but(GLUCOSE, effectiveDateTime="2026-11-03T16:00:00+07:00")),
    apart("the day after", K_DAY, but(K_DAY, effectiveDateTime="2026-11-04")),
    apart("the same UTC date, another local one", but(K, effectiveDateTime="2026-11-03T18:00:00Z"), K_DAY),
    apart("only a month is known", K_DAY, but(K_DAY, effectiveDateTime="2026-11")),
    apart("only a year at both", but(K, effectiveDateTime="2026"), but(K, effectiveDateTime="2026")),
    apart("no date at one", K, but(K, effectiveDateTime=None)),
    apart("no date at both", but(K, effectiveDateTime=None), but(K, effectiveDateTime=None)),
    apart("a Buddhist year that leaked", K_DAY, but(K_DAY, effectiveDateTime="2569-11-03")),
    apart("an unreadable date at both", but(K, effectiveDateTime="เมื่อวาน"), but(K, effectiveDateTime="เมื่อวาน")),
    apart("another unit, the same digits", K, but(K, valueQuantity={"value": 5.7, "unit": "mEq/L"})),
    apart("another unit, the same physiology", lab(loinc("2345-7"), 169, "mg/dL", NINE), lab(loinc("2345-7"), 9.4, "mmol/L", NINE)),
    apart("creatinine in µmol", CR, but(CR, valueQuantity={"value": 200.6, "unit": "umol/L"})),
    apart("HbA1c by IFCC", A1C, lab(loinc("59261-8", "HbA1c"), 58, "mmol/mol")),
    apart("a unit at one place only", K, but(K, valueQuantity={"value": 5.7})),
    apart("less than 20 is not 20", VIRUS, but(VIRUS, valueQuantity={"value": 20, "unit": "copies/mL"})),
    apart("less than is not at most", VIRUS, but(VIRUS, valueQuantity={"value": 20, "comparator": "<=", "unit": "copies/mL"})),
    apart("negative is not positive", HBSAG, but(HBSAG, valueString="Positive")),
    apart("not detected is not detected", lab(loinc("94500-6"), "Detected", at=NINE), lab(loinc("94500-6"), "Not detected", at=NINE)),
    apart("1+ is not 2+", lab({"text": "AFB"}, "1+", at=NINE), lab({"text": "AFB"}, "2+", at=NINE)),
    apart("urine potassium by specimen is not serum potassium by code", K, {**lab({"text": "K"}, 5.7, "mmol/L", NINE), **_of("Urine")}),
    apart("urine sodium by name", SODIUM, but(SODIUM, code={"text": "Urine sodium"})),
    apart("a number is not a word", K, but(K, valueQuantity=None, valueString="5.7")),
    apart("no value at both", but(K, valueQuantity=None), but(K, valueQuantity=None)),
    apart("troponin T is not troponin I", lab({"text": "Troponin T"}, 68, "ng/L", NINE), lab({"text": "Troponin I"}, 68, "ng/L", NINE)),
    apart("troponin T and I under one code", lab(loinc("6598-7", "Troponin T"), 68, "ng/L", NINE), lab(loinc("6598-7", "Troponin I"), 68, "ng/L", NINE)),
    apart("FEU is not DDU", but(DIMER, code=coded("urn:lab", "DD", "D-dimer FEU")), but(DIMER, code=coded("urn:lab", "DD", "D-dimer DDU"))),
    apart("FEU in the unit", DIMER, but(DIMER, valueQuantity={"value": 610, "unit": "ng/mL FEU"})),
    apart("FEU at one place only", DIMER, but(DIMER, code=coded("urn:lab", "DD", "D-dimer FEU"))),
    apart("glucometer is not the laboratory", GLUCOSE, but(GLUCOSE, code=loinc("2345-7", "DTX"))),
    apart("glucometer by its method", GLUCOSE, {**GLUCOSE, **_by("Point of care")}),
    apart("one says that it is CSF", GLUCOSE, {**GLUCOSE, **_of("CSF")}),
    apart("one says that it is CSF, in Thai", GLUCOSE, {**GLUCOSE, **_of("น้ำไขสันหลัง")}),
    apart("one says that it is urine, LOINC of blood", CR, {**CR, **_of("Urine")}),
    apart("one says that it is dialysate", CR, {**CR, **_of("Dialysate")}),
    apart("one says that it is pleural fluid, no code", SODIUM, {**SODIUM, **_of("Pleural fluid")}),
    same("one says that it is blood of the vein", K, {**K, **_of("Clotted blood")}),
    same("one only numbers its specimen", K, {**K, **_of("Tube 3")}),
    same("urine protein is of urine", lab(loinc("2888-6", "Urine protein"), 30, "mg/dL", NINE), {**lab(loinc("2888-6", "Urine protein"), 30, "mg/dL", NINE), **_of("Urine")}),
    apart("capillary by its specimen", GLUCOSE, {**GLUCOSE, **_of("Capillary blood")}),
    apart("fasting is not any time", GLUCOSE, but(GLUCOSE, code=loinc("2345-7", "FBS"))),
    apart("one hour is not two hours", lab({"text": "OGTT 1 ชม."}, 188, "mg/dL"), lab({"text": "OGTT 2 ชม."}, 188, "mg/dL")),
    apart("before dialysis is not after", but(K, code=loinc("2823-3", "K ก่อนฟอก")), but(K, code=loinc("2823-3", "K หลังฟอก"))),
    apart("before dialysis is not any time", K, but(K, code=loinc("2823-3", "K ก่อนฟอก"))),
    apart("peak is not trough", lab(loinc("4092-3", "Vancomycin peak"), 18, "mg/L"), lab(loinc("4092-3", "Vancomycin trough"), 18, "mg/L")),
    apart("serum is not plasma", {**K, **_of("Serum")}, {**K, **_of("Plasma")}),
    apart("arterial is not venous", {**K, **_of("Arterial blood")}, {**K, **_of("Venous blood")}),
    apart("urine by specimen, no code", {**lab({"text": "Creatinine"}, 88, "mg/dL"), **_of("ปัสสาวะ")}, lab({"text": "Creatinine"}, 88, "mg/dL")),
    apart("another method", {**K, **_by("ISE direct")}, {**K, **_by("Flame photometry")}),
    apart("another reference range is another laboratory", {**K, **_range(3.5, 5.1)}, {**K, **_range(3.4, 4.5)}),
    apart("left arm is not right arm", pressure(148, 86, NINE, bodySite={"text": "Left arm"}), pressure(148, 86, NINE, bodySite={"text": "Right arm"})),
    apart("an arm named at one place only", BP, {**BP, "bodySite": {"text": "แขนซ้าย"}}),
    apart("left eye is not right eye by name", lab({"text": "IOP ตาซ้าย"}, 16, "mmHg"), lab({"text": "IOP ตาขวา"}, 16, "mmHg")),
    apart("eyes in letters", lab({"text": "IOP RE"}, 16, "mmHg"), lab({"text": "IOP LE"}, 16, "mmHg")),
    apart("a titre is no number", lab({"text": "ANA"}, "1:80"), lab({"text": "ANA"}, "1 80")),
    apart("a sign in words", lab({"text": "Base excess"}, "-5"), lab({"text": "Base excess"}, "5")),
    apart("a decimal comma is no dash", lab({"text": "Index"}, "1,5"), lab({"text": "Index"}, "1-5")),
    same("a dash between words", lab({"text": "Anti-HCV"}, "Non-reactive"), lab({"text": "Anti-HCV"}, "non reactive")),
    apart("curves are not read", {**BP, "component": [{"code": {"text": "ECG"}, "valueSampledData": {"data": "1 2"}}]}, {**BP, "component": [{"code": {"text": "ECG"}, "valueSampledData": {"data": "3 4"}}]}),
    apart("another period in a part", {**BP, "component": [{"code": {"text": "Sleep"}, "valuePeriod": {"start": "2026-11-01"}}]}, {**BP, "component": [{"code": {"text": "Sleep"}, "valuePeriod": {"start": "2026-11-02"}}]}),
    apart("lying is not standing", pressure(148, 86, NINE, method={"text": "supine"}), pressure(148, 86, NINE, method={"text": "standing"})),
    apart("another diastolic", BP, pressure(148, 88, NINE)),
    apart("systolic is not diastolic", lab(loinc("8480-6"), 90, "mmHg", NINE), lab(loinc("8462-4"), 90, "mmHg", NINE)),
    apart("amended at one place", K, but(K, status="amended")),
    apart("corrected at one place", K, but(K, status="corrected")),
    apart("preliminary is not final", K, but(K, status="preliminary")),
    apart("entered in error at one", K, but(K, status="entered-in-error")),
    apart("entered in error at both", but(K, status="entered-in-error"), but(K, status="entered-in-error")),
    apart("cancelled at both", but(K, status="cancelled"), but(K, status="cancelled")),
    apart("another test of the same number", lab(loinc("1920-8", "AST"), 64, "U/L", NINE), lab(loinc("1742-6", "ALT"), 64, "U/L", NINE)),
    apart("a modifier nobody knows", K, {**K, "modifierExtension": [{"url": "urn:x", "valueBoolean": True}]}),
    apart("one place sends it twice: it means two", K_DAY, K_DAY, "here"),
    apart("one place, two values of a day", GLUCOSE, but(GLUCOSE, valueQuantity={"value": 98, "unit": "mg/dL"}), "here"),
    apart("direct and total bilirubin by name", lab({"text": "Bilirubin total"}, 1.1, "mg/dL"), lab({"text": "Bilirubin direct"}, 1.1, "mg/dL")),
    apart("twins: the other twin's name in the test", lab({"text": "น้ำหนักแรกเกิด แฝด 1"}, 2400, "g"), lab({"text": "น้ำหนักแรกเกิด แฝด 2"}, 2400, "g")),
    apart("IgG is not IgM", lab({"text": "Dengue IgG"}, POSITIVE), lab({"text": "Dengue IgM"}, POSITIVE)),
    apart("the same words, another code of the system", lab(coded("urn:lab", "1", "Culture"), "No growth"), lab(coded("urn:lab", "2", "Culture"), "No growth")),
]  # fmt: skip
