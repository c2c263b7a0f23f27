"""A second set of signature lists, written without looking at how the first was read, in further layouts."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from tests.crawlers.signature_layouts import Layout, _page, _sorted, plain_letter
from tests.crawlers.signature_scripts import Script
from tests.crawlers.signature_scripts_more import SCRIPTS_MORE


def three_columns(script: Script) -> str:
    names = [each.name for each in script.signed]
    rows = ("".join(f"{name:<44}" for name in names[at : at + 3]).rstrip() for at in range(0, len(names), 3))
    return plain_letter(script, f"{script.heading}:\n\n" + "\n".join(rows))


def tab_and_country(script: Script) -> str:
    return plain_letter(script, f"{script.heading}:\n\n" + "\n".join(f"{e.name}\t{e.country}" for e in script.signed))


def columns_of_name_and_country(script: Script) -> str:
    rows = (f"{each.name:<50}{each.country}" for each in script.signed)
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(rows))


def numbers_in_round_brackets(script: Script) -> str:
    rows = (f"({number}) {each.name}" for number, each in enumerate(script.signed, start=1))
    return plain_letter(script, f"{script.heading}:\n\n" + "\n".join(rows))


def numbers_on_wide_margin(script: Script) -> str:
    rows = (f"   {number:>2}.   {each.name}, {each.country}" for number, each in enumerate(script.signed, start=1))
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(rows))


def slash_country(script: Script) -> str:
    return plain_letter(script, f"{script.heading}:\n" + "\n".join(f"{e.name} / {e.country}" for e in script.signed))


def square_bracket_country(script: Script) -> str:
    return plain_letter(script, f"{script.heading}:\n" + "\n".join(f"{e.name} [{e.country}]" for e in script.signed))


def star_bullets(script: Script) -> str:
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(f"* {e.name} ({e.country})" for e in script.signed))


def square_bullets(script: Script) -> str:
    return plain_letter(script, f"{script.heading}:\n\n" + "\n".join(f"  ▪ {e.name}" for e in script.signed))


def piped_in_one_line(script: Script) -> str:
    return plain_letter(script, f"{script.heading}:\n\n" + " | ".join(each.name for each in script.signed))


def dots_in_one_line(script: Script) -> str:
    return plain_letter(script, f"{script.heading}:\n\n" + " • ".join(each.name for each in script.signed))


def semicolon_lines(script: Script) -> str:
    return plain_letter(script, f"{script.heading}:\n\n" + ";\n".join(e.name for e in script.signed) + ".")


def people_with_roles_in_brackets(script: Script) -> str:
    bodies, people = _sorted(script)
    listed = [
        script.organisations, *(f"{each.name} ({each.country})" for each in bodies), "",
        script.individuals, *(f"{each.name} ({each.role})" for each in people),
    ]  # fmt: skip
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(listed))


def people_with_dashed_roles(script: Script) -> str:
    bodies, people = _sorted(script)
    listed = [*(e.name for e in bodies), *(f"{e.name} – {e.role}, {e.country}" for e in people)]
    return plain_letter(script, f"{script.heading}:\n\n" + "\n".join(listed))


def counted_headings(script: Script) -> str:
    bodies, people = _sorted(script)
    listed = [
        f"{script.organisations} ({len(bodies)})", "", *(each.name for each in bodies), "",
        f"{script.individuals} ({len(people)})", "", *(each.name for each in people),
    ]  # fmt: skip
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(listed))


def headings_without_a_list_heading(script: Script) -> str:
    bodies, people = _sorted(script)
    listed = [f"{script.organisations}:", "", *(f"- {e.name}" for e in bodies), ""]
    listed += [f"{script.individuals}:", "", *(f"- {e.name}, {e.role}" for e in people)]
    return plain_letter(script, "\n".join(listed))


def cut_by_header_and_footer(script: Script) -> str:
    rows = [f"{number}. {each.name}" for number, each in enumerate(script.signed, start=1)]
    rows[3:3] = ["", "                                  - 2 -", "", ""]
    return plain_letter(script, f"{script.heading}\n\n" + "\n".join(rows))


def under_countries(script: Script) -> str:
    ordered = sorted(script.signed, key=lambda each: each.country)
    blocks = (
        f"{country}\n" + "\n".join(f"   {each.name}" for each in signed)
        for country, signed in groupby(ordered, key=lambda each: each.country)
    )
    return plain_letter(script, f"{script.heading}\n\n" + "\n\n".join(blocks))


def closing_then_brackets(script: Script) -> str:
    return plain_letter(script, "\n".join(f"{each.name} ({each.country})" for each in script.signed))


def html_definition_list(script: Script) -> str:
    items = "".join(f"<dt>{escape(e.name)}</dt><dd>{escape(e.country)}</dd>" for e in script.signed)
    return _page(script, f"<h3>{script.heading}</h3><dl>{items}</dl>")


def html_divs(script: Script) -> str:
    items = "".join(f"<div class='row'><span>{escape(e.name)}</span></div>" for e in script.signed)
    return _page(script, f"<h3>{script.heading}:</h3><div class='grid'>{items}</div>")


def html_bold_headings(script: Script) -> str:
    bodies, people = _sorted(script)
    return _page(
        script,
        f"<p><strong>{script.heading}:</strong></p><p><b>{script.organisations}</b></p>"
        + "".join(f"<p>{escape(each.name)}</p>" for each in bodies)
        + f"<p><b>{script.individuals}</b></p>"
        + "".join(f"<p>{escape(each.name)}, {each.role}</p>" for each in people),
    )


def html_table_with_roles(script: Script) -> str:
    rows = "".join(
        f"<tr><td>{escape(e.name)}</td><td>{e.role or '–'}</td><td>{escape(e.country)}</td></tr>" for e in script.signed
    )
    return _page(script, f"<p><b>{script.heading}</b></p><table><tbody>{rows}</tbody></table>")


def html_numbered_breaks(script: Script) -> str:
    rows = "<br/>\n".join(f"{n}. {escape(e.name)} – {escape(e.country)}" for n, e in enumerate(script.signed, start=1))
    return _page(script, f"<h4>{script.heading}</h4><p>{rows}</p>")


def html_lists_in_columns(script: Script) -> str:
    half = len(script.signed) // 2
    lists = (
        "<ul>" + "".join(f"<li>{escape(each.name)}</li>" for each in part) + "</ul>"
        for part in (script.signed[:half], script.signed[half:])
    )
    return _page(script, f"<h2>{script.heading}</h2><div class='columns'>{''.join(lists)}</div>")


PLAIN_MORE: tuple[Layout, ...] = (
    three_columns, tab_and_country, columns_of_name_and_country, numbers_in_round_brackets, numbers_on_wide_margin,
    slash_country, square_bracket_country, star_bullets, square_bullets, piped_in_one_line, dots_in_one_line,
    semicolon_lines, people_with_roles_in_brackets, people_with_dashed_roles, counted_headings,
    headings_without_a_list_heading, cut_by_header_and_footer, under_countries, closing_then_brackets,
)  # fmt: skip
HTML_MORE: tuple[Layout, ...] = (
    html_definition_list, html_divs, html_bold_headings, html_table_with_roles, html_numbered_breaks,
    html_lists_in_columns,
)  # fmt: skip


def cases_more() -> Iterator[tuple[str, str, str, Script]]:
    """Name of the case, media type, the letter, and the script with those who should be found."""
    for script in SCRIPTS_MORE:
        for media_type, layouts in (("text/plain", PLAIN_MORE), ("text/html", HTML_MORE)):
            for layout in layouts:
                yield f"{layout.__name__}-{script.key}", media_type, layout(script), script
