"""What a further version of the directory would do to local lists (实施清单), told before it is published."""

from flows.views.people import Caller
from ui.components.markup import bullets, show, tag
from ui.components.messages import granted
from ui.session import service


def show_touched(who: Caller, code: str, text: str) -> None:
    """Those that would not follow come with why; nothing where there is none."""
    found = granted(service().local_editions.touched(who, code, text))
    if not found:
        return
    show(tag("p", f"涉及的实施清单（{len(found)} 份）", class_="once-label"))
    show(
        bullets(
            [
                f"{one.body_name}：不能跟随，改好之前按原来的办理。{'；'.join(one.unfit)}"
                if one.unfit
                else f"{one.body_name}：发布后随目录更新"
                for one in found
            ]
        )
    )
