"""Panels of the results page: which tests stand together."""

from viewer.base.words import Words
from viewer.record.facts import Result
from viewer.record.key_results import VITAL_SLUGS, slug_of

PANEL_ORDER = (
    "kidney",
    "diabetes",
    "blood",
    "clotting",
    "liver",
    "lipids",
    "thyroid",
    "heart",
    "urine",
    "vital-signs",
    "other",
)
_SLUGS = {
    "egfr": "kidney", "cr": "kidney", "k": "kidney", "na": "kidney", "uacr": "kidney", "hba1c": "diabetes",
    "glucose": "diabetes", "hb": "blood", "wbc": "blood", "plt": "blood", "inr": "clotting", "ast": "liver",
    "alt": "liver", "ldl": "lipids", "ogtt": "diabetes", "tbil": "liver", "troponin": "heart", "bun": "kidney",
    "ca": "kidney", "po4": "kidney", "albumin": "liver", "ferritin": "blood", "uprotein": "urine",
}  # fmt: skip
_LOINC = {
    "kidney": "3094-0 6299-2 2075-0 1963-8 2028-9 17861-6 2000-8 2777-1 19123-9 3084-1",
    "blood": "4544-3 20570-8 789-8 787-2 785-6 786-4 770-8 736-9 5905-5 713-8 706-2 788-0 2276-4",
    "clotting": "5902-2 3173-2 14979-9 48065-7 48066-5",
    "liver": "1975-2 1968-7 1971-1 6768-6 1751-7 2885-2 2324-2",
    "lipids": "2093-3 2085-9 2571-8 43396-1",
    "thyroid": "3016-3 3024-7 3051-0 3053-6",
    "heart": "6598-7 10839-9 67151-1 89579-7 33762-6 30934-4 13969-1",
    "urine": "5804-0 2888-6 5811-5 2756-5 20454-5 5792-7",
}  # fmt: skip
_PANEL_OF = {code: panel for panel, codes in _LOINC.items() for code in codes.split()}


def panel_titles(words: Words) -> dict[str, str]:
    """Titles by panel."""
    say = words.say
    return {
        "kidney": say("Kidney and electrolytes"),
        "diabetes": say("Diabetes"),
        "blood": say("Blood count"),
        "clotting": say("Clotting"),
        "liver": say("Liver"),
        "lipids": say("Lipids"),
        "thyroid": say("Thyroid"),
        "heart": say("Heart"),
        "urine": say("Urine"),
        "vital-signs": say("Vital signs"),
        "other": say("Other results"),
    }


def panel_of(result: Result) -> str:
    """The panel a result stands in."""
    slug = slug_of(result)
    if slug in VITAL_SLUGS or (not slug and "vital-signs" in result.categories):
        return "vital-signs"
    return _SLUGS.get(slug) or _PANEL_OF.get(result.loinc, "other")
