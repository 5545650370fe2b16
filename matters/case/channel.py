"""How a filing came in that somebody else than the applicant handed in (提交方式): by mandate, or at the window."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Original(BaseModel):
    """Original 原件: of that material it was seen at the window, and kept there or given back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    material: str
    kept: bool


class ByMandate(BaseModel):
    """受托代办: filed by an agent, who was given this mandate for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["mandate"] = "mandate"
    mandate: str


class AtWindow(BaseModel):
    """窗口登记: the applicant came in person, and a clerk of the accepting office wrote it down."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["window"] = "window"
    originals: tuple[Original, ...] = ()


Channel = Annotated[ByMandate | AtWindow, Field(discriminator="kind")]
ChannelKind = Literal["mandate", "window"]
CHANNEL_NAMES: dict[ChannelKind, str] = {"mandate": "受托代办", "window": "窗口登记"}
