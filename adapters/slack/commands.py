"""The sub-commands `japan-ai slack …`; they start without slack_bolt, which takes 380 ms."""

import json

import click

from adapters.slack.manifest import manifest


def slack_commands() -> click.Group:
    """The group `slack` with its commands."""
    group = click.Group("slack", help="Set the Slack app up.")
    group.add_command(_manifest)
    return group


@click.command("manifest")
@click.option("--url", help="the bot's public https address; without it, Socket Mode")
def _manifest(url: str | None) -> None:
    """Print an app manifest to paste at api.slack.com/apps, “From a manifest”, as JSON."""
    if url is not None and not url.startswith("https://"):
        raise click.BadParameter("Slack only calls addresses that start with https://", param_hint="--url")  # fmt: skip
    click.echo(json.dumps(manifest(url), indent=2, ensure_ascii=False))
