"""``prawat read`` as a shell sees it: what it prints, what it writes, how it ends, and that no Qt is loaded."""

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from viewer.commands.read import run
from viewer.view.sheet import SHEET_NAMES

from .conftest import DAY, Told

ROOT = Path(__file__).parents[3]
IPS = ROOT / "tests" / "data" / "ips"
MINIMAL = str(IPS / "Bundle-bundle-minimal.json")


def patient(id_: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": id_, **more}


def test_every_sheet_of_every_person_as_json(told: Told) -> None:
    code, out, _ = told(str(IPS), "--format", "json", *DAY)
    content = json.loads(out)
    assert code == 0
    assert list(content) == ["persons"]
    assert [[sheet["name"] for sheet in person["sheets"]] for person in content["persons"]] == [
        list(SHEET_NAMES)
    ] * 2
    for person in content["persons"]:
        for sheet in person["sheets"]:
            assert list(sheet) == ["name", "title", "sections", "gaps"]
            assert all(isinstance(gap, str) for gap in sheet["gaps"])
            for section in sheet["sections"]:
                assert list(section) == ["title", "columns", "rows"]
                for row in section["rows"]:
                    assert list(row) == ["cells", "marks", "sources"]
                    assert all(isinstance(text, str) for text in (*row["cells"], *row["marks"]))
                    assert all(list(source) == ["facility", "type", "date"] for source in row["sources"])


def test_one_sheet(told: Told) -> None:
    code, out, _ = told(MINIMAL, "--sheet", "allergies", "--format", "json", *DAY)
    ((sheet,),) = [person["sheets"] for person in json.loads(out)["persons"]]
    assert (code, sheet["name"]) == (0, "allergies")
    assert "penicillin" in sheet["sections"][0]["rows"][0]["cells"][0]


def test_the_account_as_json(told: Told) -> None:
    code, out, _ = told(MINIMAL, "--account", "--format", "json")
    account = json.loads(out)
    assert code == 0
    assert account["total"] == {
        "received": 8,
        "shown": 4,
        "merged": 0,
        "restricted": 0,
        "supporting": 4,
        "gaps": 0,
    }
    assert list(account["types"]["Patient"]) == [
        "received",
        "shown",
        "merged",
        "restricted",
        "supporting",
        "gaps",
    ]
    for name, total in account["total"].items():
        assert total == sum(tally[name] for tally in account["types"].values())


def test_the_account_as_text_is_aligned_and_in_thai(told: Told) -> None:
    _, out, _ = told(MINIMAL, "--account")
    lines = out.splitlines()
    head = ["ชนิด", "ได้รับ", "แสดง", "ซ้ำ/รวมรายการ", "จำกัดการเข้าถึง", "ประกอบ", "อ่านไม่ได้หรือไม่รับ"]
    assert lines[0].split() == head
    table, meaning = lines[: lines.index("")], lines[lines.index("") + 1 :]
    assert table[-1].split() == ["รวม", "8", "4", "0", "0", "4", "0"]
    assert meaning[0] == "ได้รับ = " + " + ".join(head[2:])
    assert meaning[1].startswith("ซ้ำ/รวมรายการ: สำเนาซ้ำ")
    assert "ต่างสถานพยาบาล" in meaning[1]


def test_the_help_says_what_is_counted_as_merged(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "merged are further copies" in told
    assert "rows told within another row" in told


def test_text_has_a_heading_per_person_and_names_the_files(told: Told) -> None:
    code, out, _ = told(MINIMAL, *DAY)
    assert code == 0
    assert "Martha DeLarosa" in out
    assert "Bundle-bundle-minimal.json" in out
    assert "ไม่ใช่ทุกคู่ยา" in out
    assert "ไม่มียา" not in out


def test_one_patient_of_many(told: Told, tmp_path: Path) -> None:
    for id_ in ("a", "b"):
        (tmp_path / f"{id_}.json").write_text(
            json.dumps(patient(id_, name=[{"text": f"นาย{id_}"}])), encoding="utf-8"
        )
    code, out, _ = told(str(tmp_path), "--patient", "Patient/b", *DAY)
    assert code == 0
    assert "นายb" in out
    assert "นายa" not in out
    assert (
        told(str(tmp_path), "--patient", "a", "--format", "json", "--account")[1].count('"received": 1') == 2
    )
    code, out, err = told(str(tmp_path), "--patient", "c")
    assert (code, out) == (2, "")
    assert "[no-such-patient]" in err


def test_gaps_are_told_by_the_exit_code(told: Told, tmp_path: Path) -> None:
    goal = {"resourceType": "Goal", "id": "g", "subject": {"reference": "Patient/a"}}
    (tmp_path / "all.ndjson").write_text(
        f"{json.dumps(patient('a'))}\n{json.dumps(goal)}\n", encoding="utf-8"
    )
    assert told(str(tmp_path), *DAY)[0] == 0
    (tmp_path / "more.json").write_text("{broken", encoding="utf-8")
    assert told(str(tmp_path), "--account")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["/no/such/path"], "no-such-file"),
        ([MINIMAL, "--sheet", "nonsense"], "bad-arguments"),
        ([], "bad-arguments"),
        ([MINIMAL, "--today", "23/11/2569"], "bad-arguments"),
        ([MINIMAL, "--show-restricted"], "bad-arguments"),
        ([MINIMAL, "--acc"], "bad-arguments"),
        ([MINIMAL, "--account", "--format", "pdf"], "bad-arguments"),
        ([str(IPS), "--format", "pdf"], "several-patients"),
        ([MINIMAL, "-o", "/no/such/folder/x"], "unwritable"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(told: Told, arguments: list[str], code: str) -> None:
    ended, out, err = told(*arguments)
    assert (ended, out) == (2, "")
    assert err.startswith(f"prawat read: [{code}] ")
    assert err.count("\n") == 1
    assert any("\u0e00" <= sign <= "\u0e7f" for sign in err)


def test_unusable_content(told: Told, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b"<html>")
    assert "[nothing-readable]" in told(str(tmp_path))[2]
    (tmp_path / "x.json").write_bytes(b"")
    assert "[nothing-readable]" in told(str(tmp_path))[2]
    (tmp_path / "x.json").rename(tmp_path / "x.txt")
    assert "[nothing-to-read]" in told(str(tmp_path))[2]


def test_a_file_is_written_whole_and_for_its_owner_only(told: Told, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old", encoding="utf-8")
    assert told(MINIMAL, "--format", "json", "-o", str(target), *DAY) == (0, "", "")
    assert json.loads(target.read_text(encoding="utf-8"))["persons"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_a_folder_in_place_of_the_file_is_an_error_and_leaves_nothing(told: Told, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    code, _, err = told(MINIMAL, "-o", str(tmp_path / "taken"))
    assert (code, "[unwritable]" in err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_pipe_is_written_to_and_not_replaced(told: Told, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert told(MINIMAL, "--account", "--format", "json", "-o", str(pipe)) == (0, "", "")
        assert json.loads(os.read(reader, 65536))["total"]["received"] == 8
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.lstat().st_mode)


def test_a_link_goes_on_leading_to_its_file(told: Told, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert told(MINIMAL, "--account", "-o", str(tmp_path / "link"))[0] == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes()


@pytest.mark.parametrize(
    ("name", "code"), [("x" * 300, "file-unreadable"), ("bad\udcff.json", "no-such-file")]
)
def test_a_name_that_no_file_can_have_is_said_in_one_line(
    told: Told, tmp_path: Path, name: str, code: str
) -> None:
    ended, out, err = told(str(tmp_path / name))
    assert (ended, out) == (2, "")
    assert err.startswith(f"prawat read: [{code}] ")


def test_a_file_whose_name_is_no_text_is_read(told: Told, tmp_path: Path) -> None:
    place = os.fsencode(tmp_path) + b"/\xff.json"
    Path(os.fsdecode(place)).write_text(json.dumps(patient("a")), encoding="utf-8")
    assert told(str(tmp_path), *DAY)[0] == 0
    assert told(os.fsdecode(place), *DAY)[0] == 0


def test_a_folder_that_cannot_be_looked_into_is_not_passed_over(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.json").write_text(json.dumps(patient("a")), encoding="utf-8")
    (tmp_path / "locked").mkdir()
    real = os.scandir

    def scandir(place: Any) -> Any:  # no permission keeps root out
        if Path(place).name == "locked":
            raise PermissionError(13, "Permission denied", str(place))
        return real(place)

    monkeypatch.setattr(os, "scandir", scandir)
    code, _, err = told(str(tmp_path))
    assert (code, "[file-unreadable]" in err, "locked" in err) == (2, True, True)


def test_a_full_disk_is_said_in_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "viewer", "read", MINIMAL, "--account"],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith(b"prawat read: [unwritable] ")
    assert b"Traceback" not in done.stderr


def test_a_crash_tells_its_place_and_no_values(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("นายบุญมี 9660487647597")

    monkeypatch.setattr("viewer.commands.read.read_everything", broken)
    code, out, err = told(MINIMAL)
    assert (code, out) == (2, "")
    assert err.startswith("prawat read: [unexpected] ValueError at commands/read.py:")
    assert "9660487647597" not in err


def test_pdf(told: Told, tmp_path: Path) -> None:
    target = tmp_path / "one.pdf"
    assert told(MINIMAL, "--format", "pdf", "--sheet", "allergies", "-o", str(target), *DAY)[0] == 0
    assert target.read_bytes().startswith(b"%PDF-")


def test_restricted_rows_are_not_printed(told: Told, tmp_path: Path) -> None:
    secret = {
        "resourceType": "Condition",
        "id": "s",
        "code": {"text": "HIV disease"},
        "subject": {"reference": "Patient/a"},
    }
    (tmp_path / "x.ndjson").write_text(
        f"{json.dumps(patient('a'))}\n{json.dumps(secret)}\n", encoding="utf-8"
    )
    for form in ("text", "json"):
        code, out, _ = told(str(tmp_path), "--format", form, *DAY)
        assert code == 0
        assert "HIV" not in out
    assert json.loads(told(str(tmp_path), "--account", "--format", "json")[1])["total"]["restricted"] == 1


def test_standard_input(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(MINIMAL).read_bytes())))
    code, out, _ = told("-", "--sheet", "problems", *DAY)
    assert code == 0
    assert "Menopausal flushing" in out


def test_english(told: Told) -> None:
    assert "[no-such-file] There is no such file or folder: x" in told("x", "--language", "en")[2]


@pytest.mark.parametrize("form", ["text", "json", "pdf"])
def test_no_qt_is_loaded(form: str, tmp_path: Path) -> None:
    script = (
        "import sys\nfrom viewer.__main__ import main\n"
        f"code = main(['read', {MINIMAL!r}, '--format', {form!r}, '-o', {str(tmp_path / 'x')!r}])\n"
        "loaded = [name for name in sys.modules if name.split('.')[0] in ('PySide6', 'shiboken6', 'qasync', 'httpx')]\n"
        "sys.exit(f'{code} {loaded}' if code or loaded else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"LANG": "C", "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
