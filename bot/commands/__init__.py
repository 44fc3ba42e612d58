"""Every command, one a file; the order here is the order of the help."""

from bot.command import Command
from bot.commands.adoption import ADOPTION
from bot.commands.ask import ASK
from bot.commands.brief import BRIEF
from bot.commands.chart import CHART
from bot.commands.compare import COMPARE
from bot.commands.digest import DIGEST, WHY
from bot.commands.help import HELP
from bot.commands.investments import INVESTMENTS
from bot.commands.preferences import PREFERENCES
from bot.commands.review import REVIEW
from bot.commands.source import SOURCE
from bot.commands.suggest import SUGGEST
from bot.commands.tips import TIPS

COMMANDS: tuple[Command, ...] = (
    INVESTMENTS,
    ADOPTION,
    TIPS,
    ASK,
    COMPARE,
    CHART,
    BRIEF,
    SOURCE,
    DIGEST,
    WHY,
    SUGGEST,
    REVIEW,
    PREFERENCES,
    HELP,
)
