"""ICD-10 has one spelling; drugs are read only when certain. (Aliases of systems: test_dialects_systems.)"""

import pytest

from viewer.record.codes import icd10
from viewer.record.reading.drugs import read_drug
from viewer.record.values import Coding, Concept


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("E11.2", "E11.2"), ("E112", "E11.2"), ("e11.2", "E11.2"), (" I10 ", "I10"), ("U57..32", "U57.32"),
        ("U5732", "U57.32"),
        ("U71.73", "U71.73"), ("L27.10", "L27.10"), ("L2710", "L27.10"),
        ("U71..73", "U71.73"), ("M17.9", "M17.9"), ("A15.0+", "A15.0"), ("44054006", ""), ("", ""), ("E", ""),
    ],
)  # fmt: skip
def test_icd10_has_one_spelling(sent: str, read: str) -> None:
    assert icd10(sent) == read


@pytest.mark.parametrize(
    ("name", "ingredients", "strength", "form"),
    [
        ("metformin 500 mg tab", ("metformin",), "500 mg", "tab"),
        ("paracetamol syrup 120 mg/5 mL", ("paracetamol",), "120 mg/5 mL", "syrup"),
        ("calcium carbonate 1,250 mg tab", ("calcium carbonate",), "1,250 mg", "tab"),
        ("digoxin 0.25 mg tab", ("digoxin",), "0.25 mg", "tab"),
        ("fluticasone propionate 50 mcg/dose MDI", ("fluticasone propionate",), "50 mcg/dose", "MDI"),
        (
            "AAMOX 500 (ห้างขายยาตราเจ็ดดาว) (amoxicillin 500 mg) film-coated tablet, 1 tablet",
            ("amoxicillin",), "500 mg", "film-coated tablet",
        ),
        (
            "X (บริษัทสมมติ (ประเทศไทย) จำกัด) (isoniazid 75 mg + rifampicin 150 mg) tablet, 1 tablet",
            ("isoniazid", "rifampicin"), "75 mg + 150 mg", "tablet",
        ),
        (
            "tenofovir DF 300 mg + emtricitabine 200 mg tab",
            ("tenofovir df", "emtricitabine"), "300 mg + 200 mg", "tab",
        ),
        (
            "HRZE FDC (isoniazid 75 + rifampicin 150 + pyrazinamide 400 + ethambutol 275 mg) tab",
            ("isoniazid", "rifampicin", "pyrazinamide", "ethambutol"), "75 + 150 + 400 + 275 mg", "tab",
        ),
        ("Cafergot (ergotamine 1 mg + caffeine 100 mg)", ("ergotamine", "caffeine"), "1 mg + 100 mg", ""),
        # TMT: trade product, generic product with its unit of use, generic product
        ("amoxicillin 500 mg film-coated tablet, 1 tablet", ("amoxicillin",), "500 mg", "film-coated tablet"),
        (
            "amoxicillin 875 mg + clavulanic acid 125 mg film-coated tablet, 1 tablet",
            ("amoxicillin", "clavulanic acid"), "875 mg + 125 mg", "film-coated tablet",
        ),
        (
            "AUGMENTIN 1 G (สมมติฟาร์มา) (amoxicillin 875 mg + clavulanic acid 125 mg) film-coated tablet, 1 tablet",
            ("amoxicillin", "clavulanic acid"), "875 mg + 125 mg", "film-coated tablet",
        ),
        (
            "CALTAB (สมมติฟาร์มา) (calcium carbonate 1,250 mg) tablet, 1 tablet",
            ("calcium carbonate",), "1,250 mg", "tablet",
        ),
        ("paracetamol 120 mg/5 mL syrup, 60 mL bottle", ("paracetamol",), "120 mg/5 mL", "syrup"),
        (
            "TEMP (สมมติ) (paracetamol 24 mg/1 mL) oral suspension, 60 mL",
            ("paracetamol",), "24 mg/1 mL", "oral suspension",
        ),
        (
            "VENTO (สมมติ) (salbutamol 100 mcg/1 actuation) pressurised inhalation, suspension, 200 actuation",
            ("salbutamol",), "100 mcg/1 actuation", "pressurised inhalation, suspension",
        ),
        (
            "budesonide 160 mcg/dose + formoterol 4.5 mcg/dose inhalation powder",
            ("budesonide", "formoterol"), "160 mcg/dose + 4.5 mcg/dose", "inhalation powder",
        ),
        ("hydrocortisone 1% cream, 5 g tube", ("hydrocortisone",), "1%", "cream"),
        ("clotrimazole 1 % w/w cream", ("clotrimazole",), "1 % w/w", "cream"),
        (
            "dextrose 5 % + sodium chloride 0.45 % solution for infusion",
            ("dextrose", "sodium chloride"), "5 % + 0.45 %", "solution for infusion",
        ),
        (
            "insulin human 100 iu/1 mL suspension for injection, 10 mL vial",
            ("insulin human",), "100 iu/1 mL", "suspension for injection",
        ),
        ("fentanyl 25 mcg/h transdermal patch", ("fentanyl",), "25 mcg/h", "transdermal patch"),
        (
            "tenofovir DF 300 mg + lamivudine 300 mg + dolutegravir 50 mg film-coated tablet, 1 tablet",
            ("tenofovir df", "lamivudine", "dolutegravir"), "300 mg + 300 mg + 50 mg",
            "film-coated tablet",
        ),
        # doubt gives nothing
        ("calcium carbonate 1000 mg (elemental calcium 400 mg) tablet", (), "", ""),
        ("aluminium hydroxide + magnesium hydroxide suspension", (), "", ""),
        ("warfarin 3 mg tab x 30", (), "", ""),
        ("para 500", (), "", ""),
        ("ไทลินอล 500 มก. เม็ด", (), "500 มก.", "เม็ด"),
        ("พาราเซตามอล 120 มก./5 มล. น้ำเชื่อม", (), "120 มก./5 มล.", "น้ำเชื่อม"),
        ("ไทลินอล 500", (), "", ""),
        ("ไทลินอล 500 มก. กินแก้ปวด", (), "", ""),
        ("ไทลินอล 500 มก. + โคเดอีน 15 มก.", (), "", ""),
        ("ยาพาราเซตามอล 500 มก.", (), "500 มก.", ""),
        ("oral rehydration salts powder for oral solution, 1 sachet", (), "", ""),
        ("insulin NPH", (), "", ""),
        ("amoxicillin+clavulanic acid 1 g tab", (), "", ""),
        ("แคปซูลฟ้าทะลายโจร 400 mg", (), "400 mg", ""),
        ("ยาลดความดัน", (), "", ""),
        ("paracetamol", (), "", ""),
        ("A (rifampicin 150 + isoniazid 75) tab", (), "", ""),
    ],
)  # fmt: skip
def test_a_drugs_name_is_read_only_when_certain(
    name: str, ingredients: tuple[str, ...], strength: str, form: str
) -> None:
    drug = read_drug(Concept(name))
    assert (drug.name, drug.ingredients, drug.strength, drug.form) == (name, ingredients, strength, form)


def test_the_filler_code_is_no_name() -> None:
    assert read_drug(Concept("", (Coding("https://www.this.or.th/tmt/gp", "00000"),))).name == ""


def test_a_full_atc_code_names_the_substance_but_a_combination_does_not() -> None:
    single = Concept(
        "", (Coding("s", "1", "Product"), Coding("http://www.whocc.no/atc", "L02BG03", "anastrozole"))
    )
    assert read_drug(single).ingredients == ("anastrozole",)
    mixed = Concept("", (Coding("http://www.whocc.no/atc", "C09DA01", "losartan and diuretics"),))
    assert read_drug(mixed).ingredients == ()


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("Ultraproct - cinchocaine 0.5% (5 mg/g) + fluocortolone 0.095% ointment", ()),
        ("Ultraproct: cinchocaine and fluocortolone", ()),
        ("ยาเหน็บซินโคเคนผสมฟลูโอคอร์โทโลน", ()),
        ("Ultraproct", ("fluocortolone",)),
        ("Ultraproct powder and solvent for solution", ("fluocortolone",)),
    ],
)
def test_a_code_of_one_substance_does_not_speak_for_words_that_name_several(
    text: str, ingredients: tuple[str, ...]
) -> None:
    drug = read_drug(Concept(text, (Coding("http://www.whocc.no/atc", "C05AA08", "Fluocortolone"),)))
    assert (drug.name, drug.ingredients) == (text, ingredients)
