#!/usr/bin/env python3
"""Writes the frozen vectors beside this file, from docs/format.md and nothing else.

It shares no code with the product and uses other libraries: Python's hashlib, hmac and unicodedata, `cryptography` for
AES-GCM and `argon2-cffi` for Argon2. Published vectors are written down from their sources and checked here as well.

    python3 tests/vectors/make_vectors.py            writes files that are missing, compares the others
    python3 tests/vectors/make_vectors.py --check    writes nothing

A vector that exists is never changed: a difference is an error of this file or a new format version.
"""

import hashlib
import json
import pathlib
import string
import struct
import sys
import unicodedata
import zlib

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import published_vectors as published
from primitives import argon2id, b64, hkdf, mac, seed

HERE = pathlib.Path(__file__).resolve().parent
FLOOR = {"memoryKiB": 65536, "passes": 3, "lanes": 1, "iterations": 220000}


def encode_header(h) -> bytes:
    c = h["cost"]
    out = b"SRH1" + bytes([1, 2]) + struct.pack(">H", 0) + bytes.fromhex(h["vaultId"])
    out += struct.pack(">IIIBBBB", h["epoch"], c["memoryKiB"], c["passes"], c["lanes"], 0x13, 16, 32)
    out += struct.pack(">IBBBB", c["iterations"], 2, 32, 1, h["keyId"])
    out += bytes.fromhex(h["saltA"]) + bytes.fromhex(h["saltP"])
    assert len(out) == 96
    return out


def header_of(label, epoch, cost, key_id):
    return dict(vaultId=seed(label + " vault id", 16).hex(), epoch=epoch, cost=cost, keyId=key_id,
                saltA=seed(label + " S_A", 16).hex(), saltP=seed(label + " S_P", 32).hex())


def header_vectors():
    new = dict(memoryKiB=131072, passes=3, lanes=4, iterations=600000)
    ceiling = dict(memoryKiB=1048576, passes=16, lanes=8, iterations=10000000)
    good = [header_of("new", 1, new, 1), header_of("floor", 2, FLOOR, 2), header_of("ceiling", 0xFFFFFFFF, ceiling, 255)]
    valid = encode_header(good[0])
    bad = []

    def spoil(what, offset, data, code="vault_header_invalid"):
        raw = bytearray(valid)
        raw[offset : offset + len(data)] = data
        bad.append(dict(what=what, hex=raw.hex(), code=code))

    spoil("magic", 3, b"2")
    spoil("ver 0", 4, b"\0")
    spoil("ver 2", 4, b"\2", "newer_format")
    spoil("kdfSuite 1", 5, b"\1")
    spoil("kdfSuite 3", 5, b"\3", "newer_format")
    spoil("reserved bytes", 6, b"\0\1")
    spoil("epoch 0", 24, bytes(4))
    for name, offset, low, high in (("m", 28, 65535, 1048577), ("t", 32, 2, 17), ("c", 40, 219999, 10000001)):
        for value in (0, low, high, 0xFFFFFFFF):
            spoil(f"{name} = {value}", offset, struct.pack(">I", value))
    for value in (0, 9, 255):
        spoil(f"p = {value}", 36, bytes([value]))
    spoil("Argon2 version 1.0", 37, b"\x10")
    spoil("length of S_A", 38, b"\x20")
    spoil("length of A", 39, b"\x10")
    spoil("prf SHA-256", 44, b"\1")
    spoil("length of S_P", 45, b"\x10")
    spoil("normal form", 46, b"\0")
    spoil("keyId 0", 47, b"\0")
    bad.append(dict(what="one byte short", hex=valid[:-1].hex(), code="vault_header_invalid"))
    bad.append(dict(what="one byte long", hex=valid.hex() + "00", code="vault_header_invalid"))
    bad.append(dict(what="empty", hex="", code="vault_header_invalid"))
    bad.append(dict(what="another ver of another length", hex=(b"SRH1\x02\x02" + bytes(8)).hex(), code="newer_format"))
    return dict(good=[dict(header=h, hex=encode_header(h).hex()) for h in good], bad=bad)


def phc(cost, salt, digest):
    return f"$argon2id$v=19$m={cost['memoryKiB']},t={cost['passes']},p={cost['lanes']}${b64(salt)}${b64(digest)}"


def key_path_vectors():
    out = []
    for label, typed, cost in (
        ("ascii", "correct horse battery staple".encode(), FLOOR),
        ("composed", "Grüße aus Zürich, Å und 한글".encode(), dict(FLOOR, lanes=2, iterations=220001)),
        ("decomposed", unicodedata.normalize("NFD", "Grüße aus Zürich, Å und 한글").encode(), dict(FLOOR, lanes=2, iterations=220001)),
    ):
        same = "unicode" if label != "ascii" else label
        header = header_of(same, 7, cost, 3)
        h = encode_header(header)
        password = unicodedata.normalize("NFC", typed.decode()).encode()
        vault_key, nonce, salt_v = seed(same + " VK", 32), seed(same + " nonce", 12), seed(same + " S_V", 16)
        m, t, p = cost["memoryKiB"], cost["passes"], cost["lanes"]
        a = argon2id(password, bytes.fromhex(header["saltA"]), m, t, p)
        d = hashlib.pbkdf2_hmac("sha512", password, bytes.fromhex(header["saltP"]) + a, cost["iterations"], 64)
        kek, kck = d[:32], d[32:]
        password_hash = phc(cost, salt_v, argon2id(password, salt_v, m, t, p))
        k_hdr = hkdf(vault_key, bytes.fromhex(header["vaultId"]), b"strongroom/hdr/v1", 32)
        out.append(dict(
            label=label, typed=typed.hex(), normalized=password.hex(), header=header, headerBytes=h.hex(),
            kek=kek.hex(), kck=kck.hex(), keyCheck=mac(kck, b"strongroom/vault-key/v1\0", h).hex(),
            vaultKey=vault_key.hex(), wrapNonce=nonce.hex(),
            wrapped=AESGCM(kek).encrypt(nonce, vault_key, b"strongroom/vault-key/v1\0" + h).hex(),
            passwordHash=password_hash,
            headerMac=mac(k_hdr, b"strongroom/header/v1\0", h, password_hash.encode()).hex(),
        ))
    assert out[1]["kek"] == out[2]["kek"]
    return out


VK, VAULT_ID, RECORD = seed("vault key", 32), seed("vault id", 16), bytes.fromhex("0b5e7c1a4d2f4a6b8c9d0e1f2a3b4c5d")


def subkey_vectors():
    fields = [
        dict(recordId=r.hex(), column=c, key=hkdf(VK, r, b"strongroom/field/v1\0" + c.encode(), 32).hex())
        for r in (RECORD, bytes(16)) for c in ("secret.meta", "secret.value", "audit_chains.seed", "secret.value/10")
    ]
    infos = {n: hkdf(VK, VAULT_ID, f"strongroom/{n}/v1".encode(), 32).hex() for n in ("hdr", "idx", "set", "row")}
    return dict(vaultKey=VK.hex(), vaultId=VAULT_ID.hex(), fields=fields, vault=infos)


def envelope(column, record, version, kind, key_id, flags, nonce, text):
    base = column.split("/")[0]
    block = {"secret.meta": 256, "secret.value": 512}.get(base, 64)
    padded = text + b"\x80"
    padded += bytes(-len(padded) % block)
    head = bytes([1, 1, key_id, flags])
    aad = b"strongroom/field/v1\0" + head + VAULT_ID + bytes([len(column)]) + column.encode() + record
    aad += struct.pack(">IB", version, kind)
    key = hkdf(VK, record, b"strongroom/field/v1\0" + column.encode(), 32)
    return head + nonce + AESGCM(key).encrypt(nonce, padded, aad)


def envelope_vectors():
    single = []
    for column, kind, lengths in (
        ("secret.meta", 1, (0, 1, 255, 256, 257)), ("secret.value", 2, (0, 511, 512, 513)),
        ("audit_chains.seed", 16, (32,)), ("audit_chains.key", 16, (32,)), ("backup.key", 17, (32,)),
        ("x" * 255, 255, (0, 62, 63, 64, 65)),
    ):
        for length in lengths:
            version, key_id = (1, 1) if kind < 16 else (0xFFFFFFFF, 255)
            label = f"{column[:20]} {length}"
            nonce, text = seed(label + " nonce", 12), seed(label, length)
            sealed = envelope(column, RECORD, version, kind, key_id, 0, nonce, text)
            single.append(dict(column=column, recordId=RECORD.hex(), recordVersion=version, kind=kind, keyId=key_id,
                               nonce=nonce.hex(), plaintext=text.hex(), envelope=sealed.hex()))

    def chunks(column, sizes, whole):
        out, offset = [], 0
        for i, size in enumerate(sizes):
            nonce = seed(f"chunk {i} nonce", 12)
            flags = 0 if i == len(sizes) - 1 else 1
            out.append((nonce, envelope(f"{column}/{i}", RECORD, 3, 18, 1, flags, nonce, whole[offset : offset + size])))
            offset += size
        assert offset == len(whole)
        return out

    short = seed("short chunks", 700)
    inline = chunks("conversation_turns.text", [64, 0, 500, *([17] * 8)], short)
    mib4 = 4 * 1024 * 1024
    whole = hashlib.sha256(b"long").digest() * (2 * mib4 // 32) + b"the end"
    long = chunks("conversation_turns.text", [mib4, mib4, 7], whole)
    bad_padding = []
    for what, padded in (
        ("no marker", bytes(64)), ("marker is 0x81", b"a\x81" + bytes(62)), ("a byte after the zeroes", b"a\x80" + bytes(61) + b"\1"),
        ("one block too many", b"a\x80" + bytes(126)), ("marker in the block before", b"a" * 63 + b"\x80" + bytes(64)),
        ("not a multiple of the block", b"a\x80" + bytes(61)), ("nothing", b""),
    ):
        nonce = seed("bad padding " + what, 12)
        head = bytes([1, 1, 1, 0])
        aad = b"strongroom/field/v1\0" + head + VAULT_ID + b"\x03a.b" + RECORD + struct.pack(">IB", 1, 18)
        key = hkdf(VK, RECORD, b"strongroom/field/v1\0a.b", 32)
        bad_padding.append(dict(what=what, envelope=(head + nonce + AESGCM(key).encrypt(nonce, padded, aad)).hex()))
    return dict(
        vaultKey=VK.hex(), vaultId=VAULT_ID.hex(), single=single,
        shortChunks=dict(column="conversation_turns.text", recordId=RECORD.hex(), recordVersion=3, kind=18, keyId=1,
                         plaintext=short.hex(), envelopes=[e.hex() for _, e in inline]),
        longChunks=dict(column="conversation_turns.text", recordId=RECORD.hex(), recordVersion=3, kind=18, keyId=1,
                        repeated=hashlib.sha256(b"long").hexdigest(), times=2 * mib4 // 32, end="the end",
                        chunks=[dict(nonce=n.hex(), length=len(e), sha256=hashlib.sha256(e).hexdigest()) for n, e in long]),
        badPadding=dict(column="a.b", recordId=RECORD.hex(), recordVersion=1, kind=18, keyId=1, cases=bad_padding),
    )


def name_vectors():
    k_idx = hkdf(VK, VAULT_ID, b"strongroom/idx/v1", 32)
    names = [
        "kraken", "KRAKEN", "Kraken Live", "kraken live", "Straße", "STRASSE", "Zürich", "Zu\u0308rich", "ＫＲＡＫＥＮ",
        "ﬁle", "file", "İstanbul", "istanbul", "ΟΔΟΣ", "οδος", "οδοσ", "Å", "\u212b", "한글", unicodedata.normalize("NFD", "한글"),
        "①", "1", "a/b/c", "x" * 128, "🔑" * 128, "K\u212a", "a\u00a0b", "\ufeffx", "Ω", "\u2126",
    ]
    cases = []
    for name in names:
        normal = unicodedata.normalize("NFKC", name).lower()
        cases.append(dict(name=name, normalized=normal, index=mac(k_idx, normal.encode())[:16].hex()))
    refused = [
        "", " ", " a", "a ", "\ta", "a\t", "a\nb", "a\0b", "\x7f", "a\x85b", "\u00a0a", "a\u3000", "x" * 129, "🔑" * 129, "x" * 5000,
        "a\u2028b", "a\u2029b", *(f"a{chr(c)}b" for c in [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
    ]
    blind = [
        dict(column=c, text=t, index=mac(k_idx, c.encode() + b"\0" + t.encode())[:16].hex())
        for c, t in (("clients.name", "bot"), ("clients.name", ""), ("clients.nam", "ebot"), ("grants.ziel", "zürich"))
    ]
    return dict(vaultKey=VK.hex(), vaultId=VAULT_ID.hex(), names=cases, refused=refused, blind=blind)


def encode_row(row) -> bytes:
    out = b""
    for name in sorted(row, key=lambda n: n.encode()):
        kind, value = next(iter(row[name].items()))
        if kind == "null" or name == "row_mac":
            continue
        out += bytes([len(name)]) + name.encode()
        if kind == "integer":
            out += b"\1" + struct.pack(">q", value)
        else:
            data = value.encode() if kind == "text" else bytes.fromhex(value)
            out += (b"\2" if kind == "text" else b"\3") + struct.pack(">I", len(data)) + data
    return out


def row_vectors():
    k_row, k_set = (hkdf(VK, VAULT_ID, f"strongroom/{n}/v1".encode(), 32) for n in ("row", "set"))
    integer, text, blob, null = (lambda v: dict(integer=v)), (lambda v: dict(text=v)), (lambda v: dict(blob=v.hex())), dict(null=True)
    rows = [
        ("settings", dict(name=text("auto_lock_minutes"), value=text("10"), updated_at=text("2026-11-20T07:00:00.000Z"), row_mac=blob(bytes(32)))),
        ("settings", dict(name=text("größe"), value=text(""), updated_at=null, row_mac=null)),
        ("key_slots", dict(id=text("0b5e7c1a-4d2f-4a6b-8c9d-0e1f2a3b4c5d"), version=integer(1), type=integer(2), nonce=blob(seed("slot nonce", 12)),
                           wrap=blob(seed("slot wrap", 48)), created_at=text("2026-11-20T07:00:00.000Z"), row_mac=blob(b"\1" * 32))),
        ("secrets_metadata", dict(id=text("0b5e7c1a-4d2f-4a6b-8c9d-0e1f2a3b4c5d"), key_name_index=blob(seed("index", 16)), kind=integer(1), version=integer(3),
                                  encrypted_metadata=blob(seed("meta", 288)), encrypted_value=blob(seed("value", 544)),
                                  created_at=text("2026-11-20T07:00:00.000Z"), updated_at=text("2026-11-20T07:00:00.001Z"))),
        ("vault_manifest", dict(id=integer(1), generation=integer(2**53 - 1), epoch=integer(1), digest=blob(bytes(32)), chain_id=blob(seed("chain", 16)),
                                anchor_seq=integer(0), anchor_mac=blob(bytes(32)), anchor_key=blob(b""), row_mac=blob(bytes(32)))),
        ("t", dict(b=integer(-1), a=integer(-(2**53 - 1)), B=integer(0), _=text("🔑"), a1=blob(b"\0"))),
        ("empty", {}),
    ]
    cases, terms = [], []
    for table, row in rows:
        encoded = encode_row(row)
        digest = hashlib.sha256(encoded).digest()
        row_mac = mac(k_row, b"strongroom/row/v1\0" + table.encode() + b"\0" + digest)
        term = mac(k_set, b"strongroom/set/v1\0" + table.encode() + b"\0" + digest)
        terms.append(term)
        cases.append(dict(table=table, row=row, encoded=encoded.hex(), hash=digest.hex(), rowMac=row_mac.hex(), term=term.hex()))
    full = 2**256

    def n(b):
        return int.from_bytes(b, "big")

    def total(values):
        return (sum(values) % full).to_bytes(32, "big").hex()

    ones, one, top = b"\xff" * 32, bytes(31) + b"\1", b"\x80" + bytes(31)
    sums = [
        dict(terms=[t.hex() for t in terms[:k]], digest=total([n(t) for t in terms[:k]])) for k in range(len(terms) + 1)
    ]
    sums += [
        dict(terms=[x.hex() for x in xs], digest=total([n(x) for x in xs]))
        for xs in ([ones, one], [ones, ones], [top, top], [ones] * 9, [ones, one, ones, one], [bytes(28) + b"\xff" * 4, one])
    ]
    return dict(vaultKey=VK.hex(), vaultId=VAULT_ID.hex(), rows=cases, sums=sums)


def phc_vectors():
    cost = dict(memoryKiB=65536, passes=3, lanes=1, iterations=220000)
    salt, digest = seed("phc salt", 16), seed("phc hash", 32)
    s, h = b64(salt), b64(digest)
    start = "$argon2id$v=19$m=65536,t=3,p=1$"
    good = start + s + "$" + h
    wide = dict(memoryKiB=1048576, passes=16, lanes=8, iterations=10000000)
    loose = s[:-1] + chr(ord(s[-1]) + 1)
    bad = {
        "empty": "", "order m,p,t": f"$argon2id$v=19$m=65536,p=1,t=3${s}${h}", "argon2i": good.replace("argon2id", "argon2i"),
        "argon2d": good.replace("argon2id", "argon2d"), "version 16": good.replace("v=19", "v=16"), "no version": good.replace("v=19$", ""),
        "other m": good.replace("65536", "65537"), "huge m": good.replace("65536", "8388608"), "longer m": good.replace("65536", "99999999999"),
        "other t": good.replace("t=3", "t=2"), "other p": good.replace("p=1", "p=2"), "leading zero": good.replace("t=3", "t=03"),
        "plus sign": good.replace("t=3", "t=+3"), "padded salt": start + s + "==$" + h, "padded hash": good + "=", "short salt": start + s[:-1] + "$" + h,
        "long salt": start + s + "A$" + h, "short hash": good[:-1], "long hash": good + "A", "url alphabet": start + "-_" + s[2:] + "$" + h,
        "loose bits in the salt": start + loose + "$" + h, "line feed at the end": good + "\n", "space in front": " " + good,
        "data": good.replace("p=1", "p=1,data=AAAA"), "keyid": good.replace("p=1", "p=1,keyid=AAAA"), "another hash": good + "$" + h,
        "upper case": good.replace("argon2id", "Argon2id"), "NUL": good[:-1] + "\0", "Arabic digits": good.replace("t=3", "t=\u0663"),
        "bcrypt": "$2b$12$abcdefghijklmnopqrstuuKJ7J7hZ0u8h9h9h9h9h9h9h9h9h9h9e",
    }
    return dict(cost=cost, good=[dict(cost=cost, salt=salt.hex(), hash=digest.hex(), phc=good),
                                 dict(cost=wide, salt=salt.hex(), hash=digest.hex(), phc=phc(wide, salt, digest))],
                bad=[dict(what=k, phc=v) for k, v in bad.items()])


def password_vectors():
    nfc = lambda t: unicodedata.normalize("NFC", t).encode().hex()
    texts = ["", "plain ASCII \x00\x7f", "é", "e\u0301", "Å", "\u212b", "ﬁ", "\ufeffbom", "한글", unicodedata.normalize("NFD", "한글"),
             "🔑🔑", "q\u0307\u0323", "q\u0323\u0307", "x" * 1024, "é" * 512, "e\u0301" * 512, unicodedata.normalize("NFD", "한") * 341]
    refused = dict(lone_continuation="80", overlong="c0af", surrogate="eda080", cut="e282", beyond="f4908080", five="f888808080",
                   latin1="fc", mixed="61ff62")
    too_long = ["x" * 1025, "é" * 513, "e\u0301" * 513, "x" * 100000, "é" * 100000]
    return dict(good=[dict(typed=t.encode().hex(), normalized=nfc(t)) for t in texts],
                refused=[dict(what=k, typed=v) for k, v in refused.items()],
                tooLong=[dict(typed=t.encode().hex()) for t in too_long[:3]] + [dict(repeated=t[0].encode().hex(), times=len(t)) for t in too_long[3:]])


ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase


def check(text):
    rest, out = zlib.crc32(text.encode()), ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        out = ALPHABET[digit] + out
    return out


def session_token_vectors():
    tokens = []
    for label in ("a", "b", "c"):
        body = "srt_" + "".join(ALPHABET[b % 62] for b in seed("session token " + label, 32))
        token = body + check(body)
        tokens.append(dict(token=token, hash=hashlib.sha256(token.encode()).hexdigest()))
    good = tokens[0]["token"]
    of = lambda body: body + check(body)
    bad = {
        "empty": "", "no check": good[:-6], "cut": good[:-1], "one more": good + "0", "line feed": good + "\n", "space": " " + good,
        "mistyped": good[:10] + ("1" if good[10] != "1" else "2") + good[11:], "check of zeroes": good[:-6] + "000000",
        "upper case": good.upper(), "API key": of("sr_live_" + good[4:36]), "another prefix": of("sru_" + good[4:36]),
        "no underscore": of("srt" + good[4:36]), "short body": of(good[:35]), "long body": of(good[:36] + "0"),
        "character outside": of(good[:12] + "-" + good[13:36]), "underscore inside": of(good[:12] + "_" + good[13:36]),
    }
    return dict(tokens=tokens, bad=[dict(what=k, token=v) for k, v in bad.items()])


def api_key_vectors():
    keys = []
    for env, label in [("live", "a"), ("paper", "b"), ("test", "c"), ("ab", "d"), ("abcdefgh", "e"), ("live", "small check 7")]:
        body = f"sr_{env}_" + "".join(ALPHABET[b % 62] for b in seed("api key " + label, 32))
        key = body + check(body)
        keys.append(dict(key=key, environment=env, prefix=key[:len(env) + 8], hash=hashlib.sha256(key.encode()).hexdigest()))
    good = keys[0]["key"]
    of = lambda body: body + check(body)
    bad = {
        "empty": "", "no check": good[:-6], "cut": good[:-1], "one more": good + "0", "line feed": good + "\n", "space": " " + good,
        "mistyped": good[:10] + ("1" if good[10] != "1" else "2") + good[11:], "swapped": good[:9] + good[10] + good[9] + good[11:],
        "check of zeroes": good[:-6] + "000000", "upper case": good.upper(), "session token": of("srt_" + good[8:40]),
        "another prefix": of("wm_" + good[3:40]), "no environment": of("sr__" + good[8:40]), "short environment": of("sr_a_" + good[8:40]),
        "long environment": of("sr_abcdefghi_" + good[8:40]), "capital environment": of("sr_Live_" + good[8:40]),
        "digit in environment": of("sr_liv3_" + good[8:40]), "short body": of(good[:39]), "long body": of(good[:40] + "0"),
        "character outside": of(good[:12] + "-" + good[13:40]), "underscore inside": of(good[:12] + "_" + good[13:40]),
    }
    return dict(keys=keys, bad=[dict(what=k, key=v) for k, v in bad.items()])


FILES = {
    "argon2id": published.argon2_vectors, "pbkdf2-hmac-sha512": published.pbkdf2_vectors, "hkdf-sha256": published.hkdf_vectors, "hmac-sha256": published.hmac_vectors,
    "aes-256-gcm": published.gcm_vectors, "header": header_vectors, "key-path": key_path_vectors, "subkeys": subkey_vectors,
    "envelope": envelope_vectors, "name-index": name_vectors, "row": row_vectors, "phc": phc_vectors, "password": password_vectors,
    "api-key": api_key_vectors, "session-token": session_token_vectors,
}


def main() -> int:
    differing = []
    for name, make in FILES.items():
        path = HERE / f"{name}.json"
        text = json.dumps(make(), indent=2, ensure_ascii=True) + "\n"
        if not path.exists() and "--check" not in sys.argv:
            path.write_text(text, encoding="ascii")
            print("written", path.name)
        elif not path.exists() or json.loads(path.read_text(encoding="ascii")) != json.loads(text):
            differing.append(path.name)
    for name in differing:
        print("DIFFERS", name, file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
