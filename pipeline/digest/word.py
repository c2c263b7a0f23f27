"""A digest as a Word document, from a template that staff can restyle.

The template is a Word file with Jinja tags (docxtpl): styles, logo, order and words are the user's to change. The one
that stands here is made from code, so that no binary file needs keeping.
"""

import re
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as DocumentType
from docxtpl import DocxTemplate, RichText
from jinja2 import Environment, StrictUndefined, TemplateError, TemplateSyntaxError

from pipeline.digest.content import DigestContent
from pipeline.digest.render import VERBS, apart, as_day, as_line, target_words, title_of

TEMPLATE = "digest.docx"
"""Name of the user's own template in the data folder."""
LAYOUT: tuple[tuple[str, str], ...] = (
    ("Title", "{{ title }}"),
    ("Normal", "What was collected from {{ d.monday|day }} to {{ d.sunday|day }} (UTC)."
               "{% if not d.complete %} The week is still running.{% endif %}"),
    ("Normal", "{%p if d.is_empty %}"),
    ("Normal", "No statement was collected in this week."),
    ("Normal", "{%p else %}"),
    ("List Bullet", "{{ d.figures.statements }} new statements (the week before: {{ d.before.statements }})"),
    ("List Bullet", "{{ d.figures.organisations }} organisations published them ({{ d.before.organisations }})"),
    ("List Bullet", "{{ d.figures.objecting }} organisations object to an article at least ({{ d.before.objecting }})"),
    ("List Bullet", "{{ d.figures.endorsements }} organisations only signed ({{ d.before.endorsements }})"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p if d.movement %}"),
    ("Heading 1", "What moved"),
    ("Normal", "{%p for step in d.movement %}"),
    ("List Bullet", "{{ step.text }}: {{ step.organisations|join(', ') }}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p for section in d.concerns %}"),
    ("Heading 1", "{{ section.name }}"),
    ("Normal", "{%p for article in section.articles %}"),
    ("Heading 2", "{{ article.name }}"),
    ("Normal", "{%p for q in article.quotations %}"),
    ("Quote", "{{ q.text|apart }}"),
    ("Normal", "{{ q.organisation|apart }}, {{ q.title|apart }}{% if q.published %}, {{ q.published|day }}{% endif %} "
               "({{r link(q.link, 'in its place') }})"
               "{% if q.more %}; {{ q.more }} more on the article's page{% endif %}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p if d.asks %}"),
    ("Heading 1", "What was asked for"),
    ("Normal", "{%p for ask in d.asks %}"),
    ("List Bullet", "{{ verbs[ask.verb] }} {{ ask|target }}: {{ ask.organisation|apart }}, “{{ ask.text|apart }}” "
                    "({{r link(ask.link, 'in its place') }})"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p for name, lines in lists %}"),
    ("Heading 1", "{{ name }} ({{ lines|length }})"),
    ("Normal", "{%p for line in lines %}"),
    ("List Bullet", "{{ line.organisation|apart }}: {{r link(line.link, line.title) }}, "
                    "{% if line.published %}{{ line.published|day }}{% else %}date not known{% endif %}"
                    "{% if line.note %} ({{ line.note }}){% endif %}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p if d.signers %}"),
    ("Heading 1", "Who only signed ({{ d.signers|length }})"),
    ("Normal", "{% for line in d.signers %}{{ line.name|apart }}{% if line.first %} (first){% endif %}"
               "{% if not loop.last %}; {% endif %}{% endfor %}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p if d.topics %}"),
    ("Heading 1", "Topics that appeared"),
    ("Normal", "{%p for topic in d.topics %}"),
    ("List Bullet", "{{r link(topic.link, topic.name) }}: {{ topic.passages }} passages"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p if d.dates %}"),
    ("Heading 1", "Dates ahead"),
    ("Normal", "{%p for date in d.dates %}"),
    ("List Bullet", "{{ date.day|day }}{% if date.until %} to {{ date.until|day }}{% endif %}: {{ date.title }}"
                    "{% if date.place %}, {{ date.place }}{% endif %}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p if d.failed_sources %}"),
    ("Heading 1", "Sources that could not be read"),
    ("Normal", "{%p for source in d.failed_sources %}"),
    ("List Bullet", "{{ source.name or source.source }}: {{ source.reason }}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "Articles are numbered as in the adopted text. A missing organisation means that no statement was "
               "found, never that it has no position. The digest on the web: {{r link(d.link, d.link) }}"),
)  # fmt: skip
"""Paragraph style and text of the template that Travaux brings."""


class WordTemplateError(ValueError):
    """The user's template cannot be filled. The message says near which words and what is wrong."""


def default_template() -> bytes:
    """The template that Travaux brings, as a Word file to be restyled."""
    document = Document()
    for style, text in LAYOUT:
        document.add_paragraph(text, style=style)
    return _saved(document)


def render_word(content: DigestContent, own: Path | None = None) -> bytes:
    """The digest as a Word file: by the template `own` where it exists. Raises `WordTemplateError`."""
    source = own if own and own.exists() else BytesIO(default_template())
    try:
        template = DocxTemplate(source)
        template.render(_values(template, content), _environment(), autoescape=True)
    except TemplateError as error:
        raise WordTemplateError(_complaint(own, error)) from error
    except (KeyError, ValueError, OSError, BadZipFile) as error:
        raise WordTemplateError(f"Expected a Word file as template, found {own}: {error}. Replace it.") from error
    return _saved(cast(DocumentType, template.docx))


def _values(template: Any, content: DigestContent) -> dict[str, Any]:
    names = {"New": content.new, "Found late": content.late, "Changed": content.updated,
             "Published again": content.reposted}  # fmt: skip
    return {
        "d": content,
        "title": title_of(content),
        "verbs": VERBS,
        "lists": [(name, lines) for name, lines in names.items() if lines],
        "link": lambda address, words: _link(template, address, words),
    }


def _link(template: Any, address: str, words: str) -> RichText:
    """Words that lead to an address of ours."""
    linked = RichText()
    linked.add(apart(words), url_id=template.build_url_id(address), style="Hyperlink", color="0B4F8A", underline=True)
    return linked


def _environment() -> Environment:
    environment = Environment(undefined=StrictUndefined, autoescape=True)
    environment.filters |= {"day": as_day, "line": as_line, "apart": apart, "target": target_words}
    return environment


def _complaint(own: Path | None, error: TemplateError) -> str:
    said = f"{TEMPLATE}: expected a template that can be filled, found: {error.message}"
    context = getattr(error, "docx_context", None)
    if isinstance(error, TemplateSyntaxError) and context:
        near = re.sub(r"<[^>]*>|\s+", " ", " ".join(context))
        said += f" near “{' '.join(near.split())[:200]}” (line {error.lineno})"
    return f"{said}. Correct it, or take the file out of {own.parent if own else 'the data folder'}."


def _saved(document: DocumentType) -> bytes:
    """The document's bytes, without the moment of saving: the same digest gives the same bytes."""
    from pipeline.digest.zips import without_times

    kept = BytesIO()
    document.save(kept)
    return without_times(kept.getvalue())
