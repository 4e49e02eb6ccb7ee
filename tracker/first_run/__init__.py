"""From a fresh copy of the folder to a running product: environment, data, services, first report.

Standard library only, because it runs before anything is installed; nothing here imports Django or another app.
`run.py` is the only caller.
"""
