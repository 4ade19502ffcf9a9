"""E-mail: `composers` find the words, `letter` holds them, `envelope` makes it a message, `smtp` hands it over."""
