"""What every row of a docket file is made of."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

OrgKind = Literal["ngo", "industry", "un_body", "igo", "academia", "state", "media"]


class Record(BaseModel):
    """Base of every row of a docket file: immutable, and an unknown column is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
