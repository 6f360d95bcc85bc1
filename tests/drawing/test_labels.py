"""Labels of charts: too small, one on another, off the sheet."""

import pytest

from briefpress import config
from briefpress.drawing import figure
from briefpress.drawing.labels import faults


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([(5, 5, "Small", 5.5)], "'Small' is set in 5.5 points"),
        ([(5, 5, "Six", 6.0)], ""),
        ([(5, 5, "One", 8), (6, 5.5, "Two", 8)], "'One' and 'Two' collide"),
        ([(5, 5, "One", 8), (5, 9, "Two", 8)], ""),
        ([(5, 5, "One", 8), (20, 5, "Two", 8)], ""),
        ([(55, 5, "A long label", 8)], "sticks out"),
        ([(5, 0.5, "High", 8)], "sticks out"),
    ],
)
def test_labels(labels: list[tuple[float, float, str, float]], said: str) -> None:
    with figure.style(config.starter() / "templates/fonts"):
        axes = figure.sheet(60, 30)
        for x, y, words, size in labels:
            axes.text(x, y, words, fontsize=size)
        found = faults(axes)
    assert bool(found) == bool(said)
    assert all(said in one for one in found)
