"""How the signatures under a step are counted (表决)."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field

from matters.language.vocabulary import Part


class VoteBase(Part):
    """How signatures are counted (表决). `phrase`: how it reads.

    `by_share`: a share of votes or weights decides, so that an abstention (弃权) is a voice of its own. `in_turn`: whoever
    signs waits for the one before.
    """

    phrase: ClassVar[str]
    by_share: ClassVar[bool] = False
    in_turn: ClassVar[bool] = False


class VoteAll(VoteBase):
    """Everybody must sign (会签)."""

    phrase = "全部同意（会签）"

    rule: Literal["all"]


class VoteAny(VoteBase):
    """One is enough (或签)."""

    phrase = "一人同意即可（或签）"

    rule: Literal["any"]


class VoteRatio(VoteBase):
    """Passes at a share of all named votes, over 0 up to 1 (票签)."""

    phrase = "按比例通过（票签）"
    by_share = True

    rule: Literal["ratio"]
    share: Decimal = Field(gt=0, le=1)


class VoteInOrder(VoteBase):
    """One after another in list order (依次)."""

    phrase = "依次签署"
    in_turn = True

    rule: Literal["in_order"]


class Weight(Part):
    """The weight of one signer, by position in the list."""

    signer: int = Field(ge=1)
    weight: int = Field(ge=1, le=100)


class VoteWeighted(VoteBase):
    """Passes at a share of the weights (加权)."""

    phrase = "按权重通过（加权）"
    by_share = True

    rule: Literal["weighted"]
    weights: tuple[Weight, ...] = Field(min_length=1)
    share: Decimal = Field(gt=0, le=1)


AnyVote = VoteAll | VoteAny | VoteRatio | VoteInOrder | VoteWeighted
Vote = Annotated[AnyVote, Field(discriminator="rule")]
VOTES: tuple[type[VoteBase], ...] = get_args(AnyVote)
