"""What cannot be undone is asked first."""

from streamlit.testing.v1 import AppTest


def asking() -> None:
    """A page with one such act."""
    import streamlit as st

    from ui.components.asking import ask_first

    done: list[str] = st.session_state.setdefault("done", [])
    ask_first("停用", "停用后不能再登录。", "p1.disable", done.append, "p1")


def test_the_question_stands_above_the_button_that_does_it() -> None:
    """The button that unfolds it does nothing; afterwards the question is another one, so that it is folded up."""
    page = AppTest.from_function(asking).run()
    assert [button.label for button in page.button] == ["确认停用"]
    assert "停用后不能再登录。" in str(page.html[0].value)
    page.button(key="p1.disable").click().run()
    assert page.session_state["done"] == ["p1"]
    assert page.session_state["p1.disable.turn"] == 1
