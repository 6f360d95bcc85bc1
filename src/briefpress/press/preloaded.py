"""What every brief needs and no project changes, loaded where this module is imported.

The process that workers are forked from imports it while the press reads the
data; what it has loaded is there in each worker, and in memory once.
"""

from __future__ import annotations

import pypdfium2  # noqa: F401
from PIL import Image
from weasyprint import HTML

from briefpress.drawing import geography
from briefpress.model import places

Image.preinit()
places.countries()
geography.world(174.0)
# the C types that WeasyPrint asks for, and its own style sheet; no font is loaded
HTML(string="<ul><li><b>a</b><table><tr><td>b</table>").write_pdf(pdf_variant="pdf/ua-1")
