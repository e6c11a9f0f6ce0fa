"""Makes the self-signed certificate of one exercise's server, and TLS contexts for both sides.

No authority vouches for it: the fingerprint in the join code tells the right server from another. This module knows
nothing of codes, so whoever connects must compare the fingerprint.
"""

import ssl
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import field, frozen
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CLOCK_TOLERANCE = timedelta(days=1)
"""A certificate is valid from so long before it was made: laptops' clocks differ."""

VALIDITY = timedelta(days=30)
"""A certificate is valid for so long: an interrupted exercise can be resumed later with the same codes."""


@frozen
class Certificate:
    """A self-signed certificate and its private key, both as PEM. The key stays out of logs and tracebacks."""

    certificate_pem: str
    key_pem: str = field(repr=False)

    @property
    def der(self) -> bytes:
        """The certificate as the other side receives it."""
        return ssl.PEM_cert_to_DER_cert(self.certificate_pem)

    @property
    def sha256(self) -> str:
        """The full fingerprint, as hex pairs with colons between them, as browsers show it."""
        return sha256(self.der).digest().hex(":").upper()


def make_certificate(hosts: Sequence[str], now: datetime) -> Certificate:
    """A new certificate for this machine's addresses and names and `localhost`; `now` has a time zone.

    Raises:
        ValueError: a host is neither an IP address nor a name in ASCII.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "oefening")])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_TOLERANCE)
        .not_valid_after(now + VALIDITY)
        .add_extension(
            x509.SubjectAlternativeName(list(map(_general_name, dict.fromkeys((*hosts, "localhost"))))), False
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, SHA256())
    )
    key_pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Certificate(certificate.public_bytes(Encoding.PEM).decode("ascii"), key_pem.decode("ascii"))


def server_context(certificate: Certificate) -> ssl.SSLContext:
    """TLS 1.2 or newer, as the server with this certificate.

    Python's ssl reads keys only from files: they are in a folder that only this user can read, deleted on return.

    Raises:
        OSError: the folder or the files cannot be written.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with TemporaryDirectory() as folder:
        path = Path(folder, "server.pem")
        path.write_text(certificate.certificate_pem + certificate.key_pem, encoding="ascii")
        context.load_cert_chain(path)
    return context


def client_context() -> ssl.SSLContext:
    """TLS 1.2 or newer, as a client that TRUSTS ANY SERVER.

    DANGER: this checks neither who signed the certificate nor for which host it is. It keeps out eavesdroppers, not
    impostors. Whoever connects with it MUST take the certificate of the connection (`getpeercert(binary_form=True)`),
    compare its fingerprint with the one in the join code, and disconnect BEFORE SENDING ANYTHING if they differ; above
    all the secret of the seat.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
