"""The texts that must be there: disclaimers and notes, in each language, replaceable by a project.

The words are this project's own, after the official documents named beside
them; where the United Nations prescribes a wording, a project puts it into
``[brand.texts]`` of its briefs.toml.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefpress.config import Edition
from briefpress.language import Text


def texts(text: Text, edition: Edition, replaced: Mapping[str, str]) -> dict[str, str]:
    """Return every standing text by its name, the project's own where it has one."""
    _ = text.gettext
    return {
        # After ST/AI/189/Add.25/Rev.1, guidelines for the publication of maps, and the
        # note on designations that United Nations publications carry.
        "designations": _(
            "The names used in this brief and the way its material is presented imply no opinion"
            " whatsoever of the United Nations on the legal status of any country, territory,"
            " city or area, or of its authorities, or on where its frontiers or boundaries run."
        ),
        "boundaries": _(
            "The boundaries and names shown on maps do not mean that the United Nations officially"
            " endorses or accepts them. Boundaries: Natural Earth, as edited by Visionscarto."
        ),
        # Security Council resolution 1244 (1999); United Nations Editorial Manual, country names.
        "kosovo": _(
            "References to Kosovo are to be understood in the context of Security Council"
            " resolution 1244 (1999)."
        ),
        "prevalence": _(
            "Reported incidents are not prevalence: they say what was reported, not what happened."
        ),
        "about": _(
            "Counts are of activities as {organisation} reports them; an activity that touches"
            " several countries or themes is counted under each, and once in every total."
        ).format(organisation=text.of_data("organisation name", edition.organisation)),
        **{name: text.of_data("own text", words) for name, words in replaced.items()},
    }
