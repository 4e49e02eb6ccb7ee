"""Office files are ZIP archives: this packs one again with fixed times and order, so that equal content is equal bytes."""

import io
import zipfile
from datetime import datetime

EARLIEST = (1980, 1, 1, 0, 0, 0)


def fixed_archive(data: bytes, moment: datetime) -> bytes:
    """The same archive with every member dated `moment` (local digits of that moment), compressed alike."""
    stamp = max(EARLIEST, moment.timetuple()[:6])
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, stamp)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            target.writestr(member, source.read(name))
    return packed.getvalue()
