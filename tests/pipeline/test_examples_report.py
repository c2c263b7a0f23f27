"""What the examples are: counts, variety, and copies that a reader of the file would not see."""

import json

import pytest
from click.testing import CliRunner

from db.docket import load_docket
from db.settings import Settings
from pipeline.commands_quality import examples as command
from pipeline.examples import read_examples
from pipeline.examples_report import report_examples, tokens_of
from tests.pipeline.labelling import docket, example


def test_counts_are_by_label_and_origin() -> None:
    rows = [
        example(1, "One text here.", concerns=["scope", "gender"]),
        example(2, "Un autre.", language="fr", stance="support"),
    ]
    found = report_examples(rows, docket())
    assert (found.examples, found.concerns["scope"], found.concerns["process"]) == (2, 1, 0)
    assert found.stances == {"objection": 1, "recommendation": 0, "support": 1, "neutral": 0}
    assert found.languages == {"en": 1, "fr": 1} and found.org_kinds == {"ngo": 2}
    assert (found.words, found.different_words) == (5, 5)


def test_a_filled_mould_is_found() -> None:
    mould = "The delegation of {} regretted that nobody had asked the public before closing the doors"
    rows = [example(n, mould.format(name)) for n, name in enumerate(("Norland", "Sudmark"))]
    found = report_examples(rows, docket())
    assert found.near_copies_count == 1 and found.near_copies[0][:2] == ("t0", "t1")
    assert found.examples_with_shared_runs == 2
    assert "regretted that nobody had asked" in [run.words for run in found.most_shared]


def test_terms_of_art_are_no_copies() -> None:
    name = load_docket("un-cybercrime").name
    rows = [example(1, f"Nobody here likes {name}."), example(2, f"{name} was signed in winter.")]
    assert report_examples(rows, docket()).shared_runs == 0


def test_chinese_runs_are_counted_by_characters() -> None:
    rows = [
        example(1, "公约没有规定独立的司法监督和有效的救济。", language="zh"),
        example(2, "我们认为公约没有规定独立的司法监督。", language="zh"),
    ]
    assert report_examples(rows, docket()).near_copies_count == 1


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("Don’t stop.", ("don’t", "stop")), ("公约abc", ("公", "约", "abc")), ("🙂", ()), ("", ())],
)
def test_words_are_cut_in_any_script(text: str, tokens: tuple[str, ...]) -> None:
    assert tokens_of(text) == tokens


def test_the_docket_s_examples_do_not_copy_each_other() -> None:
    found = report_examples(read_examples(docket()), docket())
    assert found.examples >= 1200
    assert found.examples_with_shared_runs / found.examples < 0.05
    assert found.near_copies_count <= 5


def test_the_command_prints_the_report() -> None:
    ran = CliRunner().invoke(command, ["--json"], obj=Settings())
    report = json.loads(ran.stdout)
    assert report["contradictions"] == [] and report["examples"] == len(read_examples(docket()))
    assert "near copies" in CliRunner().invoke(command, [], obj=Settings()).stdout
