from pathlib import Path

from tests.chaos.run import Plan, run

# A minute of the fake clock is a second. `make chaos` takes ten seeds, two minutes each.
SHORT = Plan(1, "sqlite", seconds=5, scale=60, wishes=60, life=0.8, down=60)


async def test_one_post_or_a_reason_for_each_channel_whoever_is_killed(tmp_path: Path) -> None:
    outcome = await run(SHORT, f"sqlite:///{tmp_path / 'store.db'}")
    assert outcome.losses == []
    assert outcome.duplicates == 0
    assert outcome.kills >= 2
    assert outcome.states["sent"] > 40
    assert outcome.states.total() == SHORT.wishes
