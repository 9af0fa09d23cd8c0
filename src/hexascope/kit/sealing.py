"""Hiding bytes under a key, and signing them: AES-256-GCM and Ed25519, of `cryptography`."""

import secrets

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16


def new_key() -> bytes:
    """Make a key of 256 random bits."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, about: str) -> bytes:
    """Hide bytes so that they open only under the same key and for the same thing."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes | None:
    """Open what `seal` hid; None where the key or the thing is another, or a bit was changed."""
    if len(sealed) < _NONCE_BYTES + _TAG_BYTES:
        return None
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode())
    except InvalidTag:
        return None


def new_signing_key() -> bytes:
    """Make a private key to sign with (32 bytes)."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_half(private: bytes) -> str:
    """Give the public key of a private one, in hex."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def signature(private: bytes, words: bytes) -> str:
    """Sign, in hex."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(words).hex()


def signed_by(public: str, words: bytes, signed: str) -> bool:
    """Tell whether a signature (hex) of these words is of this public key (hex)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signed), words)
    except (InvalidSignature, ValueError):
        return False
    return True
