"""One builder per section of a report: source in, section without its number out."""
