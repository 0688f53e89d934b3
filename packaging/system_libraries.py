"""Make sure that the system libraries Qt needs are there.

Present: nothing is done. Missing on Debian as root: installed, after saying so. Missing without root: downloaded and
unpacked into the folder given (``.venv/sys``), which the Makefile and ``prawat`` put on the library path. Anywhere
else: one sentence that names what to install. Standard library only: it runs before anything is installed.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

# Library -> Debian package. The first group is needed even offscreen, the second by a window on X11.
OFFSCREEN = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

# What some tests need, by Debian package: a file of it below usr/.
FOR_TESTS = {
    "softhsm2": "lib/*-linux-gnu/softhsm/libsofthsm2.so",
    "poppler-utils": "bin/pdfsig",
    "mupdf-tools": "bin/mutool",
}


def missing(libraries: dict[str, str], folder: Path) -> list[str]:
    """Packages of the libraries that can be loaded neither from the system nor from ``folder``."""
    return [package for name, package in libraries.items() if not _loads(name, folder)]


def _loads(name: str, folder: Path) -> bool:
    if any(folder.glob(f"usr/lib/*-linux-gnu/{name}")):
        return True
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install(packages: list[str]) -> None:
    """As root on Debian."""
    sys.stdout.write(f"Qt needs system libraries; installing with apt-get: {' '.join(packages)}\n")
    sys.stdout.flush()
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet, stdout=subprocess.DEVNULL)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(command, check=True, env=quiet, stdout=subprocess.DEVNULL)


def unpack(packages: list[str], folder: Path, why: str) -> None:
    """Without root on Debian: download the packages and all they need, unpack them into ``folder``."""
    sys.stdout.write(f"{why}; unpacking into {folder.name}/: {' '.join(packages)}\n")
    sys.stdout.flush()
    state = folder / "apt"
    for part in ("lists/partial", "cache/archives/partial"):
        (state / part).mkdir(parents=True, exist_ok=True)
    ours = [
        "-o",
        f"Dir::State::Lists={state}/lists",
        "-o",
        f"Dir::Cache={state}/cache",
        "-o",
        "Debug::NoLocking=1",
    ]
    subprocess.run(["apt-get", *ours, "update", "-qq"], check=True, stdout=subprocess.DEVNULL)
    plan = subprocess.run(
        ["apt-get", *ours, "-s", "--no-install-recommends", "install", *packages],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    wanted = [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]
    subprocess.run(["apt-get", *ours, "download", "-qq", *wanted], check=True, cwd=state)
    for archive in sorted(state.glob("*.deb")):
        subprocess.run(["dpkg", "-x", str(archive), str(folder)], check=True)
    shutil.rmtree(state)


def for_tests(folder: Path) -> None:
    """A token in software and another reader of PDF; where they cannot be had, tests are skipped and say so."""
    wanted = [
        package
        for package, file in FOR_TESTS.items()
        if not any(Path("/usr").glob(file)) and not any(folder.glob(f"usr/{file}"))
    ]
    if not wanted or not (shutil.which("apt-get") and shutil.which("dpkg")):
        return
    try:
        unpack(wanted, folder, "Tests sign with a token in software and look at paper with another reader")
    except (OSError, subprocess.CalledProcessError) as error:
        told = f"No {' and '.join(wanted)} ({type(error).__name__})"
        sys.stderr.write(f"{told}: tests that need them will be skipped.\n")


def main() -> int:
    """Returns the exit code."""
    folder = Path(sys.argv[1]).absolute()
    if not sys.platform.startswith("linux"):
        return 0
    for_tests(folder)
    return qt(folder)


def qt(folder: Path) -> int:
    """What Qt needs; the exit code."""
    needed = missing(OFFSCREEN, folder) + missing(WINDOW, folder)
    if not needed:
        return 0
    debian = shutil.which("apt-get") and shutil.which("dpkg")
    try:
        if debian and os.geteuid() == 0:
            install(needed)
        elif debian:
            unpack(needed, folder, "Qt needs system libraries (no root)")
    except (OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"apt-get did not succeed ({type(error).__name__}).\n")
    offscreen = missing(OFFSCREEN, folder)
    window = missing(WINDOW, folder)
    if offscreen or window:
        sys.stderr.write(f"Please install these system libraries for Qt: {' '.join(offscreen + window)}\n")
    return 1 if offscreen else 0


if __name__ == "__main__":
    sys.exit(main())
