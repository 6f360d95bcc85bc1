"""What must not be printed, decided once for a whole edition, before anything is measured of it."""
