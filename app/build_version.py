"""The version of the wheel: the pipeline names the commit in it, a plain build does not."""

import os

__version__ = os.environ.get("PROMOTION_VERSION", "0.1.0")
