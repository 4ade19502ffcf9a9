"""E-mail: `envelope` makes a letter a message, `smtp` hands it over, `session` is the channel."""
