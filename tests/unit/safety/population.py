"""A thousand ordinary outpatients, the same every time: how often do the rules speak over those without a trap?

Shares marked with a source were read there; all others are assumptions, chosen rather too high than too low. Medicines
of different complaints are drawn independently: no pharmacist stands between them, so unlucky pairs come as chance
brings them.

Sources:
    A  diabetes 7.5 % of Thai adults: Aekplakorn W, et al. Diabetes Care 2011;34:1980 (survey of 2009)
    B  high LDL cholesterol 29.6 %: Aekplakorn W, et al. J Lipids 2014:249584
    C  chronic kidney disease of stage 3 8.1 %, 4 0.2 %, 5 0.15 %; odds 1.9 with diabetes, 1.6 with hypertension:
       Ong-Ajyooth L, et al. BMC Nephrol 2009;10:35
    D  of patients on simvastatin in general hospitals 1.6 % got gemfibrozil and 0.4 % another contraindicated medicine:
       Rattanachotphanit T, et al. Ther Adv Drug Saf 2019 (2015)
    E  HLA-B*58:01 in 4.5 to 9 % by region: National Health Examination Survey, J Health Syst Res 665
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from unit.safety.people_of_rules import ONCE, allergy, last_period, person, pregnant, problem, result, supply

from viewer.record.facts import Allergy, Person, Problem, Result, Supply

TWICE = "รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น"
THRICE = "รับประทานครั้งละ 1 เม็ด วันละ 3 ครั้ง หลังอาหาร เช้า กลางวัน เย็น"
BEDTIME = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน"
FEVER = "รับประทานครั้งละ 1 เม็ด ทุก 4-6 ชั่วโมง เวลาปวดหรือมีไข้"
FEVER_TWO = "รับประทานครั้งละ 1-2 เม็ด ทุก 4-6 ชั่วโมง เวลาปวดหรือมีไข้"
WEEKLY = "รับประทานครั้งละ 4 เม็ด สัปดาห์ละ 1 ครั้ง ทุกวันอาทิตย์"
NEEDED = "รับประทานครั้งละ 1 เม็ด เวลาปวด"
APPLY = "ทาบริเวณที่เป็น วันละ 2 ครั้ง เช้า เย็น"
PLACES = ("H1", "H1", "H1", "H2", "C1", "P1", "P2")

Row = Supply | Result | Allergy | Problem


@dataclass
class Patient:
    """One of them."""

    who: Person
    age: int
    rows: list[Row] = field(default_factory=list)


# Complaint: how many of 100 adults had it in 60 days (assumption), and medicines with their share in percent.
Choice = tuple[str, float, str, int]  # name, percent, label, quantity
COMPLAINTS: tuple[tuple[str, float, tuple[Choice, ...]], ...] = (
    ("cold", 30, (
        ("paracetamol 500 mg tab", 60, FEVER, 20), ("paracetamol 500 mg tab", 15, FEVER_TWO, 20),
        ("chlorpheniramine 4 mg tab", 45, THRICE, 20), ("amoxicillin 500 mg cap", 22, THRICE, 15),
        ("roxithromycin 150 mg tab", 4, TWICE, 10), ("clarithromycin 500 mg tab", 1, TWICE, 14),
        ("azithromycin 250 mg cap", 3, ONCE, 6), ("dextromethorphan 15 mg tab", 20, THRICE, 20),
        ("แคปซูลฟ้าทะลายโจร 400 mg", 8, THRICE, 30), ("cetirizine 10 mg tab", 10, ONCE, 10),
    )),
    ("pain", 25, (
        ("paracetamol 500 mg tab", 45, FEVER, 20), ("ibuprofen 400 mg tab", 25, THRICE, 20),
        ("naproxen 250 mg tab", 15, TWICE, 20), ("diclofenac 25 mg tab", 18, THRICE, 20),
        ("etoricoxib 90 mg tab", 4, ONCE, 10), ("orphenadrine 35 mg + paracetamol 450 mg tab", 12, THRICE, 20),
        ("tolperisone 50 mg tab", 15, THRICE, 20), ("tizanidine 2 mg tab", 3, THRICE, 15),
        ("diclofenac gel", 20, APPLY, 1), ("tramadol 50 mg cap", 6, TWICE, 20),
    )),
    ("stomach", 15, (
        ("omeprazole 20 mg cap", 65, ONCE, 30), ("domperidone 10 mg tab", 25, THRICE, 20),
        ("simethicone 80 mg tab", 25, THRICE, 20), ("ranitidine 150 mg tab", 5, TWICE, 20),
    )),
    ("diarrhoea", 5, (("norfloxacin 400 mg tab", 15, TWICE, 10), ("ciprofloxacin 500 mg tab", 5, TWICE, 10),
                      ("metronidazole 400 mg tab", 4, THRICE, 15))),
    ("urine", 4, (("ciprofloxacin 500 mg tab", 40, TWICE, 14), ("norfloxacin 400 mg tab", 35, TWICE, 14),
                  ("Bactrim tab", 8, TWICE, 28))),
    ("skin", 9, (
        ("clotrimazole cream", 35, APPLY, 1), ("ketoconazole cream", 15, APPLY, 1),
        ("itraconazole 100 mg cap", 3, ONCE, 14),
        ("ketoconazole 200 mg tab", 1, ONCE, 10), ("fluconazole 150 mg cap", 3, ONCE, 2),
        ("cetirizine 10 mg tab", 40, ONCE, 20),
        ("prednisolone 5 mg tab", 8, TWICE, 20),
    )),
    ("teeth", 5, (("amoxicillin 500 mg cap", 55, THRICE, 20), ("ibuprofen 400 mg tab", 50, THRICE, 10),
                  ("metronidazole 400 mg tab", 10, THRICE, 15), ("clindamycin 300 mg cap", 5, THRICE, 20))),
    ("migraine", 2, (("Cafergot tab", 40, NEEDED, 10), ("paracetamol 500 mg tab", 40, FEVER, 20),
                     ("naproxen 250 mg tab", 30, TWICE, 20))),
    ("sleep", 5, (("lorazepam 0.5 mg tab", 35, BEDTIME, 30), ("alprazolam 0.5 mg tab", 25, BEDTIME, 30),
                  ("diazepam 2 mg tab", 12, BEDTIME, 20), ("amitriptyline 10 mg tab", 20, BEDTIME, 30))),
    ("erection", 1, (("sildenafil 50 mg tab", 90, NEEDED, 4),)),
)  # fmt: skip
STRAY = (  # long-term medicines of few: percent of adults (assumptions)
    ("levothyroxine 100 mcg tab", 1.5, ONCE), ("allopurinol 100 mg tab", 3, ONCE), ("colchicine 0.6 mg tab", 2, ONCE),
    ("tamsulosin 0.4 mg tab", 2, BEDTIME), ("ferrous fumarate 200 mg tab", 3, TWICE),
    ("folic acid 5 mg tab", 3, ONCE),
    ("carbamazepine 200 mg tab", 0.3, TWICE), ("phenytoin 100 mg cap", 0.4, BEDTIME),
    ("valproate 200 mg tab", 0.4, TWICE),
    ("sertraline 50 mg tab", 1.5, ONCE), ("fluoxetine 20 mg cap", 1, ONCE), ("lithium 300 mg tab", 0.15, TWICE),
    ("azathioprine 50 mg tab", 0.2, ONCE), ("prednisolone 5 mg tab", 0.8, ONCE),
    ("hydroxychloroquine 200 mg tab", 0.3, ONCE),
    ("calcium carbonate 1000 mg tab", 5, ONCE), ("clopidogrel 75 mg tab", 2, ONCE), ("digoxin 0.25 mg tab", 0.4, ONCE),
    ("amiodarone 200 mg tab", 0.2, ONCE), ("isosorbide dinitrate 10 mg tab", 1.2, TWICE),
    ("apixaban 5 mg tab", 0.5, TWICE),
    ("betahistine 6 mg tab", 2, THRICE), ("gabapentin 300 mg cap", 2, BEDTIME),
)  # fmt: skip


def population(count: int = 1000, seed: int = 2569) -> Iterator[Patient]:
    """``count`` patients."""
    chance, apart, asked = Random(seed), Random(seed + 1), Random(seed + 2)  # the same people every time
    for _ in range(count):
        spans = ((1, 14), (15, 34), (35, 59), (60, 88))
        age = chance.randint(*chance.choices(spans, (10, 18, 34, 38))[0])
        patient = Patient(person(chance.choice(("male", "female", "female")), age), age)
        if age >= 15:
            _long_term(patient, chance)
        _complaints(patient, chance)
        _allergies(patient, chance)
        _mothers(patient, apart)
        _periods(patient, asked)
        yield patient


def _mothers(patient: Patient, chance: Random) -> None:
    """One in twenty-five women of 18 to 42 breast-feeds and is known to (assumption); nobody chose her medicines so."""
    if patient.who.gender == "female" and 18 <= patient.age <= 42 and _happens(chance, 4):
        patient.rows.append(problem("Z39.1", chance.randrange(200)))


def _periods(patient: Patient, chance: Random) -> None:
    """Of nearly every woman who menstruates the last period is asked before she sees the doctor (assumption: 85 %)."""
    told = any(isinstance(row, Result) and row.loinc == "8665-2" for row in patient.rows)
    if patient.who.gender == "female" and 12 <= patient.age <= 50 and not told and _happens(chance, 85):
        patient.rows.append(last_period(chance.randrange(45)))


def _happens(chance: Random, percent: float) -> bool:
    return chance.random() * 100 < percent


def _refills(
    patient: Patient, chance: Random, name: str, label: str, place: str = "", restricted: str = ""
) -> None:
    """Supplies of 60 to 120 days, the last up to three weeks late, and two before it."""
    days = chance.choice((60, 84, 90, 120))
    a_day = {TWICE: 2, THRICE: 3}.get(label, 1)
    last = chance.randrange(days + 21)
    for times in range(3):
        patient.rows.append(
            supply(name, last + times * days, label, days * a_day, place or "H1", restricted=restricted)
        )


def _long_term(patient: Patient, chance: Random) -> None:
    elder = patient.age >= 60
    grown = patient.age >= 35
    # Outpatients are sicker than the people A and B asked: taken as twice as often (assumption).
    diabetes = _happens(chance, 22 if elder else 14 if grown else 1)
    pressure = _happens(chance, 60 if elder else 28 if grown else 2)
    fats = _happens(chance, 50 if elder else 29.6 if grown else 2)  # B
    if diabetes:
        _diabetes(patient, chance)
    if pressure:
        _pressure(patient, chance)
    if fats:
        _fats(patient, chance)
    if (diabetes or pressure) and _happens(chance, 25):
        _refills(patient, chance, "aspirin 81 mg tab", ONCE)
    for name, percent, label in STRAY:
        if _happens(chance, percent * (1 if grown else 0.3)):
            _refills(patient, chance, name, label)
    _warfarin(patient, chance)
    _rarer(patient, chance)
    if diabetes or pressure or _happens(chance, 20):
        _kidneys(patient, chance, 1.9 if diabetes else 1.6 if pressure else 1)
    if chance.random() < 0.08:  # a second facility gives the same as the first (assumption)
        for row in [row for row in patient.rows if isinstance(row, Supply) and not row.restricted][:2]:
            patient.rows.append(supply(row.drug.name, chance.randrange(40), row.doses[0].text, 30, "H2"))


def _diabetes(patient: Patient, chance: Random) -> None:
    if _happens(chance, 85):
        _refills(patient, chance, chance.choice(("metformin 500 mg tab", "metformin 850 mg tab")), TWICE)
    if _happens(chance, 50):
        _refills(patient, chance, "glipizide 5 mg tab", TWICE)
    elif _happens(chance, 4):
        _refills(patient, chance, "glibenclamide 5 mg tab", ONCE)
    if _happens(chance, 8):
        _refills(patient, chance, "pioglitazone 30 mg tab", ONCE)


def _pressure(patient: Patient, chance: Random) -> None:
    if _happens(chance, 60):
        _refills(patient, chance, chance.choice(("amlodipine 5 mg tab", "amlodipine 10 mg tab")), ONCE)
    blocker = chance.choices(("enalapril 20 mg tab", "losartan 50 mg tab", ""), (35, 35, 30))[0]
    if blocker:
        _refills(patient, chance, blocker, ONCE)
        if _happens(chance, 1.5):
            _refills(
                patient,
                chance,
                "losartan 50 mg tab" if "enal" in blocker else "enalapril 5 mg tab",
                ONCE,
                "H2",
            )
    for name, percent in (("hydrochlorothiazide 25 mg tab", 18), ("atenolol 50 mg tab", 15), ("doxazosin 2 mg tab", 6),
                          ("spironolactone 25 mg tab", 2), ("furosemide 40 mg tab", 4), ("diltiazem 60 mg tab", 0.8),
                          ("verapamil 40 mg tab", 0.3)):  # fmt: skip
        if _happens(chance, percent):
            _refills(patient, chance, name, ONCE)


def _fats(patient: Patient, chance: Random) -> None:
    statin = chance.choices(("simvastatin", "atorvastatin 40 mg tab", "rosuvastatin 10 mg tab"), (68, 28, 4))[
        0
    ]
    if statin == "simvastatin":
        statin = chance.choices(
            ("simvastatin 10 mg tab", "simvastatin 20 mg tab", "simvastatin 40 mg tab"), (30, 52, 18)
        )[0]
        if _happens(chance, 1.6):  # D
            _refills(patient, chance, "gemfibrozil 600 mg tab", TWICE)
        if _happens(chance, 0.4):  # D
            _refills(patient, chance, "ciclosporin 25 mg cap", TWICE)
    _refills(patient, chance, statin, BEDTIME)
    if _happens(chance, 3):
        _refills(patient, chance, "fenofibrate 200 mg cap", ONCE)


def _warfarin(patient: Patient, chance: Random) -> None:
    if not _happens(chance, 1.5 if patient.age >= 35 else 0.2):
        return
    _refills(patient, chance, "warfarin 3 mg tab", BEDTIME)
    inr = max(1.0, chance.gauss(2.5, 0.8)) if not _happens(chance, 4) else chance.uniform(5, 8)
    patient.rows.append(result("6301-6", f"{inr:.1f}", "", chance.randrange(80)))


def _rarer(patient: Patient, chance: Random) -> None:
    if _happens(chance, 1):  # HIV
        for name in (
            ["dolutegravir 50 mg tab"]
            if _happens(chance, 80)
            else ["atazanavir 300 mg cap", "ritonavir 100 mg tab"]
        ):
            _refills(patient, chance, name, ONCE, "H3", "hiv")
    if _happens(chance, 0.15):  # tuberculosis
        _refills(patient, chance, "HRZE tab", BEDTIME)
    if _happens(chance, 0.5):
        _refills(patient, chance, "methotrexate 2.5 mg tab", WEEKLY)
    if _happens(chance, 2):  # tested for HLA-B*58:01; who is positive is hardly ever given it
        positive = _happens(chance, 7)  # E
        patient.rows.append(
            result("", "positive" if positive else "negative", name="HLA-B*58:01", days_ago=300)
        )
    if patient.who.gender == "female" and 18 <= patient.age <= 42 and _happens(chance, 6):
        patient.rows += pregnant(chance.randrange(30, 260))
        patient.rows.append(supply("folic acid 5 mg tab", 10, ONCE, 30))


def _kidneys(patient: Patient, chance: Random, odds: float) -> None:
    share = chance.random() * 100
    low, high = (60, 115)
    # C asked adults of all ages; above 60 the share is taken three times as high (assumption).
    more = odds * (3 if patient.age >= 60 else 1)
    for limit, span, stage in (
        (0.15 * more, (6, 14), "N18.5"),
        (0.35 * more, (15, 29), "N18.4"),
        (8.45 * more, (30, 59), "N18.3"),
    ):
        if share < limit:
            low, high = span
            patient.rows.append(problem(stage))
            break
    patient.rows.append(
        result("62238-1", str(chance.randint(low, high)), "mL/min/1.73 m2", chance.randrange(200))
    )
    mean = 4.9 if high < 30 else 4.5 if high < 60 else 4.2
    patient.rows.append(result("2823-3", f"{chance.gauss(mean, 0.4):.1f}", "mmol/L", chance.randrange(120)))


def _complaints(patient: Patient, chance: Random) -> None:
    for _, percent, medicines in COMPLAINTS:
        if not _happens(chance, percent if patient.age >= 15 else percent * 0.5):
            continue
        place, day = chance.choice(PLACES), chance.randrange(60)
        for name, share, label, quantity in medicines:
            if _happens(chance, share):
                patient.rows.append(
                    supply(name, day, label if not _happens(chance, 15) else "", quantity, place)
                )


def _allergies(patient: Patient, chance: Random) -> None:
    """One in fifteen has a drug allergy on record (assumption); nobody looks at it before the medicines above."""
    if _happens(chance, 6.5):
        recorded = chance.choices(
            ("penicillin", "amoxicillin", "แพ้ซัลฟา", "แพ้ยาแก้อักเสบ", "ibuprofen", "ceftriaxone", "aspirin", "ไม่ทราบชื่อยา"),
            (22, 14, 16, 10, 10, 8, 6, 14),
        )[0]  # fmt: skip
        # Nine of ten times whoever gives the medicine asks first (assumption).
        if _happens(chance, 90):
            held = {"penicillin": ("amoxicillin", "ampicillin"), "amoxicillin": ("amoxicillin",)}.get(
                recorded, (recorded,)
            )
            patient.rows = [
                row for row in patient.rows
                if not (isinstance(row, Supply) and any(name in row.drug.name for name in held))
            ]  # fmt: skip
        patient.rows.append(allergy(recorded))
