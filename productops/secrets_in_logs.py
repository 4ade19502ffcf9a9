"""Addresses that are secrets stay out of the logs: whoever reads a log must not be able to use them."""

import logging
import re

# The parts of an address that let somebody in: feed readers, links in mails.
_SECRET = re.compile(r"(/(?:feeds/[a-z]+|unsubscribe|invitation|sign-in/link)/)[^\s'\"?]+")


class SecretAddressFilter(logging.Filter):
    """Cuts off what is secret, in the finished message: the address is an argument of most."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = _SECRET.sub(r"\1…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
