"""Where veraPDF is missing, that is said; where it must not be, it fails."""

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / ".ci/verapdf"


@pytest.mark.parametrize(("wanted", "status"), [("", 0), ("required", 1)])
def test_a_missing_verapdf_is_said(wanted: str, status: int) -> None:
    shell = shutil.which("sh")
    assert shell
    done = subprocess.run(
        [shell, str(SCRIPT)],
        env={"PATH": "", "VERAPDF": wanted},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr == "veraPDF is not installed: it has not looked at the PDFs.\n"
