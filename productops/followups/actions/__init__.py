"""The doors of action items: what a source asks (`asking`), and what people do about it (`doing`)."""
