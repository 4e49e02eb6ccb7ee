"""One builder per section of the quarterly evaluation: source in, section without its number out."""
