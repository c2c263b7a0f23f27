"""Topics of 1,200 passages: the floors are those of the whole benchmark, on 10,000."""

from benchmarks.topics import TARGETS, examples, measured
from pipeline.encoders import multilingual_encoder


def test_topics_stay_when_new_passages_come() -> None:
    figures = measured(1_200, 7, examples("un-cybercrime", 150), multilingual_encoder())
    assert figures["topics"] >= 5 and figures["repeatable"]
    assert figures["adjusted_rand_index"] >= TARGETS["adjusted_rand_index"], figures
    assert figures["kept_names"] >= TARGETS["kept_names"], figures
