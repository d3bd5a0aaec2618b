"""What the fuzzer does not know by itself: workbooks and packed files are sent as the bytes they are."""

import schemathesis


@schemathesis.serializer("application/gzip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def as_it_is(_context, value):
    return value if isinstance(value, bytes) else str(value).encode()
