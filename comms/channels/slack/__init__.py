"""Slack: `blocks` makes a brief a message, `client` hands it over, `answers` reads what came back, `members` knows
who is who, `setup` by what it goes, `session` is the channel."""
