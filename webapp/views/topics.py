"""`/topics`: what is raised beside the concerns. `/topics/<key>`: one topic, and how to make it a concern."""

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from db.topics import current_topics, topic_by_key
from webapp.desk import desk, session
from webapp.doors import concern_door
from webapp.queries.topics import TopicPage, gone_topics, read_topic
from webapp.topic_chart import HEIGHT, WIDTH, circles

topics = Blueprint("topics", __name__)


@topics.get("/topics")
def listing() -> ResponseReturnValue:
    """The topics as a map and as a table, and those that are none any more."""
    now = datetime.now(UTC)
    lines = current_topics(session(), now)
    gone = gone_topics(session(), now)
    names = {line.key: line.name for line in [*lines, *gone]}
    size = {"width": WIDTH, "height": HEIGHT}
    return render_template("topics.html", lines=lines, gone=gone, names=names, circles=circles(lines), size=size)


@topics.get("/topics/<key>")
def topic(key: str) -> ResponseReturnValue:
    """The page of one topic."""
    page = page_or_404(key)
    return render_template("topic.html", page=page, entry=concern_door(session(), desk().docket, page.line))


@topics.get("/topics/<key>/concern.toml")
def concern(key: str) -> ResponseReturnValue:
    """The entry that makes the topic a concern, as a file."""
    entry = concern_door(session(), desk().docket, page_or_404(key).line)
    answer = Response(entry, mimetype="application/toml")
    answer.headers["Content-Disposition"] = "attachment; filename=concern.toml"
    return answer


def page_or_404(key: str) -> TopicPage:
    """The topic of this address."""
    now = datetime.now(UTC)
    line = topic_by_key(session(), key, now)
    if line is None:
        abort(404, "There is no topic at this address. All topics are at /topics.")
    return read_topic(session(), desk().docket, line, now)
