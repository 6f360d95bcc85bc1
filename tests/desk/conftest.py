"""The desk's tests share how one is started with those in the browser."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "web"))
