"""Names that look or sound alike: none is read as the other, and a misspelling is nobody's name.

The pairs are those that confuse people: tall-man lists (ISMP, FDA), look-alike trade names, kin whose names differ by
a letter or a prefix, and Thai spellings close to one another.
"""

import pytest

from viewer.record.formulary import Formulary, load_formulary
from viewer.record.reading.drugs import read_drug
from viewer.record.values import Concept

PAIRS = """
clonidine/clonazepam clonidine/clozapine clonazepam/lorazepam clozapine/olanzapine clonazepam/clobazam
hydralazine/hydroxyzine hydroxyzine/hydrochlorothiazide hydroxychloroquine/chloroquine chloroquine/primaquine
prednisone/prednisolone prednisolone/methylprednisolone prednisolone/propranolol dexamethasone/betamethasone
hydrocortisone/hydrocodone chlorpromazine/chlorpropamide chlorpromazine/promethazine promethazine/perphenazine
carbamazepine/oxcarbazepine carbamazepine/carbimazole lamotrigine/lamivudine lamotrigine/terbinafine
levetiracetam/levofloxacin levofloxacin/ofloxacin ciprofloxacin/norfloxacin moxifloxacin/norfloxacin
metformin/metronidazole metoprolol/metoclopramide metoprolol/misoprostol metolazone/methimazole
methotrexate/metolazone methyldopa/levodopa levodopa/carbidopa mefenamic acid/tranexamic acid
amiodarone/amantadine amlodipine/amiloride amlodipine/felodipine nifedipine/nicardipine nifedipine/nimodipine
manidipine/lacidipine enalapril/captopril losartan/valsartan candesartan/irbesartan lisinopril/fosinopril
atenolol/timolol bisoprolol/metoprolol carvedilol/captopril propranolol/propofol labetalol/lamotrigine
simvastatin/pravastatin atorvastatin/rosuvastatin pitavastatin/fluvastatin lovastatin/simvastatin cilastatin/statin
glipizide/gliclazide glibenclamide/glimepiride gliclazide/gliquidone sitagliptin/saxagliptin
linagliptin/vildagliptin empagliflozin/dapagliflozin insulin aspart/insulin lispro insulin glargine/insulin glulisine
insulin detemir/insulin degludec tramadol/tapentadol morphine/hydromorphone codeine/colchicine
oxycodone/oxybutynin fentanyl/sufentanil pethidine/methadone naloxone/naltrexone buprenorphine/bupropion
azathioprine/azithromycin azathioprine/mercaptopurine erythromycin/clarithromycin erythromycin/roxithromycin
clindamycin/gentamicin vancomycin/clindamycin streptomycin/streptokinase kanamycin/amikacin
amoxicillin/ampicillin cloxacillin/dicloxacillin cefalexin/cefixime cefazolin/cefoxitin cefotaxime/ceftazidime
ceftriaxone/cefuroxime cefdinir/cefditoren cefepime/cefixime meropenem/ertapenem penicillin v/penicillin g
doxycycline/tetracycline doxycycline/minocycline cycloserine/cyclosporine cyclosporine/cyclophosphamide
cyproheptadine/cyproterone rifampicin/rifabutin rifampicin/rifaximin rifapentine/rifabutin isoniazid/ethionamide
aciclovir/ganciclovir valaciclovir/valganciclovir ritonavir/lopinavir ritonavir/nirmatrelvir abacavir/atazanavir
dolutegravir/raltegravir lamivudine/zidovudine nevirapine/efavirenz etravirine/rilpivirine
itraconazole/fluconazole ketoconazole/voriconazole clotrimazole/co-trimoxazole miconazole/posaconazole
omeprazole/esomeprazole omeprazole/aripiprazole lansoprazole/dexlansoprazole pantoprazole/pioglitazone
ranitidine/famotidine cetirizine/levocetirizine cetirizine/sertraline loratadine/desloratadine loratadine/lorazepam
fluoxetine/paroxetine fluoxetine/duloxetine fluvoxamine/fluoxetine citalopram/escitalopram
venlafaxine/desvenlafaxine amitriptyline/nortriptyline imipramine/desipramine risperidone/ropinirole
quetiapine/olanzapine quinine/quinidine chlordiazepoxide/chlorambucil diazepam/midazolam
alprazolam/triazolam zolpidem/zopiclone phenobarbital/pentobarbital phenytoin/fosphenytoin
sumatriptan/zolmitriptan ergotamine/ergometrine ergotamine/dihydroergotamine methylergometrine/methadone
warfarin/heparin rivaroxaban/apixaban dabigatran/edoxaban ticagrelor/ticlopidine clopidogrel/prasugrel
tamsulosin/tacrolimus sirolimus/tacrolimus everolimus/sirolimus doxazosin/prazosin terazosin/tamsulosin
sildenafil/tadalafil sildenafil/silodosin vinblastine/vincristine cisplatin/carboplatin
daunorubicin/doxorubicin doxorubicin/liposomal doxorubicin amphotericin b/liposomal amphotericin b
paclitaxel/docetaxel mitoxantrone/methotrexate thioguanine/thiamine cytarabine/gemcitabine
ephedrine/epinephrine epinephrine/norepinephrine pseudoephedrine/phenylephrine dopamine/dobutamine
dexmethylphenidate/methylphenidate isotretinoin/tretinoin tretinoin/acitretin retinol/tretinoin
allopurinol/haloperidol febuxostat/fenofibrate probenecid/procarbazine benzbromarone/bromhexine
folic acid/folinic acid thiamine/thiamazole pyridoxine/pyridostigmine pyridoxine/pyrazinamide
pyrimethamine/pyrazinamide vitamin b1/vitamin b12 vitamin b6/vitamin b12 vitamin d2/vitamin d3 vitamin k/vitamin c
ferrous sulfate/ferrous fumarate potassium chloride/potassium citrate potassium chloride/sodium chloride
calcium carbonate/calcium gluconate magnesium sulfate/magnesium hydroxide magnesium sulfate/morphine sulfate
sodium bicarbonate/sodium chloride tenofovir disoproxil/tenofovir alafenamide
fluticasone propionate/fluticasone furoate isosorbide dinitrate/isosorbide mononitrate
mycophenolate mofetil/mycophenolate sodium
tolvaptan/tolterodine tolperisone/eperisone baclofen/bicalutamide orphenadrine/oxymetazoline
salbutamol/salmeterol formoterol/fenoterol ipratropium/tiotropium theophylline/aminophylline
donepezil/doxepin memantine/mirtazapine trazodone/tramadol benzatropine/benserazide selegiline/sertraline
Losec/Lasix Losec/Prozac Celebrex/Cerebyx Zantac/Zyrtec Zyrtec/Zyprexa Xanax/Zantac Lamictal/Lamisil
Lamisil/Lexapro Plavix/Paxil Diovan/Dormicum Cozaar/Zocor Zoloft/Zocor Januvia/Janumet Novonorm/Norvasc
Imuran/Imdur Imodium/Imdur Tegretol/Trental Depakine/Daonil Seretide/Serc Concor/Concerta Eltroxin/Entresto
Micardis/Micardis-Plus Diovan/Co-Diovan Humalog/Humulin-N Lantus/Levemir Actos/Actonel Arcoxia/Arava
Aldactone/Aldomet Motilium/Mobic Norgesic/Norvir Xarelto/Xatral Brilinta/Bricanyl Exforge/Exelon
"""
PHRASES = (
    "mefenamic acid", "tranexamic acid", "insulin aspart", "insulin lispro", "insulin glargine", "insulin glulisine",
    "insulin detemir", "insulin degludec", "penicillin v", "penicillin g", "liposomal doxorubicin", "amphotericin b",
    "liposomal amphotericin b", "folic acid", "folinic acid", "vitamin b1", "vitamin b12", "vitamin b6", "vitamin d2",
    "vitamin d3", "vitamin k", "vitamin c", "ferrous sulfate", "ferrous fumarate", "potassium chloride",
    "potassium citrate", "sodium chloride", "calcium carbonate", "calcium gluconate", "magnesium sulfate",
    "magnesium hydroxide", "morphine sulfate", "sodium bicarbonate", "tenofovir disoproxil", "tenofovir alafenamide",
    "fluticasone propionate", "fluticasone furoate", "isosorbide dinitrate", "isosorbide mononitrate",
    "mycophenolate mofetil", "mycophenolate sodium",
)  # fmt: skip
THAI = [
    ("โคลนิดีน", "โคลนาซีแพม"), ("ไฮดราลาซีน", "ไฮดรอกซีซีน"), ("เพรดนิโซโลน", "เพรดนิโซน"), ("แอมโลดิพีน", "เฟโลดิพีน"),
    ("ลอราซีแพม", "ลอราทาดีน"), ("โลเซค", "ลาซิกซ์"), ("เซอร์เทค", "ไซเพรกซา"), ("โคลไทรมาโซล", "โคไตรม็อกซาโซล"),
    ("ควินิน", "ควินิดีน"), ("เมทิลโดพา", "ลีโวโดปา"), ("อะซิโทรมัยซิน", "อะซาไทโอพรีน"), ("ขมิ้นชัน", "ฟ้าทะลายโจร"),
    ("วิตามินบี 1", "วิตามินบี 12"), ("วิตามินบี 6", "วิตามินบี 12"), ("ไทอะมาโซล", "ไทอามีน"), ("โดปามีน", "โดบูทามีน"),
]  # fmt: skip
MISSPELT = (
    "metfomin", "metformine", "amoxicilin", "amoxycilin", "paracetamoll", "simvastain", "atrovastatin", "amlodipin",
    "losatan", "enarapril", "furosemid", "omeprazol", "warfarine", "prednisolon", "prednisol", "allopurinal",
    "colchicin", "diclofenacc", "ibuprofin", "naproxin", "clonazpam", "alprazolum", "hydralzine", "hydroxizine",
    "levothyroxin", "carbamazepin", "phenytoine", "rifampicine", "isoniazide", "ciprofloxacine", "Bactrimm", "Loseck",
    "Glucofage", "พาราเซตามัล", "แอมโลดิพินส์", "ฟ้าทลายโจร", "เมทฟอมิน", "ขมิ้นชันท์", "โอมิพราโซล", "ซิมวาสเตติน",
)  # fmt: skip


def pairs() -> list[tuple[str, str]]:
    text = " ".join(PAIRS.split())
    for phrase in sorted(PHRASES, key=len, reverse=True):
        text = text.replace(phrase, phrase.replace(" ", "_"))
    told = [tuple(pair.replace("_", " ").split("/")) for pair in text.split()]
    return [(one, other) for one, other in told] + THAI


@pytest.fixture(scope="module")
def formulary() -> Formulary:
    return load_formulary()


def read(formulary: Formulary, name: str) -> frozenset[str]:
    return frozenset(formulary.read(read_drug(Concept(name))).ingredients)


def test_there_are_enough_of_them() -> None:
    assert len({frozenset(pair) for pair in pairs()}) >= 200


@pytest.mark.parametrize(("one", "other"), pairs())
@pytest.mark.parametrize("form", ["{}", "{} 10 mg tab", "ยา {} (GPO)"])
def test_neither_is_read_as_the_other(formulary: Formulary, one: str, other: str, form: str) -> None:
    mine, theirs = read(formulary, form.format(one)), read(formulary, form.format(other))
    assert mine or theirs  # at least one of them is in the table, else this says nothing
    assert mine != theirs
    assert formulary.ingredient(one) is None or formulary.ingredient(one) != formulary.ingredient(other)


@pytest.mark.parametrize(("one", "other"), pairs())
def test_both_in_one_name_are_never_one_of_them(formulary: Formulary, one: str, other: str) -> None:
    for words in (
        f"{one} ({other})",
        f"{one} (not {other}) 5 mg",
        f"{one} ไม่ใช่ {other}",
        f"{one} หรือ {other}",
    ):
        told = read(formulary, words)
        assert not told or told >= read(formulary, one) | read(formulary, other), words


@pytest.mark.parametrize("name", MISSPELT)
@pytest.mark.parametrize("form", ["{}", "{} 10 mg tab", "{} (500 mg)", "ยา{}"])
def test_a_misspelling_is_nobodys_name(formulary: Formulary, name: str, form: str) -> None:
    reading = formulary.read(read_drug(Concept(form.format(name))))
    assert (reading.ingredients, reading.certain, reading.seen) == ((), False, frozenset())
