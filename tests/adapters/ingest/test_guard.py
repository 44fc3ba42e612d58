import pytest

from adapters.ingest.guard import Reach, checked_address
from adapters.ingest.trouble import DraftError


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "ff02::1", "2001:db8::1", "words",
    ],
)  # fmt: skip
def test_addresses_inside_a_network_are_refused(address: str) -> None:
    assert not Reach().allows(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert Reach().allows(address)


def test_the_tests_setting_opens_loopback_and_nothing_else() -> None:
    assert Reach(loopback=True).allows("127.0.0.1")
    assert not Reach(loopback=True).allows("10.0.0.1")
    assert not Reach(loopback=True).allows("169.254.169.254")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "javascript:alert(1)",
        "data:text/plain,x", "//a.example/x", "http://", "http:///x", "http://user@a.example/",
        "http://u:p@a.example/", "http://a.example/ b", "http://a.example/\r\nHost: b", "http://[::1",
        "http://[::1]/", "http://127.0.0.1/", "https://169.254.169.254/latest/meta-data/",
        "http://a.example:99999/", "http://a.example/\x00", "https://a.example/" + "x" * 3000,
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_a_public_page_are_refused(url: str) -> None:
    with pytest.raises(DraftError):
        checked_address(url, Reach())


def test_a_page_s_address_is_taken_apart() -> None:
    assert checked_address("https://a.example:8443/x?y=1", Reach()).hostname == "a.example"
