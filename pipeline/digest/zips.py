"""Office files are ZIP archives, and archives hold the moment of writing. Without it, equal content is equal bytes."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest that the format knows."""


def without_times(archive: bytes) -> bytes:
    """The same archive with every member dated 1980, in the same order."""
    made = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            info = ZipInfo(name, FIRST_MOMENT)
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return made.getvalue()
