"""What a field brings along by itself (自动带出): from the applicant's record, a register outside, or an earlier case."""

from typing import Annotated, Literal

from pydantic import Tag

from matters.language.quantities import by_key
from matters.language.vocabulary import Id, Part


class FromApplicant(Part):
    """What is on record of the applicant (申请人信息): name and telephone are offered, the others settle the answer."""

    applicant: Literal["person_name", "body_name", "post_name", "region_name", "phone"]


class FromRegister(Part):
    """Looked up in a register through a data interface (数据接口); the answer names its source."""

    interface: Id
    item: Id


class FromEarlierCase(Part):
    """Offered from the applicant's or body's earlier case (历史办件), for confirmation."""

    earlier_case: Literal["same_person", "same_body"]


Prefill = Annotated[
    Annotated[FromApplicant, Tag("applicant")]
    | Annotated[FromRegister, Tag("interface")]
    | Annotated[FromEarlierCase, Tag("earlier_case")],
    by_key("applicant", "interface", "earlier_case"),
]
