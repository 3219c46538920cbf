"""The primitives of docs/format.md, from other libraries than the product's, as make_vectors.py needs them."""

import hashlib
import hmac
from base64 import b64encode

from argon2 import low_level


def mac(key: bytes, *parts: bytes) -> bytes:
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def hkdf(ikm: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    prk = hmac.new(salt or bytes(32), ikm, hashlib.sha256).digest()
    okm, block, counter = b"", b"", 1
    while len(okm) < length:
        block = hmac.new(prk, block + info + bytes([counter]), hashlib.sha256).digest()
        okm += block
        counter += 1
    return okm[:length]


def argon2id(password: bytes, salt: bytes, m: int, t: int, p: int, length: int = 32) -> bytes:
    return low_level.hash_secret_raw(password, salt, t, m, p, length, low_level.Type.ID, 19)


def argon2id_full(password, salt, secret, ad, m, t, p, length):
    ffi = low_level.ffi
    out = ffi.new("uint8_t[]", length)
    keep = [ffi.new("uint8_t[]", x) for x in (password, salt, secret, ad)]
    context = ffi.new(
        "argon2_context *",
        dict(
            version=19, out=out, outlen=length, pwd=keep[0], pwdlen=len(password), salt=keep[1], saltlen=len(salt),
            secret=keep[2], secretlen=len(secret), ad=keep[3], adlen=len(ad), t_cost=t, m_cost=m, lanes=p, threads=1,
            allocate_cbk=ffi.NULL, free_cbk=ffi.NULL, flags=0,
        ),
    )
    assert low_level.core(context, low_level.Type.ID.value) == 0
    return bytes(ffi.buffer(out, length))


def seed(label: str, length: int) -> bytes:
    """Bytes that look random and are the same in every run."""
    return hashlib.shake_256(b"strongroom test vector: " + label.encode()).digest(length)


def b64(data: bytes) -> str:
    return b64encode(data).decode().rstrip("=")
