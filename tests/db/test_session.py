"""Opening an installation: migrated, guarded, safe to open twice."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlmodel import SQLModel, select

from db.models import Installation, Organisation
from db.session import (
    HEAD,
    InstallationError,
    current_migration,
    make_engine,
    migrate,
    open_installation,
    reading,
    writing,
)
from db.settings import Settings


def test_a_new_installation_has_every_table_and_the_newest_migration(tmp_path: Path) -> None:
    engine = open_installation(Settings(data=tmp_path))
    assert set(SQLModel.metadata.tables) <= set(inspect(engine).get_table_names())
    assert current_migration(engine) == HEAD


def test_the_migrations_make_exactly_the_models(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = open_installation(Settings(data=tmp_path))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_object": lambda _o, n, k, _r, _c: not (k == "table" and n.startswith("passage_words"))},
        )
        assert compare_metadata(context, SQLModel.metadata) == []


def test_head_is_what_alembic_says() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[2] / "db" / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_pragmas_are_set(tmp_path: Path) -> None:
    engine = open_installation(Settings(data=tmp_path))
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_another_dockets_folder_is_not_opened(tmp_path: Path) -> None:
    open_installation(Settings(data=tmp_path))
    with pytest.raises(InstallationError, match="belongs to the docket 'un-cybercrime'"):
        open_installation(Settings(data=tmp_path, docket="another"))


def test_without_create_a_missing_installation_is_an_error_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(InstallationError, match="travaux import"):
        open_installation(Settings(data=tmp_path / "none"), create=False)
    assert not (tmp_path / "none").exists()


def test_a_database_of_a_newer_travaux_is_left_alone(tmp_path: Path) -> None:
    engine = open_installation(Settings(data=tmp_path))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InstallationError, match="newer"):
        migrate(engine)


def test_a_path_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "travaux.db").write_bytes(b"this is not a database" * 100)
    with pytest.raises(InstallationError, match="could not be opened"):
        open_installation(Settings(data=tmp_path))


def test_writing_is_all_or_nothing(tmp_path: Path) -> None:
    engine = open_installation(Settings(data=tmp_path))
    with pytest.raises(RuntimeError), writing(engine) as session:
        session.add(Organisation(slug="sample", name="Sample"))
        raise RuntimeError("killed")
    with reading(engine) as session:
        assert session.exec(select(Organisation)).all() == []
        assert len(session.exec(select(Installation)).all()) == 1


def test_many_writers_wait_for_each_other(tmp_path: Path) -> None:
    import threading

    engine = open_installation(Settings(data=tmp_path))

    def add(number: int) -> None:
        with writing(engine) as session:
            count = len(session.exec(select(Organisation)).all())
            session.add(Organisation(slug=f"sample-{number}", name=f"Sample {number} after {count}"))

    threads = [threading.Thread(target=add, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine) as session:
        assert len(session.exec(select(Organisation)).all()) == 20


def test_a_database_elsewhere_is_used_when_named(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    open_installation(Settings(data=tmp_path / "data", database_url=url))
    assert current_migration(make_engine(url)) == HEAD


@pytest.mark.parametrize("url", ["nonsense", "nosuch://u:secret@host/name"])
def test_a_database_address_that_cannot_be_used_is_a_sentence_without_its_password(url: str) -> None:
    with pytest.raises(InstallationError, match="TRAVAUX_DATABASE_URL") as caught:
        make_engine(url)
    assert "secret" not in str(caught.value)


def test_a_data_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InstallationError, match=r"could not be made: .* Choose another with --data"):
        open_installation(Settings(data=tmp_path / "file" / "data"))
