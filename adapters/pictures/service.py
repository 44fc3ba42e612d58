"""Keeps the drawing process warm while the bot serves."""

import asyncio

from adapters.pictures.drawer import Drawer


class PictureService:
    """Starts the drawing process with the others, and ends it with them."""

    name = "pictures"

    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer
        self._ended = asyncio.Event()

    async def check(self) -> None:
        """No token is needed; without the extra `charts` there are no pictures, only bars."""

    async def run(self) -> None:
        """Have the process ready until `stop`."""
        await self._drawer.warm()
        await self._ended.wait()

    async def stop(self) -> None:
        """End the process."""
        self._ended.set()
        await self._drawer.stop()
