#!/usr/bin/python3
"""Writes audit-chain.json and audit-state.json from docs/format.md section 7, with nothing but the standard library.

The vectors are frozen: this script says how they were made, it is not run by the tests.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import struct

HERE = pathlib.Path(__file__).parent
SEED = bytes(range(0x40, 0x60))
CHAIN_ID = bytes(range(0x10, 0x20))


def mac_of(key: bytes, seq: int, previous: bytes, covered: bytes) -> bytes:
    message = b"strongroom/audit/v1\0" + struct.pack(">Q", seq) + previous + covered
    return hmac.new(key, message, hashlib.sha256).digest()


def next_key(key: bytes) -> bytes:
    return hmac.new(key, b"strongroom/audit-next/v1\0" + b"\x01", hashlib.sha256).digest()


def escape(text: str) -> str:
    out = ""
    units = text.encode("utf-16-be")
    for (code,) in struct.iter_unpack(">H", units):
        if code in (0x22, 0x5C):
            out += "\\" + chr(code)
        elif 0x20 <= code <= 0x7E:
            out += chr(code)
        else:
            out += "\\u%04x" % code
    return '"' + out + '"'


def covered_text(entry: dict) -> bytes:
    parts = []
    for name in ("v", "seq", "ts", "mono", "boot", "correlation_id", "actor", "event", "outcome", "reason", "ref", "n"):
        value = entry[name]
        if value is None:
            text = "null"
        elif isinstance(value, int):
            text = str(value)
        elif isinstance(value, str):
            text = escape(value)
        else:
            text = "{" + ",".join(
                escape(key) + ":" + (str(item) if isinstance(item, int) else escape(item)) for key, item in value.items()
            ) + "}"
        parts.append(f'"{name}":{text}')
    return ("{" + ",".join(parts)).encode("ascii")


def entry(seq: int, mono: int, actor: str, event: str, outcome: str, reason=None, ref=None, n=None) -> dict:
    return {
        "v": 1,
        "seq": seq,
        "ts": "2026-11-20T07:%02d:00.250Z" % seq,
        "mono": mono,
        "boot": "0badf00d",
        "correlation_id": "3f2504e0-4f89-41d3-9a0c-0305e82c33%02x" % seq,
        "actor": actor,
        "event": event,
        "outcome": outcome,
        "reason": reason,
        "ref": ref or {},
        "n": n or {},
    }


ENTRIES = [
    entry(0, 86400000, "cli", "vault.setup", "ok"),
    entry(1, 86400001, "cli", "vault.unlock", "attempt"),
    entry(2, 86400950, "cli", "vault.unlock", "denied", "bad_password", n={"counted": 1}),
    entry(3, 9007199254740991, "gateway", "secret.read", "ok",
          ref={"secret": "7d444840-9dc0-11d1-b245-5ffdce74fad2", "client": "cli_7d444840-9dc0-11d1-b245-5ffdce74fad2"},
          n={"gen": 7, "version": 2, "delta": -9007199254740991}),
    entry(4, 0, "system", "audit.checkpoint", "ok",
          ref={"mac": "A" * 43}, n={"from": 0, "to": 4294967296}),
    entry(5, 1, "owner", "note", "error", "internal", ref={"later": "Zürich \"\\\n\x7f \U0001f512"}),
]


def chain() -> dict:
    key, previous, lines = SEED, bytes(32), []
    for item in ENTRIES:
        covered = covered_text(item)
        mac = mac_of(key, item["seq"], previous, covered)
        text = base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
        line = covered + b',"mac":"' + text.encode() + b'"}\n'
        assert len(line) - len(covered) == 54
        lines.append({"entry": item, "line": line.decode("ascii"), "key": key.hex(), "mac": mac.hex()})
        key, previous = next_key(key), mac
    far = SEED
    for _ in range(1000):
        far = next_key(far)
    high = mac_of(SEED, 2**40 + 5, bytes(range(32)), b"covered")
    return {
        "seed": SEED.hex(),
        "lines": lines,
        "nextKey": key.hex(),
        "key1000": far.hex(),
        "macAtHighSeq": {"seq": 2**40 + 5, "previous": bytes(range(32)).hex(), "covered": "covered", "mac": high.hex()},
    }


def state_bytes(next_seq, key, last_mac, seed, failed, pending, mono) -> bytes:
    body = (
        b"SRC1" + bytes(4) + CHAIN_ID + struct.pack(">Q", next_seq) + key + last_mac + seed
        + struct.pack(">IIQ", failed, pending, mono) + bytes(80)
    )
    assert len(body) == 224
    return body + hashlib.sha256(body).digest()


def states(made: dict) -> list:
    last = bytes.fromhex(made["lines"][-1]["mac"])
    key = bytes.fromhex(made["nextKey"])
    cases = [
        ("a new chain", 0, SEED, bytes(32), SEED, 0, 0, 0),
        ("unsealed, an attempt pending", 6, key, last, SEED, 3, 1, 86400001),
        ("sealed, many failures", 6, key, last, bytes(32), 4294967295, 0, 9007199254740991),
    ]
    return [
        {
            "name": name,
            "bytes": state_bytes(seq, k, mac, seed, failed, pending, mono).hex(),
            "chainId": CHAIN_ID.hex(), "nextSeq": seq, "key": k.hex(), "lastMac": mac.hex(),
            "seed": None if seed == bytes(32) else seed.hex(),
            "failed": failed, "pending": pending == 1, "lastAttemptMs": mono,
        }
        for name, seq, k, mac, seed, failed, pending, mono in cases
    ]


if __name__ == "__main__":
    made = chain()
    for name, content in (("audit-chain.json", made), ("audit-state.json", states(made))):
        (HERE / name).write_text(json.dumps(content, indent=2, ensure_ascii=True) + "\n", encoding="ascii")
