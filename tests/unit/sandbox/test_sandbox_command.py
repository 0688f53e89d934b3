"""``prawat sandbox`` and the real people behind it."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import httpx
import pytest
from sandbox_process import PEOPLE, end, first_line
from unit.sandbox.desk import Desk, MakeDesk

from viewer.commands.sandbox import run
from viewer.sandbox.roles import CLINICAL
from viewer.sandbox.world import load

NOT_SEARCHED = {"Medication", "Binary", "Linkage"}  # no patient parameter: read by reference


def _start(*options: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "viewer", "sandbox", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_passes_the_line_on_and_the_signal(number: signal.Signals, tmp_path: Path) -> None:
    weather = tmp_path / "weather.json"
    weather.write_text('{"facilities": {"99001": {"failing": {"share": 1}}}}', encoding="utf-8")
    process = _start("--weather", str(weather), "--no-habits")
    said = json.loads(first_line(process))
    assert httpx.get(f"{said['base'][:-5]}/at/99001/fhir/metadata", trust_env=False).status_code == 500
    os.kill(process.pid, number)
    process.wait(20)
    end(process)
    assert process.returncode == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(said["control"], trust_env=False)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_the_sandbox_never_outlives_the_command() -> None:
    process = _start("--no-habits")
    said = json.loads(first_line(process))
    with httpx.Client(trust_env=False) as http:
        assert http.get(said["control"]).status_code == 200
        process.kill()
        process.wait(20)
        # Its standard output is ours: at the end of it, the child is gone, too.
        assert process.stdout is not None
        assert process.stdout.read() == ""
    end(process)


@pytest.mark.parametrize("text", [None, "{", "[]"])
def test_a_weather_file_that_cannot_be_read_is_said(
    text: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "weather.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    assert run([f"--weather={file}"]) == 2
    assert run(["--weather", str(file)]) == 2
    complaints = capsys.readouterr().err.splitlines()
    assert len(complaints) == 2
    assert complaints[0] == complaints[1]
    assert complaints[0].startswith("prawat sandbox: ")
    assert complaints[0].endswith(str(file))


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_a_weather_that_we_ship_is_had_by_its_name() -> None:
    process = _start("--facilities", "40", "--weather", "monsoon", "--seed", "7")
    said = json.loads(first_line(process))
    state = httpx.get(said["control"], trust_env=False).json()
    process.terminate()
    process.wait(20)
    end(process)
    assert said["facilities"] == len(state["facilities"]) == 40
    assert "slow" in state["dealt"].values()


def test_what_is_wrong_in_a_weather_file_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "weather.json"
    file.write_text('{"everywhere": {"loss": {"before": 7}}}', encoding="utf-8")
    assert run(["--weather", str(file)]) == 2
    assert "weather.json: everywhere.loss.before" in capfd.readouterr().err


def test_every_real_person_can_be_read_to_the_last_row(make_desk: MakeDesk) -> None:
    world = load(PEOPLE)
    desk = make_desk(world, habits=False)
    types = tuple(sorted(CLINICAL))
    for human in world.people:
        headers = desk.sign_in("wasan")
        posts = next(signer.posts for signer in world.signers if signer.id == "wasan")
        desk.consent(
            headers,
            list(human.named),
            patient=human.patient_id,
            role=posts[0].role_id,
            organization=posts[0].hcode,
            types=types,
        )
        for hcode in human.named:
            if hcode in human.unconnected:
                continue
            held = Counter(
                str(each.get("resourceType"))
                for each in world.resources.get(hcode, {}).get(human.patient_id, ())
                if each.get("resourceType") in CLINICAL - NOT_SEARCHED
            )
            seen = {name: _count(desk, headers, hcode, name, human.patient_id) for name in held}
            assert seen == dict(held), (human.number, hcode)


def _count(desk: Desk, headers: dict[str, str], hcode: str, name: str, patient: str) -> int:
    """Rows of a type, page by page; a type without a patient parameter is asked by subject, or not at all."""
    if name == "AdverseEvent":
        page = desk.search(headers, hcode, name, patient="", subject=patient)
    else:
        page = desk.search(headers, hcode, name, patient=patient, _count="100")
    counted = 0
    while True:
        bundle = page.json()
        counted += sum(1 for entry in bundle.get("entry", []) if entry["search"]["mode"] == "match")
        links = {link["relation"]: link["url"] for link in bundle["link"]}
        if "next" not in links:
            assert counted == bundle["total"]
            return counted
        page = desk.http.get(links["next"], headers=headers)
