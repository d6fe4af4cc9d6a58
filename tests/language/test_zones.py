from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain import FORWARDED, OWN, QUOTED, Zone
from checker.language.zones import base_subject, is_forward_subject, is_reply_subject, original, split

_LETTERS = {"o": "own", "q": "quoted", "f": "forwarded", "s": "signature", "d": "disclaimer"}
