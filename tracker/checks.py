"""System checks of the installation: each has a stable id, a sentence and a hint that says what to do."""
