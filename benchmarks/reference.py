"""The usual recipe, as a script of some lines would have it: what `benchmarks.process` is held against.

sentence-transformers with its defaults, UMAP and HDBSCAN as topic tools set them, words of the clusters by class-based
TF-IDF, and for each passage the concern whose definition is nearest. `python -m benchmarks.reference PASSAGES OUT`
reads passages, one JSON string a line, and writes one JSON line a passage; it prints the seconds of each step.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from db.docket import load_docket
from pipeline.encoders import english_model_folder

NEIGHBOURS, DIMENSIONS, LEAST = 15, 5, 10
"""As BERTopic sets UMAP and HDBSCAN."""
WORDS = 10


def clusters_of(vectors: Any) -> Any:
    """The cluster of each row; -1 for none."""
    from hdbscan import HDBSCAN
    from umap import UMAP

    reduced = UMAP(n_neighbors=NEIGHBOURS, n_components=DIMENSIONS, min_dist=0.0, metric="cosine").fit_transform(
        vectors
    )
    return HDBSCAN(min_cluster_size=LEAST, metric="euclidean", prediction_data=True).fit_predict(reduced)


def words_of(texts: Sequence[str], clusters: Any) -> dict[int, list[str]]:
    """Cluster → its words, by class-based TF-IDF."""
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    keys = sorted(set(map(int, clusters)))
    joined = [" ".join(text for text, own in zip(texts, clusters, strict=True) if own == key) for key in keys]
    counter = CountVectorizer()
    weights = TfidfTransformer().fit_transform(counter.fit_transform(joined)).toarray()
    names = counter.get_feature_names_out()
    return {key: [str(names[at]) for at in np.argsort(-row)[:WORDS]] for key, row in zip(keys, weights, strict=True)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the recipe."""
    source, target = (Path(name) for name in (arguments or sys.argv[1:]))
    seconds: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        begun = time.perf_counter()
        found = work()
        seconds[name] = round(time.perf_counter() - begun, 3)
        return found

    texts = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    from sentence_transformers import SentenceTransformer

    model = timed("load", lambda: SentenceTransformer(str(english_model_folder()), device="cpu"))
    vectors = timed("embed", lambda: model.encode(texts))
    concerns = load_docket("un-cybercrime").concerns
    definitions = model.encode([concern.definition for concern in concerns])
    nearest = timed("label", lambda: (vectors @ definitions.T).argmax(axis=1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        clusters = timed("cluster", lambda: clusters_of(vectors))
    words = timed("words", lambda: words_of(texts, clusters))
    rows = [
        {"concern": concerns[int(label)].key, "cluster": int(own), "words": words[int(own)]}
        for label, own in zip(nearest, clusters, strict=True)
    ]
    target.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    print(json.dumps(seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
