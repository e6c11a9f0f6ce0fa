import asyncio
import ssl
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from oefening.net.certificate import Certificate, client_context, make_certificate, server_context

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def certificate() -> Certificate:
    """Of a laptop with two addresses and a name, made now: TLS looks at the real clock."""
    return make_certificate(["127.0.0.1", "192.168.1.20", "fd00::20", "laptop.local"], datetime.now(UTC))


async def handshake(server: ssl.SSLContext, client: ssl.SSLContext, host: str | None = None) -> tuple[bytes, str]:
    """The certificate that a client sees and the TLS that was agreed on, over a real connection."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readexactly(1))
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=server)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=client, server_hostname=host)
        writer.write(b"?")
        assert await reader.readexactly(1) == b"?"
        tls: ssl.SSLObject = writer.get_extra_info("ssl_object")
        der, version = tls.getpeercert(binary_form=True), tls.version()
        writer.close()
        await writer.wait_closed()
    assert der is not None
    assert version is not None
    return der, version


def trusting(certificate: Certificate) -> ssl.SSLContext:
    """A client that checks everything, and was told to trust this certificate."""
    context = ssl.create_default_context(cadata=certificate.certificate_pem)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context


async def test_a_client_with_the_code_sees_the_very_certificate_of_the_server(certificate: Certificate) -> None:
    der, version = await handshake(server_context(certificate), client_context())
    assert der == certificate.der
    assert version == "TLSv1.3"


async def test_tls_1_2_is_spoken_with_who_knows_nothing_newer_and_nothing_older(certificate: Certificate) -> None:
    client = client_context()
    client.maximum_version = ssl.TLSVersion.TLSv1_2
    assert (await handshake(server_context(certificate), client))[1] == "TLSv1.2"
    assert server_context(certificate).minimum_version == client.minimum_version == ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "192.168.1.20", "fd00::20", "laptop.local"])
async def test_nothing_but_trust_is_missing_from_the_certificate(certificate: Certificate, host: str) -> None:
    assert (await handshake(server_context(certificate), trusting(certificate), host))[0] == certificate.der


async def test_the_certificate_is_not_one_for_any_other_host(certificate: Certificate) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="not valid for"):
        await handshake(server_context(certificate), trusting(certificate), "192.168.1.21")


async def test_a_client_that_trusts_authorities_only_refuses_it(certificate: Certificate) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="self-signed"):
        await handshake(server_context(certificate), ssl.create_default_context(), "localhost")


def test_it_is_valid_from_a_day_ago_until_thirty_days_hence() -> None:
    made = x509.load_der_x509_certificate(make_certificate([], NOW).der)
    assert made.not_valid_before_utc == NOW - timedelta(days=1)
    assert made.not_valid_after_utc == NOW + timedelta(days=30)


def test_the_moment_may_be_of_any_time_zone() -> None:
    local = NOW.astimezone(timezone(timedelta(hours=2)))
    assert x509.load_der_x509_certificate(make_certificate([], local).der).not_valid_before_utc == NOW - timedelta(
        days=1
    )


def test_it_is_a_servers_certificate_that_can_sign_no_other() -> None:
    made = x509.load_der_x509_certificate(make_certificate(["192.168.1.20", "localhost", "192.168.1.20"], NOW).der)
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(name.value) for name in names] == ["192.168.1.20", "localhost"]
    assert not made.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = made.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.key_cert_sign) == (True, False)
    assert list(made.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [
        ExtendedKeyUsageOID.SERVER_AUTH
    ]
    key = made.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"
    made.verify_directly_issued_by(made)


def test_two_certificates_are_never_the_same() -> None:
    one, other = make_certificate([], NOW), make_certificate([], NOW)
    assert one.der != other.der
    assert one.key_pem != other.key_pem


def test_the_full_fingerprint_is_shown_in_pairs(certificate: Certificate) -> None:
    pairs = certificate.sha256.split(":")
    assert len(pairs) == 32
    assert bytes.fromhex("".join(pairs)) == sha256(certificate.der).digest()
    assert certificate.sha256 == certificate.sha256.upper()


def test_the_private_key_does_not_show_where_a_certificate_is_printed(certificate: Certificate) -> None:
    assert certificate.certificate_pem.splitlines()[1] in repr(certificate)
    assert "PRIVATE" not in repr(certificate)


def test_the_private_key_is_on_disk_no_longer_than_needed(
    certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen: list[Path] = []
    real = ssl.SSLContext.load_cert_chain

    def load(context: ssl.SSLContext, certfile: Path) -> None:
        seen.extend(tmp_path.rglob("*.pem"))
        real(context, certfile)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", load)
    server_context(certificate)
    assert len(seen) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_host_name_that_cannot_stand_in_a_certificate_is_refused() -> None:
    with pytest.raises(ValueError, match="A-label"):
        make_certificate(["zoë.local"], NOW)
