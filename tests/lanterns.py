"""A treaty of our own invention, in two drafts and many layouts, and a docket about it: all of it is a sample."""

from pathlib import Path

from db.docket import DOCKETS

KEY = "lanterns"

ARTICLES = (
    ("Purpose", ("Lanterns shall give light to all who walk by night.",)),
    ("Use of terms", ("For the purposes of this Treaty:", "(a) “lantern” means any lamp that is carried;",
                      "(b) “keeper” means:", "(i) a person who lights a lantern; or", "(ii) a person who puts it out.")),
    ("Duties of keepers", ("1. Each keeper shall light the lantern at dusk.",
                           "2. A keeper may ask for oil, as set out in Article 2, where:",
                           "(a) the night is long; or", "(b) the road is wet.",
                           "3. Nobody shall be punished for a lantern that the wind put out.")),
    ("24-hour lamps", ("1. Some lamps burn by day.", "2. They count as lanterns.")),
)  # fmt: skip
TITLES = tuple(title for title, _ in ARTICLES)


def treaty(heading: str = "Article {number} – {title}", chapters: bool = True) -> str:
    """The sample treaty with headings as given; "\\n" in one sets the title on a line of its own."""
    parts = ["Treaty on Lanterns (sample)", "Have agreed as follows:"]
    for number, (title, paragraphs) in enumerate(ARTICLES, start=1):
        if chapters and number in (1, 3):
            parts += [f"Chapter {'I' if number == 1 else 'II'}", "On light" if number == 1 else "On keepers"]
        parts += [heading.format(number=number, title=title), *paragraphs]
    return "\n\n".join([*parts, "IN WITNESS WHEREOF the undersigned have signed this sample."])


FILES = {
    "docket.toml": 'key = "lanterns"\nname = "Treaty on Lanterns (sample)"\nshort_name = "Lantern Treaty"\n'
    'began = "2020-01-01"\n[relevance]\nnames = ["Lantern Treaty", "Treaty on Lanterns"]\nhints = ["lantern*", "keeper*"]\n',
    "drafts.csv": "key,name,un_symbol,published,in_force_from,in_force_to,counts_as,session,verified,note,aliases\n"
    "first,First draft,,2020-01-01,2020-01-01,2020-12-31,,,seen,,first draft\n"
    "adopted,Treaty on Lanterns,,2021-01-01,2021-01-01,,,,seen,,Lantern Treaty\n",
    "articles.csv": "draft,number,chapter,title,certainty\n"
    + "".join(f"adopted,{n},{'I On light' if n < 3 else 'II On keepers'},{t},seen\n" for n, t in enumerate(TITLES, 1)),
    "concordance.csv": "adopted_article,adopted_title,first,note,confidence\n"
    f"1,{TITLES[0]},1,,high\n2,{TITLES[1]},3,,high\n3,{TITLES[2]},2,,high\n4,{TITLES[3]},,,high\n",
    "concerns.toml": '[[concern]]\nkey = "oil"\nname = "Oil"\nlead = true\ndefinition = "Too little oil."\n'
    'vocabulary = ["oil"]\narticles = ["3"]\n',
    "organisations.csv": "slug,name,kind,country,aliases,hosts\n",
    "sources.toml": "",
    "citations.toml": 'generic = ["treaty"]\n',
}


def lantern_dockets(folder: Path) -> Path:
    """A folder of dockets that holds the sample docket, with the shared files of the bundled ones."""
    made = folder / "dockets"
    (made / KEY).mkdir(parents=True)
    for name, content in FILES.items():
        (made / KEY / name).write_text(content, encoding="utf-8")
    for name in ("citation_patterns.toml", "instruments.toml", "number_words.toml"):
        (made / name).write_bytes((DOCKETS / name).read_bytes())
    return made
