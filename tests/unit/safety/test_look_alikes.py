"""Names that look or sound like a member of a rule, and are another drug, a misspelling, or nothing: none fires."""

import pytest
from unit.safety.people_of_rules import book, checked, formulary, supply

from viewer.safety.tables import PairRule

NEAR_MISSES = {
    "warfarin": "walfarin|warfarrin|wafarin|warfrin|wararin|วาฟาลิน|วอฟารินน์|warfarin-like extract",
    "simvastatin": "simvasatin|simvastat|somatostatin|simethicone|sitagliptin|nystatin|ซิมวาสตา|simvastin",
    "ergotamine": "ergocalciferol|egotamine|ergotamime|ergoloid|ergotaminee|เออโกตา",
    "clarithromycin": "azithromycin|roxithromycin|clindamycin|clarithomycin|clarithromicin|คลาริโธร",
    "erythromycin": "erythromicin|azithromycin|erytromycin|streptomycin|lincomycin",
    "ketoconazole": "ketoconazone|metronidazole|albendazole|ketokonazole|clotrimazole|mebendazole",
    "itraconazole": "itraconazone|miconazole|isoconazole|itracanazole|intraconazole",
    "voriconazole": "variconazole|vorconazole|omeprazole|voriconazol1",
    "methotrexate": "methotrexat|metotrexate|metolazone|methotrimeprazine|mitoxantrone|เมโธเทรก",
    "trimethoprim": "trimetoprin|trimethobenzamide|trimipramine|trimetazidine",
    "sulfamethoxazole": "sulfasalazine|sulfadiazine silver cream|sulfamethoxazol9|sulfamethazine",
    "azathioprine": "azithromycin|azatioprine|azacitidine|azelastine|อะซาไทโอ",
    "mercaptopurine": "mercaptopurin1|mercaptamine|meropenem|captopril",
    "febuxostat": "febuxostate|fexofenadine|febuxosat|fenofibrate",
    "allopurinol": "alopurinol|haloperidol|allopurinal|atenolol|อัลโลพู",
    "tizanidine": "tizanidime|nizatidine|tinidazole|tizanadine|thiamazole",
    "ciprofloxacin": "ciprofloxazin|cephalexin|norfloxacin|ciprofoxacin|cyproheptadine",
    "fluvoxamine": "fluoxetine|fluvoxamime|fluphenazine|flavoxate|fluvastatin",
    "lithium": "lithium-like|liothyronine|lithum|litium",
    "colchicine": "colchizine|colestyramine|colchine|cortisone",
    "valproate": "valporate|valprotate|valsartan|valaciclovir",
    "gemfibrozil": "gemfibozil|gemfibrosil|gefitinib|gemcitabine",
    "amiodarone": "amlodipine|amiodaron|amantadine|amiodrone",
    "metronidazole": "metronidazol1|metformin|methimazole|metoclopramide|เมโทรนิดา",
    "diclofenac": "diclofenax|dicloxacillin|diclofenec|dicyclomine|ไดโคลฟี",
    "rifampicin": "rifampincin|rifaximin|rifamycin sv|rifampizin",
    "andrographis": "ฟ้าทลายโจร2|ฟ้าทะลาย|andrographitis|agrimony",
    "sildenafil": "sildenafi|vardenafill|silodosin|seldinafil|ซิลเดนา",
    "carbamazepine": "oxcarbazepine|carbamazapine|carbimazole|carbamezepine",
    "meropenem": "meropenam|mefenamic acid|merapenem|metoprolol",
}  # fmt: skip
CASES = [(target, name) for target, names in NEAR_MISSES.items() for name in names.split("|")]


def test_there_are_enough_of_them() -> None:
    assert len(set(CASES)) >= 100


@pytest.mark.parametrize(("target", "name"), CASES)
def test_no_rule_takes_it_for_the_other(target: str, name: str) -> None:
    partners = []
    for entry in book().entries:
        if isinstance(entry.rule, PairRule) and not entry.why:
            for side, other in ((0, 1), (1, 0)):
                if target in entry.sides[side]:
                    partners += [
                        one for one in sorted(entry.sides[other] - {target}) if one in formulary().ingredients
                    ][:1]
    assert partners
    rows = [supply(f"{one} 10 mg tab", 9 + place) for place, one in enumerate(dict.fromkeys(partners))]
    found = checked(supply(f"{name} 10 mg tab", 5, place="F09"), *rows)
    assert not [
        finding for finding in found.findings if target in {part.ingredient for part in finding.parts}
    ]
    assert checked(supply(f"{target} 10 mg tab", 5, place="F09"), *rows).findings, "the true name does fire"
