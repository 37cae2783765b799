"""The share of the package's lines that the tests ran, in one line, and the modules with the lowest: `make test`.

Those run by hubs and screens that tests start count as well. Laws that draw thousands of tiles are run without being
measured (`no_cover`): measured, they take twice as long and reach no line that examples do not.
"""

from __future__ import annotations

import sys

import coverage

LOW = 90.0
"""Modules below are named, percent."""


def summary(data_file: str = ".coverage") -> str:
    """What is to be said about the measurement in `data_file`."""
    measured = coverage.Coverage(data_file=data_file)
    measured.load()
    found = {}
    for path in measured.get_data().measured_files():
        _, lines, _, missing, _ = measured.analysis2(path)
        if lines:
            found[path.rpartition("/displayd/")[2]] = (len(lines), len(missing))
    total, missed = (sum(counts) for counts in zip(*found.values(), strict=True))
    low = {name: 100 - 100 * gone / count for name, (count, gone) in found.items() if gone > count * (1 - LOW / 100)}
    modules = [f"  {share:5.1f} %  {name}" for name, share in sorted(low.items(), key=lambda pair: pair[1])]
    head = f"coverage: {100 - 100 * missed / total:.1f} % of {total} lines; {len(low)} of {len(found)} modules"
    return "\n".join([f"{head} below {LOW:.0f} %", *modules])


if __name__ == "__main__":
    sys.stdout.write(summary() + "\n")
