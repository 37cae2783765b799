"""`python -m tests.bench`."""

import sys

from tests.bench import mirrors, paint, process

if "--process" not in sys.argv:
    paint.report()
if "--paint" not in sys.argv:
    process.report()
    mirrors.report()
