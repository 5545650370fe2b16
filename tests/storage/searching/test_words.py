"""Words of cases: what is known by what, and that nobody reads it from the table."""

from sqlmodel import select

from storage import vault
from storage.database import Database
from storage.searching import words
from storage.searching.words import PaperNumber, Words, papers_in
from storage.tables.cases import CaseWord
from tests.storage.samples import VAULT, begun

OURS = VAULT.words


def test_a_part_of_a_text_is_known_by_words_of_the_whole() -> None:
    """Neighbouring characters of any part; Latin words and numbers whole; full-width as half-width, capitals as small letters."""
    whole = OURS.of_text("２０２６年度 GIS 平台（二期）验收")
    for part in ("年度", "平台", "gis", "2026", "二期", "验收", "ＧＩＳ平台"):
        assert OURS.of_text(part) <= whole
    for other in ("度平", "GI", "026", "收验"):
        assert not OURS.of_text(other) <= whole
    assert OURS.of_text("台") == OURS.of_text("%_") == frozenset()


def test_a_long_text_is_known_by_its_beginning() -> None:
    """Each character costs bytes: of a text only so many are searched."""
    known = OURS.of_case("C1", "车" * words.MOST_TEXT + "尾巴")
    assert OURS.of_text("车车") <= known
    assert not OURS.of_text("尾巴") <= known


def test_a_number_is_known_by_any_four_digits_of_its_tail() -> None:
    """Month, day, serial and check digit; what thousands share is no word."""
    known = OURS.of_case("2201020032026113000427", "")
    assert all(OURS.of_part(part) in known for part in ("1130", "20261130", "000427", "0042", "2026113000042"))
    assert not any(OURS.of_part(part) in known for part in ("2201", "2026", "9999"))


def test_a_document_number_is_read_however_its_brackets_are_typed() -> None:
    """Of square, round and turtle-shell brackets, full-width or not, each is the same number; the rest is told apart."""
    for typed in (
        "样机管〔2026〕3号",
        "样机管[2026]3号",
        "样机管［２０２６］３号",
        "样机管（2026）第3号",
        "样机管〔2026〕3",
    ):
        assert papers_in(typed) == ((PaperNumber("样机管", "2026", "3"),), " ")
        assert OURS.of_paper(typed) == OURS.of_paper("〔2026〕3号") != OURS.of_paper("〔2026〕33号")
    assert papers_in("会审 [2026]3号") == ((PaperNumber("", "2026", "3"),), "会审  ")
    assert papers_in("第3号") == ((), "第3号")


def test_words_of_another_key_say_nothing() -> None:
    """Whoever has the table and not the key cannot try out what stands in it."""
    assert Words(b"another").of_text("离婚诉讼").isdisjoint(OURS.of_text("离婚诉讼"))


def test_nothing_leads_to_a_case_whose_key_is_destroyed(database: Database) -> None:
    """Its words go with its key; those of others stay."""
    with database.transaction() as session:
        gone, kept = begun(session, "C1"), begun(session, "C2")
        vault.destroy(session, gone.id)
        assert set(session.exec(select(CaseWord.case_id))) == {kept.id}
        assert words.is_known(session, kept.id, OURS.of_text("印章"))
