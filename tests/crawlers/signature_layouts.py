"""Signature lists of invented signatories in many layouts, with what `test_extract_signatories.py` reads from each."""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from tests.crawlers.signature_scripts import SCRIPTS, Script, Signed

Layout = Callable[[Script], str]


def plain_letter(script: Script, signatures: str) -> str:
    """A letter of two paragraphs with its closing and `signatures`."""
    return f"{script.paragraph}\n\n{script.paragraph}\n\n{script.closing}\n\n{signatures}\n"


def _sorted(script: Script) -> tuple[Sequence[Signed], Sequence[Signed]]:
    return [each for each in script.signed if not each.is_person], [each for each in script.signed if each.is_person]


def lines(script: Script) -> str:
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(each.name for each in script.signed))


def lines_with_comma_country(script: Script) -> str:
    return plain_letter(
        script, f"{script.heading}:\n" + "\n".join(f"{each.name}, {each.country}" for each in script.signed)
    )


def lines_with_bracket_country(script: Script) -> str:
    return plain_letter(
        script, f"{script.heading}\n" + "\n".join(f"{each.name} ({each.country})" for each in script.signed)
    )


def lines_with_dash_country(script: Script) -> str:
    return plain_letter(
        script,
        f"{script.heading}:\n\n" + "\n".join(f"{each.name} – {each.country}" for each in script.signed),
    )


def numbered(script: Script) -> str:
    rows = (f"{number}. {each.name}" for number, each in enumerate(script.signed, start=1))
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(rows))


def numbered_in_brackets(script: Script) -> str:
    rows = (f"{number}) {each.name} ({each.country})" for number, each in enumerate(script.signed, start=1))
    return plain_letter(script, f"{script.heading}\n" + "\n".join(rows))


def bulleted(script: Script) -> str:
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(f"• {each.name}" for each in script.signed))


def dashed(script: Script) -> str:
    return plain_letter(
        script, f"{script.heading}:\n" + "\n".join(f"- {each.name}, {each.country}" for each in script.signed)
    )


def blank_lines_between(script: Script) -> str:
    return plain_letter(script, f"{script.heading}\n\n" + "\n\n".join(each.name for each in script.signed))


def commas(script: Script) -> str:
    return plain_letter(script, f"{script.heading}:\n\n" + ", ".join(each.name for each in script.signed) + ".")


def commas_on_the_headings_line(script: Script) -> str:
    return plain_letter(script, f"{script.heading}: " + ", ".join(each.name for each in script.signed) + ".")


def commas_with_countries(script: Script) -> str:
    return plain_letter(
        script,
        f"{script.heading}:\n\n" + ", ".join(f"{each.name} ({each.country})" for each in script.signed),
    )


def semicolons(script: Script) -> str:
    return plain_letter(
        script,
        f"{script.heading}:\n" + "; ".join(f"{each.name}, {each.country}" for each in script.signed) + ".",
    )


def under_headings(script: Script) -> str:
    bodies, people = _sorted(script)
    listed = [
        f"{script.organisations}:",
        *(each.name for each in bodies),
        "",
        f"{script.individuals}:",
        *(each.name for each in people),
    ]
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(listed))


def people_first(script: Script) -> str:
    bodies, people = _sorted(script)
    listed = [
        script.individuals,
        "",
        *(each.name for each in people),
        "",
        script.organisations,
        "",
        *(each.name for each in bodies),
    ]
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(listed))


def people_with_roles(script: Script) -> str:
    bodies, people = _sorted(script)
    listed = [
        *(f"{each.name}, {each.country}" for each in bodies),
        *(f"{each.name}, {each.role}, {each.country}" for each in people),
    ]
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(listed))


def headings_with_commas(script: Script) -> str:
    bodies, people = _sorted(script)
    return plain_letter(
        script,
        f"{script.heading}\n\n{script.organisations}: "
        + ", ".join(each.name for each in bodies)
        + f"\n\n{script.individuals}: "
        + ", ".join(each.name for each in people),
    )


def two_columns(script: Script) -> str:
    names = [each.name for each in script.signed]
    half = (len(names) + 1) // 2
    rows = (f"{left:<48}{right}".rstrip() for left, right in zip(names[:half], [*names[half:], ""], strict=False))
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(rows))


def cut_by_a_page_break(script: Script) -> str:
    names = [each.name for each in script.signed]
    names[4:4] = ["", "page 3 of 4", ""]
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(names))


def after_the_closing_only(script: Script) -> str:
    return plain_letter(script, "\n".join(each.name for each in script.signed))


def with_a_note_below(script: Script) -> str:
    return lines(script) + "\nNotes\n\n1. The text quoted is that of the draft before the Committee.\n"


PLAIN_LAYOUTS: tuple[Layout, ...] = (
    lines, lines_with_comma_country, lines_with_bracket_country, lines_with_dash_country, numbered,
    numbered_in_brackets, bulleted, dashed, blank_lines_between, commas, commas_on_the_headings_line,
    commas_with_countries, semicolons,
    under_headings, people_first, people_with_roles, headings_with_commas, two_columns, cut_by_a_page_break,
    after_the_closing_only, with_a_note_below,
)  # fmt: skip


def _page(script: Script, signatures: str) -> str:
    body = f"<p>{escape(script.paragraph)}</p>" * 3 + f"<p>{escape(script.closing)}</p>"
    return (
        f"<html><head><title>Letter | Site</title></head><body><nav><a href='/a'>Home</a></nav>"
        "<main><article><h1>Letter</h1>"
        f"{body}{signatures}</article></main><footer>Imprint</footer></body></html>"
    )


def html_list(script: Script) -> str:
    items = "".join(f"<li>{escape(each.name)}, {each.country}</li>" for each in script.signed)
    return _page(script, f"<h2>{script.heading}</h2><ul>{items}</ul>")


def html_linked_list(script: Script) -> str:
    items = "".join(
        f"<li><a href='https://{number}.example/'>{escape(each.name)}</a></li>"
        for number, each in enumerate(script.signed)
    )
    return _page(script, f"<h3>{script.heading}</h3><ol>{items}</ol>")


def html_breaks(script: Script) -> str:
    return _page(
        script,
        f"<p><strong>{script.heading}</strong></p><p>"
        + "<br>".join(escape(each.name) for each in script.signed)
        + "</p>",
    )


def html_paragraphs(script: Script) -> str:
    return _page(
        script,
        f"<h2>{script.heading}:</h2>"
        + "".join(f"<p>{escape(each.name)} ({each.country})</p>" for each in script.signed),
    )


def html_table(script: Script) -> str:
    rows = "".join(f"<tr><td>{escape(each.name)}</td><td>{each.country}</td></tr>" for each in script.signed)
    return _page(script, f"<h2>{script.heading}</h2><table>{rows}</table>")


def html_numbered_table(script: Script) -> str:
    rows = "".join(
        f"<tr><td>{number}</td><td>{each.country}</td><td>{escape(each.name)}</td></tr>"
        for number, each in enumerate(script.signed, start=1)
    )
    return _page(
        script,
        f"<h2>{script.heading}</h2><table><tr><th>No.</th><th>Country</th><th>Name</th></tr>{rows}</table>",
    )


def html_two_name_columns(script: Script) -> str:
    cells = [f"<td>{escape(each.name)}</td>" for each in script.signed]
    rows = "".join(f"<tr>{''.join(cells[at : at + 2])}</tr>" for at in range(0, len(cells), 2))
    return _page(script, f"<h2>{script.heading}</h2><table>{rows}</table>")


def html_headings(script: Script) -> str:
    bodies, people = _sorted(script)
    first = "".join(f"<li>{escape(each.name)}</li>" for each in bodies)
    second = "".join(f"<li>{escape(each.name)}</li>" for each in people)
    return _page(
        script,
        f"<h2>{script.heading}</h2><h3>{script.organisations}</h3><ul>{first}</ul>"
        f"<h3>{script.individuals}</h3><ul>{second}</ul>",
    )


HTML_LAYOUTS: tuple[Layout, ...] = (
    html_list, html_linked_list, html_breaks, html_paragraphs, html_table, html_numbered_table,
    html_two_name_columns, html_headings,
)  # fmt: skip


def cases() -> Iterator[tuple[str, str, str, Script]]:
    """Name of the case, media type, the letter, and the script with those who should be found."""
    for script in SCRIPTS:
        for layout in PLAIN_LAYOUTS:
            yield f"{layout.__name__}-{script.key}", "text/plain", layout(script), script
        for layout in HTML_LAYOUTS:
            yield f"{layout.__name__}-{script.key}", "text/html", layout(script), script
