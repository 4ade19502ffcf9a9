"""What `run.py` is made of: the environment, the services and the processes of the portal on one machine.

Nothing here imports anything but the standard library: it runs before the virtual environment exists.
Production does not use it (see docs/operations.md).
"""
