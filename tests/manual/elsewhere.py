"""Say what a built manual fetches from elsewhere; a link that somebody clicks is no such thing.

python tests/manual/elsewhere.py site
"""

import re
import sys
from pathlib import Path

LOADED = re.compile(
    r"""<(?:script|img|iframe|source|audio|video|embed)\b[^>]*?\bsrc=["']?((?:https?:)?//[^"'\s>]+)"""
    r"""|<link\b(?![^>]*rel=["']?(?:canonical|next|prev))[^>]*?\bhref=["']?((?:https?:)?//[^"'\s>]+)"""
    r"""|(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s]+)"""
)


def elsewhere(site: Path) -> list[str]:
    """Return the files of a site that load something from elsewhere, with its address."""
    return [
        f"{path.relative_to(site)}: {''.join(found)}"
        for path in sorted(site.rglob("*"))
        if path.suffix in {".html", ".css"}
        for found in LOADED.findall(path.read_text(encoding="utf-8"))
    ]


if __name__ == "__main__":
    found = elsewhere(Path(sys.argv[1]))
    print("\n".join(found) or "The manual fetches nothing from elsewhere")
    sys.exit(bool(found))
