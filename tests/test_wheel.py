"""The wheel carries the three packages with all their data, and runs where the checkout is not."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("kb", "extractors", "schema")
RUN = "from extractors import extract; print(extract('全市组建网格党支部825个。')[0].metric_id, extract.__module__)"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_every_file_of_the_packages_is_in_it(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    wanted = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    assert wanted - inside == set()


def test_it_runs_from_another_folder(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "unpacked")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "unpacked")}
    where = f"import extractors; print(extractors.__file__); {RUN}"
    done = subprocess.run(
        [sys.executable, "-c", where], capture_output=True, encoding="utf-8", cwd=tmp_path, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) in done.stdout
    assert "grid_party_branch" in done.stdout


@pytest.mark.slow
def test_it_installs_in_a_clean_environment(wheel, tmp_path):
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "clean"], check=True)
    python = tmp_path / "clean" / "bin" / "python"
    constraints = ROOT / "constraints.txt"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-c", constraints, wheel], check=True, cwd=tmp_path)
    kb = [tmp_path / "clean" / "bin" / "kb"]
    store = ["--db", tmp_path / "kb.sqlite3"]
    subprocess.run([*kb, "ingest", ROOT / "data" / "articles", *store], check=True, cwd=tmp_path)
    done = subprocess.run(
        [*kb, "query", "兰州", "网格党支部", *store], capture_output=True, encoding="utf-8", check=True, cwd=tmp_path
    )
    assert "\t825\t" in done.stdout
