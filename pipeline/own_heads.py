"""The heads of one installation: they learnt from the docket's examples and from what its people decided.

`travaux train` makes them, in the data folder. The flow never learns by itself, or each decision would change labels
that others are looking at; but heads that were made from other examples than now are made anew.
"""

import shutil
from collections.abc import Callable, Sequence

from sqlalchemy import Engine

from db.docket import Docket
from db.session import open_installation, reading
from db.settings import Settings
from db.teaching import Decided, decided_texts
from pipeline.current_heads import encoder_keys
from pipeline.examples import read_examples
from pipeline.heads import HeadsMissing, columns_of, load_heads
from pipeline.heads_folder import own_folder, trained_heads
from pipeline.lessons import objections_to
from pipeline.train import heads_version, train_heads

Say = Callable[[str], object]


def learn_from_people(settings: Settings, docket: Docket, say: Say) -> bool:
    """Make an installation's heads those of its present decisions; true when that changed them.

    Without any decision it has none of its own. Raises `DocketError` without examples.
    """
    folder, decided = own_folder(docket.key, settings.data), decisions_of(settings)
    for sentence in objections_to(read_examples(docket), decided, columns_of(docket)):
        say(sentence)
    if any(one.labels for one in decided):
        return _train(settings, docket, [one for one in decided if one.labels], say)
    if not folder.exists():
        return False
    shutil.rmtree(folder)
    say("Nothing is decided by people any more: the label models beside the code serve again.")
    return True


def refresh_own_heads(settings: Settings, docket: Docket, say: Say) -> bool:
    """Make an installation's heads anew where the examples have changed since; true when they were made."""
    if not own_folder(docket.key, settings.data).exists() or not docket.has_examples:
        return False
    if trained_heads(docket.key, settings.data).base == heads_version(
        docket, read_examples(docket), encoder_keys(docket)
    ):
        return False
    return learn_from_people(settings, docket, say)


def _train(settings: Settings, docket: Docket, decided: Sequence[Decided], say: Say) -> bool:
    examples = read_examples(docket)
    try:
        if load_heads(docket, settings.data).version == heads_version(docket, examples, encoder_keys(docket), decided):
            return False
    except HeadsMissing:
        pass
    say(f"Training this installation's label models on {len(examples)} examples and {len(decided)} passages that "
        "people decided on ...")  # fmt: skip
    train_heads(docket, examples, folder=own_folder(docket.key, settings.data), decided=decided)
    return True


def decisions_of(settings: Settings) -> tuple[Decided, ...]:
    """What the people of an installation decided; nothing where there is no installation."""
    engine = _existing(settings)
    if engine is None:
        return ()
    try:
        with reading(engine) as session:
            return decided_texts(session)
    finally:
        engine.dispose()


def _existing(settings: Settings) -> Engine | None:
    if not settings.database_url and not (settings.data / "travaux.db").exists():
        return None
    return open_installation(settings, create=False)
