"""Settings: where they come from, and what is said of a wrong one."""

from pathlib import Path

import pytest

from db.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).parents[2]


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "travaux.toml").write_text('port = 8100\nhost = "127.0.0.2"\ncontact = "file@example.org"\n')
    monkeypatch.setenv("TRAVAUX_PORT", "8200")
    monkeypatch.setenv("TRAVAUX_HOST", "127.0.0.3")
    settings = load_settings(data=tmp_path, host="127.0.0.4")
    assert (settings.host, settings.port, settings.contact) == ("127.0.0.4", 8200, "file@example.org")


def test_the_file_is_read_from_the_folder_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "travaux.toml").write_text("port = 8100\n")
    monkeypatch.setenv("TRAVAUX_DATA", str(tmp_path))
    assert load_settings().port == 8100


@pytest.mark.parametrize(
    ("line", "said"),
    [("prot = 1", "prot"), ("port = 'x'", "port"), ("port = 99999", "port"), ("port = ", "travaux.toml")],
)
def test_a_wrong_line_is_named_with_its_remedy(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "travaux.toml").write_text(line)
    with pytest.raises(SettingsError, match=said):
        load_settings(data=tmp_path)


def test_every_setting_is_on_its_page_with_its_default() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert f"`{name}`" in page, name
        assert (field.description or "?") in page, name


def test_a_misspelt_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAVAUX_CRAWL_DELAI", "5")
    with pytest.raises(SettingsError, match="TRAVAUX_CRAWL_DELAI is no setting"):
        load_settings()


def test_an_empty_variable_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAVAUX_DATA", "")
    assert load_settings().data == Path("data")


def test_links_of_digests_lead_to_web_pages_only(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="base_url"):
        load_settings(data=tmp_path, base_url="javascript:alert(1)")
