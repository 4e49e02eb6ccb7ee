# Thin on purpose: run.py does the work, with the standard library only. `make help` lists the targets.
PYTHON3 ?= $(shell command -v python3 || command -v python3.11 || command -v python || echo python3)
COMMANDS = run demo test test-services test-browser check bench catalogues reset help

.PHONY: $(COMMANDS)
$(COMMANDS):
	@$(PYTHON3) run.py $@ $(ARGS)
