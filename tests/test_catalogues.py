"""The catalogues: complete in six languages, a project's own before them, a seventh beside them."""

from __future__ import annotations

import datetime as dt
import gettext
import re
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from briefpress import catalogues, config, language, starter, wordcheck
from briefpress.errors import ProjectError
from briefpress.language import Names
from briefpress.locale import update
from briefpress.press.build import build
from briefpress.press.progress import Reporter

ROOT = Path(__file__).parents[1]
LANGUAGES = ("ar", "es", "fr", "ru", "zh")
FORMS = {"ar": 6, "es": 2, "fr": 2, "ru": 3, "zh": 1}
NAMES = Names({"prevention": "Prevention"}, {"EU": "European Union"})
each_language = pytest.mark.parametrize("code", LANGUAGES)


def path_of(code: str) -> Path:
    return catalogues.FOLDER / code / "LC_MESSAGES/briefpress.po"


def read(path: Path, code: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=code)


def settings_in(code: str) -> str:
    settings = (ROOT / "briefs.toml").read_text(encoding="utf-8")
    return starter.english(settings).replace('["en"]', f'["{code}"]')


def keys(catalogue: Catalog) -> set[object]:
    return {(message.context, message.id) for message in catalogue if message.id}


@pytest.fixture(scope="module")
def template() -> Catalog:
    return read(catalogues.FOLDER / "briefpress.pot")


def test_the_six_languages_of_the_united_nations_are_there() -> None:
    assert catalogues.languages() == ("en", *LANGUAGES)


def test_the_template_has_the_messages_of_today(tmp_path: Path) -> None:
    out = tmp_path / "now.pot"
    options = "--keyword pgettext:1c,2 --add-location file --sort-output --omit-header"
    command = ["extract", "--mapping", "babel.toml", *options.split(), "--output", str(out), "."]
    run = [sys.executable, "-m", "babel.messages.frontend", *command]
    subprocess.run(run, cwd=ROOT, check=True, capture_output=True)
    kept = (catalogues.FOLDER / "briefpress.pot").read_text(encoding="utf-8")
    assert kept == out.read_text(encoding="utf-8"), "run 'make messages'"


@each_language
def test_a_catalogue_has_every_message_and_no_other(code: str, template: Catalog) -> None:
    catalogue = read(path_of(code), code)
    assert keys(catalogue) == keys(template), "run 'make messages', then translate"
    assert not catalogue.obsolete
    for message in catalogue:
        if message.id:
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(forms), f"not translated: {message.id}"
            assert not message.fuzzy, f"not looked at: {message.id}"


def test_no_message_is_printed_both_with_a_number_and_without() -> None:
    """A catalogue has one entry for both, in which gettext() finds no words: English is printed."""
    mappings = tomllib.loads((ROOT / "babel.toml").read_text(encoding="utf-8"))["mappings"]
    forms: dict[tuple[str | None, str], set[bool]] = {}
    for mapping in mappings:
        options = {key: mapping[key] for key in ("silent", "trimmed") if key in mapping}
        patterns = mapping["pattern"]
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            methods = [(pattern, mapping["method"])]
            for _, _, found, _, context in extract_from_dir(ROOT, methods, {pattern: options}):
                message, counted = (found, False) if isinstance(found, str) else (found[0], True)
                forms.setdefault((context, message), set()).add(counted)
    assert len(forms) > 100
    assert [message for message, both in forms.items() if len(both) > 1] == []


# Imprimerie nationale: a no-break space before a colon and inside guillemets, a narrow one
# before ; ! ? and, with CLDR, one of the two before %.
SPACED = re.compile(r"(?<![\u202f])[;!?]|(?<!\u00a0)[:»]|«(?!\u00a0)|(?<![\u00a0\u202f])%")


@pytest.mark.parametrize(
    ("words", "right"),
    [("Source\u00a0: a\u202f; b", True), ("Source : a", False), ("a ; b", False), ("a; b", False),
     ("«\u00a0a\u00a0»", True), ("« a »", False), ("12\u202f%", True), ("12 %", False)],
)  # fmt: skip
def test_french_marks_have_their_spaces(words: str, right: bool) -> None:
    assert (SPACED.search(words) is None) == right


def test_the_french_catalogue_has_the_spaces_of_french() -> None:
    wrong = []
    for message in read(path_of("fr"), "fr"):
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id:
            bare = (re.sub(r"<[^>]*>|%\(\w+\)[sd]|https?:|&\w+;", "", form) for form in forms)
            wrong += [form for form in bare if SPACED.search(form)]
    assert wrong == []


@each_language
def test_a_catalogue_has_the_names_the_tags_and_the_forms_of_its_messages(code: str) -> None:
    assert read(path_of(code), code).num_plurals == FORMS[code]
    assert wordcheck.mistakes(path_of(code), code, code) == []


@each_language
def test_a_catalogue_is_as_make_messages_writes_it(code: str, template: Catalog) -> None:
    assert update.updated(path_of(code), template, code) == path_of(code).read_bytes()


def test_a_new_message_is_left_open_and_an_old_one_goes(template: Catalog) -> None:
    changed = Catalog()
    for message in template:
        if message.id and message.id != "Themes":
            changed.add(message.id, context=message.context)
    changed.add("Entirely new")
    out = update.updated(path_of("fr"), changed, "fr").decode()
    assert 'msgid "Entirely new"\nmsgstr ""\n' in out
    assert '"Themes"' not in out


@each_language
def test_every_message_can_be_printed_with_any_number(code: str, template: Catalog) -> None:
    words, translated = catalogues.catalogue(code), read(path_of(code), code)
    for message in template:
        if isinstance(message.id, tuple):
            for number in (0, 1, 2, 3, 5, 11, 21, 100, 101, 1_000_000):
                assert words.ngettext(*message.id, number) in translated[message.id].string


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ru", {1: "мероприятие", 2: "мероприятия", 5: "мероприятий", 11: "мероприятий",
                21: "мероприятие", 112: "мероприятий", 0: "мероприятий"}),
        ("ar", {0: "نشاط", 1: "نشاط", 2: "نشاطان", 3: "أنشطة", 10: "أنشطة", 11: "نشاطا",
                99: "نشاطا", 100: "نشاط", 102: "نشاط", 103: "أنشطة"}),
        ("fr", {0: "activité", 1: "activité", 2: "activités"}),
    ],
)  # fmt: skip
def test_a_noun_has_the_form_of_its_number(code: str, said: dict[int, str]) -> None:
    text = language.text(code, NAMES)
    assert {number: text.ngettext("activity", "activities", number) for number in said} == said


def test_two_readings_of_one_catalogue_are_one() -> None:
    assert catalogues.catalogue("fr") is catalogues.catalogue("fr")


# A project's own


def put(root: Path, name: str, *messages: str) -> None:
    path = root / "locale" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(messages) + "\n", encoding="utf-8")


def said(message: str, words: str, context: str = "") -> str:
    before = f'msgctxt "{context}"\n' if context else ""
    return f'{before}msgid "{message}"\nmsgstr "{words}"'


@pytest.mark.parametrize("name", ["fr.po", "fr/LC_MESSAGES/messages.po"])
def test_a_projects_message_goes_before_the_engines(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, said("Themes", "Axes de travail"))
    text = language.text("fr", NAMES, tmp_path)
    assert text.gettext("Themes") == "Axes de travail"
    assert text.gettext("Donors") == "Donateurs"
    assert language.text("fr", NAMES).gettext("Themes") == "Thèmes"


def test_a_project_can_replace_english_words_too(tmp_path: Path) -> None:
    put(tmp_path, "en.po", said("Themes", "Lines of work"))
    text = language.text("en", NAMES, tmp_path)
    assert (text.gettext("Themes"), text.gettext("Donors")) == ("Lines of work", "Donors")


def test_a_catalogue_that_is_changed_is_read_again(tmp_path: Path) -> None:
    for words in ("Axes", "Domaines"):
        put(tmp_path, "fr.po", said("Themes", words))
        assert language.text("fr", NAMES, tmp_path).gettext("Themes") == words


def test_a_project_translates_its_datas_names_and_chooses_those_of_places(tmp_path: Path) -> None:
    put(
        tmp_path,
        "es.po",
        said("Prevention", "Prevención", "theme name"),
        said("European Union", "Unión Europea", "organisation name"),
        said("PAK", "en Pakistán", "in a place"),
        said("CZE", "República Checa", "place"),
    )
    text = language.text("es", NAMES, tmp_path)
    assert (text.theme("prevention"), text.organisation("EU")) == ("Prevención", "Unión Europea")
    assert (text.within("PAK"), text.within("IND")) == ("en Pakistán", "en la India")
    assert (text.place("CZE"), text.place("PAK")) == ("República Checa", "Pakistán")
    assert text.of_data("own text", "") == ""


PORTUGUESE = {
    (None, ("activity", "activities")): ("atividade", "atividades"),
    (None, "Country fact sheet"): "Ficha de país",
    ("in a place", "in {place}"): "em {place}",
    ("amount of money", "US$\u00a0{number}"): "US$\u00a0{number}",
}


@pytest.fixture
def portuguese(tmp_path: Path, template: Catalog) -> Path:
    """A project with a seventh language; what is not Portuguese in it is only marked."""
    catalogue = Catalog(locale="pt")
    for message in template:
        if message.id:
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            marked = tuple(f"{form}§" for form in forms)
            known = PORTUGUESE.get((message.context, message.id))
            words = known or (marked if len(marked) > 1 else marked[0])
            catalogue.add(message.id, words, context=message.context)
    catalogue.add("PHL", "nas Filipinas", context="in a place")
    (tmp_path / "locale").mkdir()
    with (tmp_path / "locale/pt.po").open("wb") as file:
        write_po(file, catalogue)
    return tmp_path


def test_a_seventh_language_needs_nothing_but_its_catalogue(portuguese: Path) -> None:
    assert "pt" in catalogues.languages(portuguese)
    assert wordcheck.mistakes(portuguese / "locale/pt.po", "pt", "pt.po") == []
    text = language.text("pt", NAMES, portuguese)
    assert text.gettext("Country fact sheet") == "Ficha de país"
    assert text.ngettext("activity", "activities", 2) == "atividades"
    assert text.number(1234567) == "1.234.567"
    assert text.date(dt.date(2024, 12, 31)) == "31 de dezembro de 2024"
    assert text.listing(["a", "b", "c"]) == "a, b e c"
    assert text.money(Decimal(1000), "USD") == "US$\u00a01.000"
    assert text.direction == "ltr"


def test_places_of_a_seventh_language_are_cldrs_unless_these_are_not_the_uns(
    portuguese: Path,
) -> None:
    text = language.text("pt", NAMES, portuguese)
    assert (text.place("PAK"), text.within("PAK")) == ("Paquistão", "em Paquistão")
    assert text.within("PHL") == "nas Filipinas"
    assert text.place("002") == "África"
    assert text.place("PSE") == "State of Palestine"  # CLDR: Territórios palestinos


def test_a_seventh_language_is_built(portuguese: Path) -> None:
    (portuguese / "briefs.toml").write_text(settings_in("pt"), encoding="utf-8")
    for name in ("data", "charts", "templates"):
        (portuguese / name).symlink_to(ROOT / name)
    out = portuguese / "build"
    outcome = build(config.load(portuguese), out, ["country/PAK"], 1, Reporter())
    assert (outcome.failed, outcome.made) == ({}, ["country/PAK/pt"])
    with pypdfium2.PdfDocument(out / "country/PAK-pakistan.pt.pdf") as pdf:
        words = " ".join(pdf[0].get_textpage().get_text_range().split())
    for said in ("Ficha de país", "Paquistão", "atividades", "em Paquistão"):
        assert said in words


# What is wrong


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        ([said("{number}%", "{zahl}%")], "there is no 'zahl' in the English message"),
        ([said("{number}%", "%")], "its 'number' is missing"),
        ([said("Data as of %(date)s", "Données")], "its 'date' is missing"),
        ([said('Facts<span class=\\"heard\\">: %(title)s</span>', "%(title)s")], "its HTML"),
        (['msgid "activity"\nmsgid_plural "activities"\nmsgstr[0] "activité"'], "all of its 2"),
        (["msgid Themes"], "is no catalogue"),
    ],
)
def test_a_mistake_in_a_projects_catalogue_is_said_with_its_line(
    tmp_path: Path, messages: list[str], found: str
) -> None:
    put(tmp_path, "fr.po", *messages)
    toml = (ROOT / "briefs.toml").read_text(encoding="utf-8").replace('["en"]', '["fr"]')
    (tmp_path / "briefs.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "data").mkdir()
    with pytest.raises(ProjectError) as error:
        config.load(tmp_path)
    assert "locale/fr.po, line 1: " in str(error.value)
    assert found in str(error.value)


def test_a_language_that_cldr_does_not_know_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "tlh.po", said("Themes", "mu'mey"))
    (tmp_path / "briefs.toml").write_text(settings_in("tlh"), encoding="utf-8")
    (tmp_path / "data").mkdir()
    with pytest.raises(ProjectError, match="'tlh' is no language that CLDR knows"):
        config.load(tmp_path)


def test_a_message_that_is_not_translated_is_no_mistake_but_stays_english(tmp_path: Path) -> None:
    put(tmp_path, "pt.po", said("Themes", ""))
    assert wordcheck.mistakes(tmp_path / "locale/pt.po", "pt", "pt.po") == []
    assert language.text("pt", NAMES, tmp_path).gettext("Themes") == "Themes"


def test_a_form_for_one_number_need_not_have_that_number() -> None:
    catalogue = Catalog(locale="es")
    catalogue.add(("One brief", "{count} briefs"), ("Una ficha", "{count} fichas"))
    (message,) = [message for message in catalogue if message.id]
    assert list(wordcheck.wrong(message, catalogue)) == []
    message.string = ("Una ficha", "fichas")
    assert list(wordcheck.wrong(message, catalogue)) == ["'{count} briefs': its 'count' is missing"]


def test_there_is_no_catalogue_of_klingon() -> None:
    assert isinstance(catalogues.catalogue("en"), gettext.NullTranslations)
    with pytest.raises(FileNotFoundError, match="tlh"):
        catalogues.catalogue("tlh")


@each_language
def test_a_message_with_plural_forms_is_found_without_a_count_too(code: str) -> None:
    words = catalogues.catalogue(code)
    for message in read(path_of(code), code):
        if message.id and message.pluralizable:
            one = message.id[0]
            found = words.pgettext(message.context, one) if message.context else words.gettext(one)
            assert found in message.string, one
