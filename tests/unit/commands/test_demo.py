"""``prawat demo`` without a display: one whole visit on the sandbox, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_a_visit_without_a_display_leaves_pictures_and_a_letter_with_its_data(tmp_path: Path) -> None:
    there = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    played = subprocess.run(
        [sys.executable, "-m", "viewer", "demo"], cwd=tmp_path, env=there, capture_output=True, timeout=180
    )
    assert played.returncode == 0, played.stderr.decode()[-2000:]
    left = tmp_path / "out" / "demo"
    assert "referral.pdf" in played.stdout.decode()
    assert len(list(left.glob("*.png"))) == 14
    assert (left / "referral.pdf").read_bytes().startswith(b"%PDF-")
    command = [sys.executable, "-m", "viewer", "read", "--account", str(left / "referral.pdf")]
    read = subprocess.run(command, cwd=tmp_path, env=there, capture_output=True, timeout=60)
    assert read.returncode == 0, read.stderr.decode()
