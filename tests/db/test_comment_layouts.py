"""The layouts of comment exports that come with the program."""

from db.comment_layouts import all_layouts


def test_every_layout_is_valid_and_named_by_its_file() -> None:
    assert {layout.key for layout in all_layouts()} >= {"plain", "regulations-gov"}
