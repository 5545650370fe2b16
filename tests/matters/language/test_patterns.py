"""Patterns: what an administrator writes is judged within bounds or refused with a mend; published ones mean what they meant."""

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matters.language.document import Definition
from matters.language.form import TextField
from matters.language.patterns import MOST_CHARACTERS, fits, pattern_problem
from matters.language.places import parts

LONGEST = 400  # characters of a line of text
SAMPLES = (
    "样A12345",
    "样A1234警",
    "使123456",
    "样AD12345",
    "样I12345",
    "A12345",
    "样a12345",
    "",
    "样A1234",
    "样A1234567",
    "使12345",
    "LSVAA4182E2123456",
    "LSVAA4182E212345",
    "LSVAO4182E2123456",
    "1HGCM82633A004352",
    "龥Z00000",
    "一A00000",
    "样A12345\n",
)


def test_published_patterns_mean_what_they_meant(every_version: tuple[Definition, ...]) -> None:
    """Each text that fitted fits, and no other; told by the judge of before."""
    written = [
        part for matter in every_version for _, part in parts(matter) if isinstance(part, TextField) and part.pattern
    ]
    assert written
    for field in written:
        assert pattern_problem(field.pattern) is None
        for text in (*SAMPLES, *(sample[:n] for sample in SAMPLES for n in range(1, len(sample)))):
            assert field.fits(text) is (re.fullmatch(field.pattern, text) is not None), (field.pattern, text)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a|a)*",
        "(a|aa)+",
        "(.*)*b",
        "(a?){90}a{90}",
        "([a-z]+)*[0-9]",
        "(x{1,30}){1,30}y",
        "(?i)(.*[a-z].{1,60}){2}$z",
        "([一-龥]|[A-Z]|\\d){1,200}z",
        "(.*a.{60})+",
    ],
)
def test_no_answer_holds_the_process_up(pattern: str) -> None:
    """Each would take a backtracking judge longer than anybody waits."""
    assert pattern_problem(pattern) is None
    for text in ("a" * (LONGEST - 1) + "!", "x" * LONGEST, "汉" * LONGEST, "ab" * (LONGEST // 2)):
        began = process_time()
        fits(pattern, text)
        assert process_time() - began < 0.05, (pattern, text[:4])


@pytest.mark.parametrize(
    ("pattern", "mend"),
    [
        ("(?=A).*", "向前看"),
        ("(?!A).*", "排除"),
        ("(?<=A)B", "向后看"),
        (r"(A)\1", "不能引用前面的内容"),
        ("(?P=name)", "请改用普通的括号"),
        (r"A\Z", "请直接写出允许的字符"),
        ("A{,3}", "请写作“{0,n}”"),
        ("[Z-A]", "小的在前"),
        ("(A", "请补上“)”"),
        ("A)", "请删去多余的“)”"),
        ("[A", "请补上“]”"),
        ("*A", "请更正"),
        ("A**", "请只留一个"),
        ("A{1001}", "请更正"),
        ("[一-龥A-Z]{900}[一-龥A-Z]{900}", "请减少花括号中的次数"),
        ("A" * (MOST_CHARACTERS + 1), "请精简"),
    ],
)
def test_what_cannot_be_judged_by_is_refused_with_a_mend(pattern: str, mend: str) -> None:
    """In Chinese; and should it stand in a form all the same, it asks for nothing."""
    said = pattern_problem(pattern)
    assert said
    assert mend in said
    assert fits(pattern, "甲")


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="()[]{}|*+?.^$\\,-:=!<>P0123459aAdwsbZ汉\ud800\n", max_size=MOST_CHARACTERS + 5))
def test_nonsense_is_refused_or_judged_and_never_a_fault(pattern: str) -> None:
    """Whatever is typed, with its mend in Chinese; what is refused asks for nothing."""
    began = process_time()
    said = pattern_problem(pattern)
    fitting = fits(pattern, "a汉1" * (LONGEST // 3))
    assert process_time() - began < 0.2
    assert said is None or ("请" in said and fitting)
