"""The wheel, as somebody gets it who has no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*words: object, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run([str(word) for word in words], cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_runs_the_demonstration_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """An environment of its own that borrows this one's libraries, so that nothing has to be fetched."""
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    (borrowed,) = (tmp_path / "env" / "lib").glob("python3.*/site-packages")
    libraries = Path(pytest.__file__).parents[1]
    (borrowed / "libraries.pth").write_text(f"{libraries}\n")

    where = run(python, "-c", "import checker; print(checker.__file__)", cwd=tmp_path)
    out = run(tmp_path / "env" / "bin" / "checker", "demo", cwd=tmp_path)

    assert where.startswith(str(tmp_path))
    assert "late-reply" in out
    assert (tmp_path / "demo-run" / "report.html").is_file()


@pytest.mark.slow
def test_the_wheel_installs_with_its_dependencies_into_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    lock = ROOT / "requirements.lock"
    run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock, cwd=tmp_path)
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", wheel, cwd=tmp_path)

    assert "late-reply" in run(tmp_path / "env" / "bin" / "checker", "demo", cwd=tmp_path)
