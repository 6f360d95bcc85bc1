"""Codes of IATI, of 2.0x and of 1.0x, in the words of the canonical tables."""

from __future__ import annotations

from collections.abc import Mapping

from briefpress.model.specs import (
    ACTIVITY_STATUSES,
    BUDGET_STATUSES,
    BUDGET_TYPES,
    EARMARKINGS,
    MEASURES,
    RELATIONS,
    ROLES,
    TRANSACTION_TYPES,
)


def _numbered(words: tuple[str, ...]) -> dict[str, str]:
    return {str(code): word for code, word in enumerate(words, start=1)}


STATUS = _numbered(ACTIVITY_STATUSES)
SCOPE = {
    "1": "global",
    "2": "regional",
    "3": "multinational",
    "4": "national",
    **dict.fromkeys("5678", "subnational"),
}
ROLE = _numbered(ROLES) | {word.capitalize(): word for word in ROLES}
ORGANISATION_TYPE = {
    "10": "government",
    "11": "local government",
    "15": "other public sector",
    "21": "international ngo",
    "22": "national ngo",
    "23": "regional ngo",
    "24": "partner country based ngo",
    "30": "public private partnership",
    "40": "multilateral",
    "60": "foundation",
    "70": "private sector",
    "71": "private sector",
    "72": "private sector",
    "73": "private sector",
    "80": "academic",
    "90": "other",
}
TRANSACTION_TYPE = _numbered(TRANSACTION_TYPES) | {
    # IATI 1.0x
    "IF": "incoming funds",
    "C": "outgoing commitment",
    "D": "disbursement",
    "E": "expenditure",
    "IR": "interest payment",
    "LR": "loan repayment",
    "R": "reimbursement",
    "QP": "purchase of equity",
    "QS": "sale of equity",
    "CG": "credit guarantee",
}
BUDGET_TYPE = _numbered(BUDGET_TYPES) | {"Original": "original", "Revised": "revised"}
BUDGET_STATUS = _numbered(BUDGET_STATUSES)
EARMARKING = _numbered(EARMARKINGS)
RELATION = _numbered(RELATIONS)
MEASURE = _numbered(MEASURES)
RESULT_TYPE = {"1": "output", "2": "outcome", "3": "impact", "9": "other"}

START = ("2", "start-actual", "1", "start-planned")
END = ("4", "end-actual", "3", "end-planned")
"""ActivityDateType, the better first: what was, before what was planned."""

SECTOR_VOCABULARY = {
    "1": "dac",
    "2": "dac-3",
    "3": "cofog",
    "4": "nace",
    "5": "ntee",
    "6": "aiddata",
    "7": "sdg-goal",
    "8": "sdg-target",
    "9": "sdg-indicator",
    "10": "cluster",
    "11": "naics",
    "12": "un-function",
    "98": "own-2",
    "99": "own",
    # IATI 1.0x
    "DAC": "dac",
    "DAC-3": "dac-3",
    "COFOG": "cofog",
    "NACE": "nace",
    "NTEE": "ntee",
    "ADT": "aiddata",
    "RO": "own",
    "RO2": "own-2",
}
SECTOR_LIST = {
    "dac": "Sector",
    "dac-3": "SectorCategory",
    "sdg-goal": "UNSDG-Goals",
    "sdg-target": "UNSDG-Targets",
}
"""The code list that names the codes of a vocabulary; others are named by the file."""

TAG_VOCABULARY = {
    "1": "agrovoc",
    "2": "sdg-goal",
    "3": "sdg-target",
    "4": "team-europe",
    "5": "gfns",
    "99": "own",
}

UNSPECIFIED = "998"
DAC_REGION: Mapping[str, str] = {
    "88": "039",
    "89": "150",
    "189": "015",
    "289": "202",
    "298": "002",
    "380": "029",
    "389": "419",
    "489": "005",
    "498": "019",
    "589": "145",
    "619": "143",
    "679": "034",
    "689": "142",
    "789": "142",
    "798": "142",
    "889": "009",
    UNSPECIFIED: UNSPECIFIED,
    "1027": "014",
    "1028": "017",
    "1029": "018",
    "1030": "011",
    "1031": "029",
    "1032": "013",
    "1033": "054",
    "1034": "057",
    "1035": "061",
}
"""Regions of the OECD's Development Assistance Committee, each as the M49 region nearest to it.

Where M49 has none of that extent, the one around it: 689 and 789, South and
Central Asia and Far East Asia, are Asia; 389, the Caribbean and Central
America, is Latin America and the Caribbean.
"""
