"""What somebody has chosen of notices, as the stub service knows it."""

from flows.views.news import NewsKindView, NewsSettings

NEWS = NewsSettings(
    kinds=(
        NewsKindView(kind="copies", name="抄送", about="供您知晓的办件", told=True),
        NewsKindView(kind="discussion", name="办理讨论", about="讨论意见", told=False),
    ),
    binding=("受理：关系您的权利。",),
    quiet_since=None,
    quiet_until=None,
    outside=False,
)
