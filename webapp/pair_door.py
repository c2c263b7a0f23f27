"""The door into the pipeline through which the ties of one passage are made anew after a person's decision."""

import logging
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from sqlmodel import Session

from db.installed import docket_of
from db.settings import Settings

if TYPE_CHECKING:
    from pipeline.stage import Workshop


class PairAgain(Protocol):
    """`pair_door`: make the pairs of one passage anew, in the session's transaction."""

    def __call__(self, session: Session, settings: Settings, passage_id: int, /) -> None: ...


def pair_door(session: Session, settings: Settings, passage_id: int) -> None:
    """Pair through the pipeline. Where the label models are missing, the pairs wait for the next processing."""
    from pipeline.heads_folder import ModelError
    from pipeline.stages.pairing import pair_again

    try:
        pair_again(session, shop_of(settings), passage_id)
    except ModelError:
        logging.getLogger(__name__).warning("The pairs of passage %s wait for the next processing.", passage_id)


@lru_cache(maxsize=2)
def shop_of(settings: Settings) -> "Workshop":
    """The workshop of an installation, whose models are loaded once."""
    from pipeline.stage import Workshop

    return Workshop(settings, docket_of(settings))
