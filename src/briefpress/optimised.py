"""Whether this Python was built with optimisations; run as a script, status 0 says yes.

Measured on country fact sheets: Debian's Python needs 0.77 of the time of the same
version as pyenv builds it when nobody asks it to optimise.
"""

from __future__ import annotations

import sys
import sysconfig


def optimised() -> bool:
    """Say whether profiles guided the compiler; Debian's and Fedora's do, and do not tell."""
    told = "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
    return told or sys.platform == "win32" or sys.base_prefix == "/usr"


if __name__ == "__main__":
    sys.exit(not optimised())
