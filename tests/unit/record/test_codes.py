"""Three families of identifiers are aliases; ICD-10 has one spelling; drugs are read only when certain."""

import pytest

from viewer.record.codes import code_system, icd10, identifier_kind
from viewer.record.reading.drugs import read_drug
from viewer.record.values import Coding, Concept


@pytest.mark.parametrize(
    ("system", "kind"),
    [
        ("http://dopa.go.th", "cid"),
        ("https://www.dopa.go.th", "cid"),
        ("https://www.dopa.go.th/", "cid"),
        ("https://terms.sil-th.org/id/th-cid", "cid"),
        ("http://203.157.10.8/hcode_2020/query_set.php", "hcode"),
        ("https://bps.moph.go.th/hcode/5", "hcode"),
        ("https://terms.sil-th.org/id/th-moph-hcode", "hcode"),
        ("https://sil-th.org/hn", "hn"),
        ("https://sil-th.org/CSOP/hn", "hn"),
        ("https://terms.sil-th.org/hcode/5/99004/HN", "hn"),
        ("https://terms.sil-th.org/hcode/9/990040001/AN", "an"),
        ("http://hl7.org/fhir/sid/passport-GBR", "passport"),
        ("https://hl7.org/fhir/sid/passport-GBR", "passport"),
        ("https://terms.sil-th.org/id/passport-number", "passport"),
        ("https://terms.sil-th.org/id/th-mol-wp", "work-permit"),
        ("http://example.org/mrn", ""),
        ("", ""),
    ],
)
def test_identifier_systems(system: str, kind: str) -> None:
    assert identifier_kind(system) == kind


@pytest.mark.parametrize(
    ("system", "name"),
    [
        ("http://thcc.or.th/ICD-10TM/", "icd10"),
        ("http://hl7.org/fhir/sid/icd-10", "icd10"),
        ("https://terms.sil-th.org/core/CodeSystem/cs-th-icd10tm", "icd10"),
        ("http://http://snomed.info/sct", "snomed"),
        ("http://loinc.org", "loinc"),
        ("https://www.cdc.gov/nchs/icd/icd9.htm", "icd9cm"),
        ("https://healthlink.go.th/tmt/tpu", "tmt"),
    ],
)
def test_code_systems(system: str, name: str) -> None:
    assert code_system(system) == name


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("E11.2", "E11.2"), ("E112", "E11.2"), ("e11.2", "E11.2"), (" I10 ", "I10"), ("U57..32", "U57.32"),
        ("U5732", "U57.32"), ("M17.9", "M17.9"), ("A15.0+", "A15.0"), ("44054006", ""), ("", ""), ("E", ""),
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
        # doubt gives nothing
        ("insulin NPH", (), "", ""),
        ("amoxicillin+clavulanic acid 1 g tab", (), "", ""),
        ("แคปซูลฟ้าทะลายโจร 400 mg", (), "", ""),
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
