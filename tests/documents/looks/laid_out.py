"""What the tests of pages share: the starter's folders, and what its fixtures are."""

from collections.abc import Callable

from briefpress import config
from briefpress.documents.fit import Fit
from briefpress.documents.looks.sheets import Sheet

STARTER = (config.starter(),)

LayOut = Callable[..., Fit]
Look = Callable[..., list[Sheet]]
