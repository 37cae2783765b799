"""`python -m displayd` is the command `displayd`."""

import sys

from displayd.cli.main import main

sys.exit(main())
