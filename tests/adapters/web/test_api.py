"""The JSON for programs: what it says, and that it is as its own description promises."""

from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from adapters.web.app import make_app
from facts.compiled import Compiled
from facts.fact import TOPICS
from tests.adapters.web.conftest import Client, client, parts
from tests.helpers import ask

FACT = "microsoft-2024-cloud-ai"


async def read(site: Client, address: str, status: int = 200, **params: Any) -> Any:
    response = await site.get(address, params=params or None)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    return response.json()


async def test_a_fact_is_the_same_at_all_its_addresses(site: Client) -> None:
    wanted = await read(site, f"/api/facts/{FACT}")
    negotiated = await site.get(f"/facts/{FACT}", headers={"accept": "application/json"})

    assert await read(site, f"/facts/{FACT}.json") == wanted
    assert negotiated.json() == wanted
    assert "Accept" in negotiated.headers["vary"]


async def test_a_record_holds_what_a_page_shows(site: Client, ready: Compiled) -> None:
    record = await read(site, f"/api/facts/{FACT}")
    fact = ready.library.facts[FACT]

    assert record["statement"] == {
        language: fact.statement.get(language) for language in ("en", "ja", "zh")
    }
    assert [quote["exact"] for quote in record["quotes"]] == [quote.exact for quote in fact.quotes]
    assert record["receipt"] == {
        "fact": FACT, "version": 1,
        "archives": {id_: ready.library.lock.archives[id_] for id_ in fact.sources()},
    }  # fmt: skip
    assert len(record["citations"]) == 2
    assert (record["url"], record["added"], record["history"]) == (
        f"/facts/{FACT}",
        "2026-11-22",
        [],
    )


async def test_pages_of_facts_hold_every_fact_once(site: Client, ready: Compiled) -> None:
    ids: list[str] = []
    offset: int | None = 0
    while offset is not None:
        page = await read(site, "/api/facts", offset=offset, limit=100)
        ids += [fact["id"] for fact in page["facts"]]
        offset = page["next"]

    assert ids == sorted(ready.library.facts)
    assert page["total"] == len(ids)


async def test_facts_can_be_chosen_by_topic_and_source(site: Client, ready: Compiled) -> None:
    chosen = await read(site, "/api/facts", topic="talent", source="indigo-talk-2025", limit=100)
    facts = ready.library.facts.values()
    wanted = {f.id for f in facts if f.topic == "talent" and "indigo-talk-2025" in f.sources()}

    assert wanted
    assert {fact["id"] for fact in chosen["facts"]} == wanted
    assert chosen["next"] is None


@pytest.mark.parametrize(
    "query", ["topic=money", "topic=", "limit=0", "limit=101", "limit=-1", "limit=x", "limit=",
              "offset=-1", "offset=1.5", "offset=99999999999", "limit=٣", "lang=fr", "lang="],
)  # fmt: skip
async def test_a_parameter_that_can_not_be_read_is_an_error_that_says_what_can(
    site: Client, query: str
) -> None:
    problem = await read(site, f"/api/facts?{query}", 400)

    assert query.split("=")[0] in problem["error"]


async def test_a_source_that_is_not_there_is_not_found(site: Client) -> None:
    assert "afp-gestion-2024" in (await read(site, "/api/facts?source=nobody", 404))["error"]


async def test_a_search_is_what_ask_gives_programs(site: Client, ready: Compiled) -> None:
    for question in ("microsoft investment", "nintendo revenue", "softbak", "生成AIの利用率"):
        found = await read(site, "/api/search", q=question, lang="en")
        assert found == ask(ready, f"ask {question}", preference="en").data | {"language": "en"}


async def test_a_search_tells_its_language(site: Client) -> None:
    assert (await read(site, "/api/search", q="微軟投資日本多少錢"))["language"] == "zh-tw"
    assert (await read(site, "/api/search", q="マイクロソフト"))["language"] == "ja"
    assert (await read(site, "/api/search", q="microsoft", lang="zh"))["language"] == "zh"


@pytest.mark.parametrize(
    ("query", "status"), [("", 400), ("?q=", 400), ("?q=+", 400), ("?q=" + "x" * 1001, 400)]
)
async def test_a_search_needs_a_question(site: Client, query: str, status: int) -> None:
    assert "up to 1000" in (await read(site, f"/api/search{query}", status))["error"]


async def test_what_is_not_there_is_said_in_json_with_what_is_near(site: Client) -> None:
    for address in ("/api/facts/microsoft-2024-cloud", "/facts/microsoft-2024-cloud.json"):
        problem = await read(site, address, 404)
        assert FACT in problem["suggestions"]
    preferring = await site.get(
        "/facts/microsoft-2024-cloud", headers={"accept": "application/json"}
    )
    assert FACT in preferring.json()["suggestions"]
    await read(site, "/api/nothing", 404)


async def test_addresses_in_records_are_whole_where_the_site_knows_its_own(ready: Compiled) -> None:
    async with client(parts(ready, public_url="https://facts.example/")) as site:
        record = await read(site, f"/api/facts/{FACT}")
        document = await read(site, "/api/openapi.json")

    assert record["url"] == f"https://facts.example/facts/{FACT}"
    assert document["servers"] == [{"url": "https://facts.example"}]


async def test_every_fact_is_as_the_description_says(site: Client, ready: Compiled) -> None:
    document = await read(site, "/api/openapi.json")
    schema = {"$ref": "#/components/schemas/Fact", "components": document["components"]}
    validator = jsonschema.Draft202012Validator(schema)

    for id_ in ready.library.facts:
        validator.validate(await read(site, f"/api/facts/{id_}"))
    assert document["components"]["schemas"]["Topic"]["enum"] == list(TOPICS)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({"id": FACT})


# The description against the application itself, by a tool that is not ours.
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", ["/api/facts", "/api/facts/{id}", "/api/search"])
def test_the_description_is_kept(ready: Compiled, path: str, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", make_app(parts(ready)))

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(case=schema[path]["GET"].as_strategy(generation_mode=mode))
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate()

    check()


def test_the_description_names_every_way_in(ready: Compiled) -> None:
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", make_app(parts(ready)))

    assert set(schema) == {"/api/facts", "/api/facts/{id}", "/api/search"}
