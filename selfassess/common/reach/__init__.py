"""Whether a web address answers, asked so that nobody can turn the question against us.

networks: which machines may be asked  ·  targets: what an address says  ·  wire: one bounded
connection to a machine that was looked up once  ·  looking: redirects, and what the answer means
"""

from selfassess.common.reach.looking import Looked, Rules, look
from selfassess.common.reach.outcomes import Outcome

__all__ = ["Looked", "Outcome", "Rules", "look"]
