"""The wheel: all that the program needs and nothing else, and it runs where there is no checkout."""

import json
import os
import subprocess
import sys
import sysconfig
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
MINIMAL = ROOT / "tests" / "data" / "ips" / "Bundle-bundle-minimal.json"
pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and the libraries, but without the checkout."""
    place = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    python = next(
        path for path in (place / "bin" / "python", place / "Scripts" / "python.exe") if path.exists()
    )
    site = Path(
        subprocess.check_output(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
        ).strip()
    )
    with ZipFile(wheel) as packed:
        packed.extractall(site)
    # A folder named in a .pth file is searched, but the .pth files in it (the editable install's) are not read.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python


def run(python: Path, where: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [python, *arguments], cwd=where, env=clean, stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


def test_it_holds_resources_and_catalogs_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as packed:
        names = packed.namelist()
    for kind in ("fonts", "icons", "people", "style", "tables", "weather", "words"):
        packed_files = {name.rpartition("/")[2] for name in names if f"/_resources/{kind}/" in name}
        assert packed_files == {
            path.name for path in (ROOT / "resources" / kind).rglob("*") if path.is_file()
        }
    # English is the message id and has no catalog of its own.
    languages = {path.parent.name for path in (ROOT / "translations").glob("*/*.po")}
    assert {name for name in names if name.endswith(".mo")} == {
        f"viewer/_translations/{language}/LC_MESSAGES/prawat.mo" for language in languages
    }
    assert "th" in languages
    assert {"viewer/py.typed", "viewer/sandbox/__main__.py"} <= set(names)
    assert [name for name, times in Counter(names).items() if times > 1] == []
    unwanted = [
        n for n in names if "__pycache__" in n or n.endswith((".png", ".pyc")) or n.startswith("tests")
    ]
    assert unwanted == []


@pytest.mark.parametrize("kind", ["fonts", "icons", "words"])
def test_what_others_made_has_its_licence_beside_it(wheel: Path, kind: str) -> None:
    with ZipFile(wheel) as packed:
        names = [name for name in packed.namelist() if f"/_resources/{kind}/" in name]
    assert [name for name in names if "LICENSE" in name or "OFL" in name]


def test_prawat_read_runs_outside_the_checkout(python: Path, tmp_path: Path) -> None:
    where = run(python, tmp_path, "-c", "import viewer; print(viewer.__file__)").stdout
    assert str(ROOT) not in where
    done = run(python, tmp_path, "-m", "viewer", "read", str(MINIMAL), "--sheet", "allergies")
    assert done.returncode == 0, done.stderr
    assert "การแพ้" in done.stdout
    pdf = tmp_path / "x.pdf"
    assert (
        run(
            python, tmp_path, "-m", "viewer", "read", str(MINIMAL), "--format", "pdf", "-o", str(pdf)
        ).returncode
        == 0
    )
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_the_sandbox_finds_its_people_outside_the_checkout(python: Path, tmp_path: Path) -> None:
    done = run(python, tmp_path, "-m", "viewer", "sandbox", "--until-stdin-closes")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["people"] == 12
