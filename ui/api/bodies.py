"""What the body of a request is made of where the service has no name for it: its parts, and nothing besides."""

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """Base of the bodies; a part that is not described is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
