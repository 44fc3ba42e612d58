"""The sub-commands `japan-ai discord …`; they start without discord.py, which takes 340 ms."""

import click


def discord_commands() -> click.Group:
    """The group `discord` with its commands."""
    group = click.Group("discord", help="Set the Discord app up.")
    group.add_command(_invite)
    return group


@click.command("invite")
def _invite() -> None:
    """Print the links that install the bot in a server, or for one user anywhere."""
    import asyncio  # 40 ms that the terminal does without

    from adapters.discord.api import UnreachableError  # aiohttp takes 170 ms
    from adapters.discord.invite import application_id, server_link, user_link
    from adapters.server_settings import read_server_settings
    from adapters.service import BadTokenError

    settings = read_server_settings()
    if settings.discord_token is None:
        raise click.ClickException("DISCORD_TOKEN is not set")
    token = settings.discord_token.get_secret_value()
    try:
        id_ = asyncio.run(application_id(token, settings.discord_api))
    except (BadTokenError, UnreachableError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"For a server: {server_link(id_)}")
    click.echo(f"For yourself, anywhere: {user_link(id_)}")
