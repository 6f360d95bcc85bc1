"""``python -m briefpress``."""

from briefpress.cli import main

main()
