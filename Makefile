# displayd: `make demo` to see it, `make test` to trust it, `make bench` to measure it.
# Every target does its own set-up on a fresh Debian or Raspberry Pi OS.

SCREENS ?= 1
HOURS ?= 0
PYTHON := .venv/bin/python

.PHONY: help demo soak test test-appliance test-all quick bench bench-appliance lint golden docs deb image clean

help:
	@echo "make demo [SCREENS=14]   run a hub and screens with the sample office"
	@echo "make test                run every test but those of the image"
	@echo "make test-appliance      build the image, boot it in QEMU and look at it; about half an hour"
	@echo "make test-all            both"
	@echo "make quick               run the tests that take no minutes, and fewer cases of each law of drawing"
	@echo "make bench               measure drawing, starting, push to glass, hub load and KPIs"
	@echo "make bench-appliance     measure the start of the image in emulated machines"
	@echo "make soak [HOURS=12]     look for what grows in a screen and a hub that run for long"
	@echo "make golden              draw the golden pictures anew (then look at them)"
	@echo "make deb                 build the Debian packages into dist/"
	@echo "make image               build the image of a Pi's SD card into dist/ (provisioning/build-image --help)"
	@echo "make docs                renew the parts of the documentation that are made from the code"

demo:
	@provisioning/setup demo
	@$(PYTHON) -m displayd demo --screens $(SCREENS)

test:
	@provisioning/setup test
	$(PYTHON) -m pytest -n 2 --dist loadgroup -m "not appliance" --cov --cov-report=
	@$(PYTHON) -m tests.support.coverage_summary

# One at a time: an emulated machine takes as many cores as there are.
test-appliance:
	@provisioning/setup appliance
	$(PYTHON) -m pytest -s -v -m appliance --durations=0 tests/appliance

test-all: test test-appliance

quick:
	@provisioning/setup test
	QUICK=1 $(PYTHON) -m pytest -n 3 -m "not slow and not appliance"

bench:
	@provisioning/setup bench
	$(PYTHON) -m tests.bench

soak:
	@provisioning/setup bench
	$(PYTHON) -m tests.bench.soak --hours $(HOURS)

bench-appliance:
	@provisioning/setup appliance
	$(PYTHON) -m tests.appliance.bench

lint:
	@provisioning/setup test
	$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check . && $(PYTHON) -m mypy

golden:
	@provisioning/setup test
	$(PYTHON) -m pytest -q tests/widgets tests/golden --update-golden

docs:
	@provisioning/setup test
	$(PYTHON) -m tests.support.docs

deb:
	@provisioning/build-deb

image:
	@provisioning/build-image

clean:
	rm -rf .venv .demo build dist *.egg-info
