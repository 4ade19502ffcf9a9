from tests.comms.conftest import start

__all__ = ["start"]
