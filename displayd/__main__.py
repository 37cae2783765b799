"""`python -m displayd` is the command `displayd`."""

import sys

from displayd.cli import main

sys.exit(main())
