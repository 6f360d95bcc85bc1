"""The canonical tables and the words of the field: what every other stage speaks in."""
