"""What headings and cells say, in words of six languages."""

# ruff: noqa: E501 - the table of headings is read by its rows

from __future__ import annotations

import re

WORDS: tuple[tuple[str, str], ...] = (
    (r"(project|activity|grant|contract)?[ -]*(id|code|number|ref(erence)?|identifier|no)\.?|@id|record id|uuid|iati.identifier|n°"
     r"|(code|référence|n°|numéro)( du| de l.)? ?(projet|activité)|(código|codigo|referencia|número)( del?)?( la)? (proyecto|actividad)|código|référence|referencia", "activities.id"),
    (r"(project|activity|programme)?[ -]*(title|name)|project|activity|titre( du projet)?|intitulé( du projet)?|nom du projet|projet|activité"
     r"|nombre del proyecto|título( del proyecto)?|proyecto|actividad|عنوان|назван\w*|标题|名称", "activities.title"),
    (r".*(description|summary|objective|objectif|objetivo)s?|résumé|descripción|resumen|описание", "activities.summary"),
    (r"(project |activity )?(status|state)|statut( du projet| de l.activité)?|état( d.avancement)?|estado( del proyecto| de la actividad)?", "activities.status"),
    (r"(transaction|payment|disbursement|expenditure|value)[ -]*date|date (of|de|du) (the |la )?(transaction|payment|paiement|disbursement|décaissement|expenditure|pago)|date|fecha", "transactions.date"),
    (r".*(currency|devise|monnaie|moneda|валюта).*", "transactions.currency"),
    (r".*(planned|prévu|previst|forecast).*", ""),
    (r".*start.*date|.*date.*start|start|from|begins?|(date )?(de |du )?(début|démarrage)( du projet)?|(fecha )?(de )?(inicio|comienzo)( del proyecto)?|начало", "activities.start_date"),
    (r".*\bend(ing)?\b.*date|.*date.*\bend\b|end|to|until|(date )?(de |du )?(fin|clôture)( du projet)?|(fecha )?(de )?(fin|finalización|cierre|término)( del proyecto)?|конец", "activities.end_date"),
    (r".*(country|countries|pays|país|países|страна|国家|البلد).*", "places.country"),
    (r"(region|région|región|регион)s?|regiones", "places.place"),
    (r".*(sector|theme|cluster|thématique|thème|secteur).*|temas?|((oecd|dac|crs)[ /-]*)+(purpose )?(codes?)?|purpose( codes?)?|code-objet", "themes.code"),
    (r".*(donor|funder|funding (agency|source|org)|bailleur|source de financement|fuente de financia|donante|donateur|донор).*", "organisations.name=funding"),
    (r".*(partner|implement|organi[sz]a[tc]i[oó]n|agency|organisme|partenaire|\bsocios?\b|contraparte|ejecutor).*", "organisations.name=implementing"),
    (r".*(revised|révisé|revisado).*(budget|presupuesto).*|.*(budget|presupuesto).*(revised|révisé|revisado).*", "budgets.value=revised"),
    (r".*(budget|presupuesto|бюджет).*", "budgets.value=original"),
    (r".*(disburse|décaiss|desembols).*", "transactions.value=disbursement"),
    (r".*(spent|expenditure|dépens|gasto).*", "transactions.value=expenditure"),
    (r".*(received|income|incoming|funds in).*", "transactions.value=incoming funds"),
    (r"(name of )?(the )?indicat(or|eur)( name)?|indicador", "results.indicator"),
    (r"units?( of measure)?|unité( de mesure)?|unidad( de medida)?", "results.unit"),
    (r".*\b(baseline|valeur de référence|línea de base)\b.*", "results.baseline"),
    (r".*\b(target|targeted|cible|metas?)\b.*", "results.target"),
    (r"(actual|achieved|réalisé|atteint|alcanzado|logrado)( value)?", "results.actual"),
    (r"(number of |no\.? of |# of |nombre de |número de |total )?(people|persons|individuals|survivors|victims|patients|clients|cases|incidents|refugees|households|rescapé(e)?s|survivantes|victimes|cas|incidents|personnes|sobrevivientes|víctimas|casos|incidentes|personas)"
     r"( of (gbv|violence|trafficking|rape|abuse))?( (served|assisted|supported|helped|treated|trained|reported|recorded|identified|referred|aidée?s|assistée?s|soutenu(e)?s|formée?s|signalé(e)?s|atendid[oa]s|asistid[oa]s|apoyad[oa]s|capacitad[oa]s|registrad[oa]s))?", "results.actual"),
    (r"(survivors|victims|survivantes|rescapée?s|victimes|sobrevivientes|víctimas)\b.*", "results.actual"),
    (r"sex|gender|sexe|genre|sexo|género|пол|الجنس|性别", "results.sex"),
    (r"age([ -](group|band|range))?|ages|(groupe|tranche) d.âge|âge|(grupo|rango) de edad|edad|возраст|العمر|年龄", "results.age"),
    (r"(number of |nombre de |número de )?(women|females?|femmes|mujeres)( (reached|served|assisted|supported|trained)| atteintes| alcanzadas)?", "results.actual=female"),
    (r"(number of |nombre d.|número de )?(men|males?|hommes|hombres)( (reached|served|assisted|supported|trained)| atteints| alcanzados)?", "results.actual=male"),
    (r".*(reached|beneficiar|bénéficiaires|beneficiarios|participants|participantes|personnes atteintes|personas alcanzadas).*", "results.actual"),
)  # fmt: skip
"""Headings in six languages, as whole texts without capitals, and what they usually are."""

LONG = 200
"""Signs of a heading or a cell that are looked at: patterns may take the square of it."""

STATUSES = {
    "pipeline": r"planned|planifiée?|prévue?|planificad[oa]|previst[oa]|en préparation",
    "implementation": r"ongoing|on-going|active|in progress|implementing|en cours|en curso|en ejecución|activ[oa]",
    "closed": r"completed?|finished|ended|terminée?|achevée?|clôturée?|fini[e]?|finalizad[oa]|terminad[oa]|concluid[oa]|cerrad[oa]",
    "cancelled": r"canceled|annulée?|cancelad[oa]",
    "suspended": r"on hold|suspendue?|suspendid[oa]",
}
"""What people call the states of an activity."""


def has_codes(heading: str) -> bool:
    """Say whether a heading is one of codes or addresses, and not of names."""
    return bool(
        re.search(r"(?<![^\W_])(code|id|ref|iso\d?|url)s?(?![^\W_])", heading[-LONG:], re.I)
    )


def says_id(heading: str) -> bool:
    """Say whether a heading is that of an id, in a survey's export too."""
    return heading.lstrip("@ ") in ("id", "record id", "uuid")
