"""The suite's settings with the connection pool of production: what a server process of a test runs with."""

from productops.settings import *  # noqa: F403
from productops.settings import DATABASE_URL, database

DATABASES = {"default": database(DATABASE_URL)}
