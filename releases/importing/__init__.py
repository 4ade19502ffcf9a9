"""Bringing in releases from a spreadsheet: read, understood, shown, and only then made.

    sheet = spreadsheets.read_sheet(content)      # bytes -> headers and rows
    plan                                          # what each row makes, or why it makes none; cells and fields under it
    queries, shown, forms                         # what the portal holds, what the pages show, what is posted
    work                                          # a worker checks, brings in, takes back, by lease

The doors are `actions/importing.py` (what people do) and `actions/bringing_in.py` (a batch of releases).
"""
