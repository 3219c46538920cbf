#!/usr/bin/env python3
"""Opens a Strongroom vault without Strongroom.

    recovery.py VAULT_FOLDER [--list | --get NAME [--field F] | --json | --audit] [--password-file P]

Written from format.md alone. Needs Python 3.11 and the modules `cryptography` and `argon2` (argon2-cffi). Changes
nothing in the folder. The password is asked for or read from a file ("-": standard input), never from the command line.
Exit codes: 0 all well · 1 damaged, changed from outside or of a newer format (codes say what; what can be read is
still shown) · 2 bad arguments · 3 not the password · 4 no such secret or field. What --json prints is worth as much
as the password, and Python cannot wipe its memory.
"""

import argparse
import contextlib
import getpass
import hashlib
import hmac
import json
import pathlib
import re
import shutil
import sqlite3
import struct
import sys
import tempfile
import unicodedata
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode

try:
    from argon2 import low_level as argon2
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
except ImportError as missing:
    sys.exit(f"recovery.py: the Python module `{missing.name}` is missing (python3-cryptography, python3-argon2)")

LIMITS = {"m": (65536, 1048576), "t": (3, 16), "p": (1, 8), "c": (220000, 10000000)}
KINDS = {1: "broker", 2: "llm", 3: "generic"}
BLOCKS = {"secret.meta": 256, "secret.value": 512}
SEGMENTS_KEPT = 31 * 8 * 1024 * 1024  # bytes of log that are there when rotation drops lines
PHC = re.compile(r"\$argon2id\$v=19\$m=([0-9]+),t=([0-9]+),p=([0-9]+)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})")
NEXT_KEY = b"strongroom/audit-next/v1\0\x01"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

class Refusal(Exception):
    """Ends the program with a code of the error table and its exit code."""
    def __init__(self, code, text, exit_code=1):
        super().__init__(f"{code}: {text}")
        self.exit_code = exit_code

def mac(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()

def hkdf(ikm, salt, info):
    return mac(mac(salt, ikm), info, b"\x01")  # RFC 5869 for 32 bytes: one block of output

def gcm_open(key, nonce, sealed, aad):
    try:
        return AESGCM(key).decrypt(nonce, sealed, aad)
    except (InvalidTag, ValueError):
        return None

@contextlib.contextmanager
def open_database(folder):
    """The database, read-only. With a -wal beside it a private copy is read: SQLite would write to the original."""
    path = folder / "vault.db"
    if not path.is_file():
        raise Refusal("not_initialized", f"there is no vault.db in {folder}", 2)
    with tempfile.TemporaryDirectory(prefix="strongroom-recovery-") as private:
        beside = [path.with_name(path.name + s) for s in ("-wal", "-journal")]
        beside = [p for p in beside if p.is_file() and p.stat().st_size > 0]
        mode = "mode=ro&immutable=1"
        if beside:
            for source in (path, *beside):
                shutil.copyfile(source, pathlib.Path(private) / source.name)
            path, mode = pathlib.Path(private) / path.name, "mode=rw"
        try:
            with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True)) as database:
                database.row_factory = sqlite3.Row
                if database.execute("PRAGMA application_id").fetchone()[0] != 0x53524D31:
                    raise Refusal("db_corrupt", "vault.db is not a file of Strongroom")
                yield database
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise Refusal("db_corrupt", f"SQLite cannot read vault.db ({type(error).__name__})") from None

def tables(database):
    return {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

def rows(database, table):
    """Every row of a table as a dict; a table that the file lacks has none."""
    known = table in tables(database)
    return [dict(row) for row in database.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2')] if known else []

def decode_header(h):
    bad = Refusal("vault_header_invalid", "the header is damaged or asks for impossible costs")
    if not isinstance(h, bytes) or len(h) < 6 or h[:4] != b"SRH1":
        raise bad
    if h[4] > 1 or h[5] > 2:
        raise Refusal("newer_format", "a newer Strongroom wrote this vault")
    if len(h) != 96 or h[4] != 1 or h[5] != 2 or h[6:8] != b"\0\0":
        raise bad
    epoch, m, t, p, c, key_id = struct.unpack(">IIIB3xI3xB", h[24:48])
    cost = {"m": m, "t": t, "p": p, "c": c}
    in_range = all(low <= cost[name] <= high for name, (low, high) in LIMITS.items())
    if h[37:40] != bytes([0x13, 16, 32]) or h[44:47] != bytes([2, 32, 1]) or not in_range or epoch < 1 or key_id < 1:
        raise bad
    return {"vault_id": h[8:24], "epoch": epoch, "key_id": key_id, "salt_a": h[48:64], "salt_p": h[64:96], **cost}

def normalize(typed):
    try:
        password = unicodedata.normalize("NFC", typed.decode("utf-8")).encode("utf-8")
    except UnicodeDecodeError:
        raise Refusal("invalid_input", "the password is not valid UTF-8", 2) from None
    if len(password) > 1024:
        raise Refusal("invalid_input", "a password has at most 1024 bytes", 2)
    return password

def argon2id(password, salt, h):
    return argon2.hash_secret_raw(password, salt, h["t"], h["m"], h["p"], 32, argon2.Type.ID, 19)

def verifier_holds(password, phc, h):
    """Whether the PHC string is this password's; None if it is not exactly ours, and then it is not run."""
    match = PHC.fullmatch(phc) if isinstance(phc, str) else None
    if match is None or match.groups()[:3] != (str(h["m"]), str(h["t"]), str(h["p"])):
        return None
    salt, digest = b64decode(match[4] + "=="), b64decode(match[5] + "=")
    loose = b64encode(salt).decode() != match[4] + "==" or b64encode(digest).decode() != match[5] + "="
    return None if loose else hmac.compare_digest(argon2id(password, salt, h), digest)

def open_vault_key(auth, manifest, typed, findings):
    raw = auth["kdf_header"]
    h = decode_header(raw)
    password = normalize(typed)
    inner = argon2id(password, h["salt_a"], h)
    derived = hashlib.pbkdf2_hmac("sha512", password, h["salt_p"] + inner, h["c"], 64)
    kek, kck = derived[:32], derived[32:]
    label = b"strongroom/vault-key/v1\0"
    key = gcm_open(kek, auth["wrap_nonce"], auth["wrapped_vault_key"], label + raw)
    check = hmac.compare_digest(mac(kck, label, raw), auth["key_check"])
    if key is not None and len(key) == 32:
        k_hdr = hkdf(key, h["vault_id"], b"strongroom/hdr/v1")
        vouched = mac(k_hdr, b"strongroom/header/v1\0", raw, auth["password_hash"].encode())
        if not check or not hmac.compare_digest(vouched, auth["header_mac"]):
            findings.append("verifier_tampered: the password check was changed; the vault key is the right one")
        return key, h
    if check:
        raise Refusal("key_slot_corrupt", "the password is right, but the wrapped vault key is damaged")
    verified = verifier_holds(password, auth["password_hash"], h)
    if verified is True or manifest is None or manifest["epoch"] != h["epoch"]:
        raise Refusal("header_tampered", "the header was changed")
    if verified is None:
        raise Refusal("vault_header_invalid", "wrong password or damaged vault: the password hash cannot be read")
    raise Refusal("bad_password", "that is not the password", 3)

class Vault:
    """The vault key and what hangs on it."""
    def __init__(self, key, header):
        self.key, self.id, self.key_id = key, header["vault_id"], header["key_id"]
        infos = (f"strongroom/{name}/v1".encode() for name in ("idx", "set", "row"))
        self.k_idx, self.k_set, self.k_row = (hkdf(key, self.id, info) for info in infos)

    def open(self, column, record, version, kind, envelope):
        """The text of a single envelope, or None."""
        block, name = BLOCKS.get(column, 64), column.encode()
        if not isinstance(envelope, bytes) or envelope[:4] != bytes([1, 1, self.key_id, 0]):
            return None
        if not 1 <= version <= 0xFFFFFFFF or not 1 <= kind <= 255 or (len(envelope) - 32) % block != 0:
            return None
        aad = b"strongroom/field/v1\0" + envelope[:4] + self.id + bytes([len(name)]) + name + record
        key = hkdf(self.key, record, b"strongroom/field/v1\0" + name)
        padded = gcm_open(key, envelope[4:16], envelope[16:], aad + struct.pack(">IB", version, kind))
        if not padded:
            return None
        text = padded.rstrip(b"\0")
        fits = text.endswith(b"\x80") and len(padded) - len(text) < block and len(text) <= 4 * 1024 * 1024 + 1
        return text[:-1] if fits else None

    def row_hash(self, row):
        out = b""
        for name in sorted(row, key=str.encode):
            value = row[name]
            if value is None or name == "row_mac":
                continue
            out += bytes([len(name)]) + name.encode()
            if isinstance(value, int):
                out += b"\x01" + struct.pack(">q", value)
            elif isinstance(value, (str, bytes)):
                data = value.encode() if isinstance(value, str) else value
                out += (b"\x02" if isinstance(value, str) else b"\x03") + struct.pack(">I", len(data)) + data
            else:
                raise Refusal("db_corrupt", "a row holds a number that is no integer")
        return hashlib.sha256(out).digest()

    def row_mac(self, table, row):
        return mac(self.k_row, b"strongroom/row/v1\0", table.encode(), b"\0", self.row_hash(row))

    def term(self, table, row):
        return int.from_bytes(mac(self.k_set, b"strongroom/set/v1\0", table.encode(), b"\0", self.row_hash(row)), "big")

    def name_index(self, name):
        return mac(self.k_idx, unicodedata.normalize("NFKC", name).lower().encode())[:16]

def check_integrity(vault, database, header, manifest, findings):
    """Manifest, epoch, row MACs and digest. The covered tables are secrets_metadata and all that have a row_mac."""
    if manifest is None or not hmac.compare_digest(vault.row_mac("vault_manifest", manifest), manifest["row_mac"]):
        findings.append("tampered: the manifest is missing or was changed")
        return
    if manifest["epoch"] != header["epoch"]:
        findings.append("tampered: header and manifest are of different times (epoch)")
    total = 0
    for table in sorted(tables(database) - {"vault_manifest"}):
        for row in rows(database, table):
            if table != "secrets_metadata" and "row_mac" not in row:
                break
            total += vault.term(table, row)
            if "row_mac" in row and not hmac.compare_digest(vault.row_mac(table, row), row["row_mac"]):
                findings.append(f"tampered: a row of {table} was changed or planted")
    if (total % 2**256).to_bytes(32, "big") != manifest["digest"]:
        findings.append("tampered: rows were changed, added, removed or put back (digest)")

def parse_object(text):
    with contextlib.suppress(ValueError, RecursionError):
        parsed = json.loads(text or b"null")
        return parsed if isinstance(parsed, dict) else None

def read_secret(vault, row, findings):
    """Metadata of one record with `id`, `kind`, `version` and a function that opens its value; None if damaged."""
    sound = UUID.fullmatch(row["id"]) and row["kind"] in KINDS
    record, kind = bytes.fromhex(row["id"].replace("-", "")) if sound else b"", row["kind"]
    text = vault.open("secret.meta", record, row["version"], kind, row["encrypted_metadata"]) if sound else None
    metadata = parse_object(text) or {}
    if not isinstance(metadata.get("name"), str):
        return findings.append(f"record_corrupt: {row['id'][:36]!r} does not open")
    if not hmac.compare_digest(vault.name_index(metadata["name"]), row["key_name_index"]):
        findings.append(f"record_corrupt: the name inside {row['id']} does not belong to its index")

    def open_value(version=row["version"], envelope=row["encrypted_value"]):
        value = parse_object(vault.open("secret.value", record, version, kind, envelope))
        if value is None or not isinstance(value.get("fields"), dict):
            return findings.append(f"record_corrupt: a value of {row['id']}, version {version}, does not open")
        return value

    return {"id": row["id"], "kind": KINDS[kind], "version": row["version"], "metadata": metadata, "value": open_value}

def audit_files(folder):
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    broken = [(int(m[1]), m[0]) for m in (re.fullmatch(r"audit-(\d+)\.broken\.jsonl", n) for n in names) if m]
    full = sorted(n for n in names if re.fullmatch(r"audit-\d{12}\.jsonl", n))
    return [n for _, n in sorted(broken)] + full + [n for n in names if n == "audit.jsonl"]

def parse_line(line):
    """(entry, MAC as bytes, the bytes under the MAC) of one line, or None."""
    match = re.fullmatch(rb',"mac":"([A-Za-z0-9_-]{43})"\}\n', line[-54:])
    entry = parse_object(line[:-54] + b"}") if match else None
    if entry is None or type(entry.get("seq")) is not int or not 0 <= entry["seq"] < 2**53:
        return None
    raw = urlsafe_b64decode(match[1] + b"=")
    return (entry, raw, line[:-54]) if urlsafe_b64encode(raw) == match[1] + b"=" else None

def walk(lines, first, seed, before):
    """(lines verified, problem) under one chain's keys. If `before` is None the second line vouches for the first."""
    key, verified = seed, []
    for _ in range(first):
        key = mac(key, NEXT_KEY)
    for number, line in enumerate(lines):
        parsed = parse_line(line)
        if parsed is None or parsed[0]["seq"] != first + number:
            return verified, "unreadable" if parsed is None else "a line is missing or was added"
        entry, tag, covered = parsed
        made = mac(key, b"strongroom/audit/v1\0", struct.pack(">Q", entry["seq"]), before or b"", covered)
        if before is not None and not hmac.compare_digest(made, tag):
            return verified, "altered"
        verified.append((entry, tag))
        key, before = mac(key, NEXT_KEY), tag
    return verified, None

def walk_file(lines, seeds, known):
    """(chain id, lines verified, problem) of one file; its chain is the one whose keys fit the most lines."""
    start = parse_line(lines[0]) if lines else None
    best = (None, [], "altered, or the first key of its chain is not in the vault" if start else "unreadable")
    for chain_id, seed in seeds if start else []:
        first = start[0]["seq"]
        before = bytes(32) if first == 0 else known.get((chain_id, first - 1))
        verified, problem = walk(lines, first, seed, before)
        if len(verified) > max(len(best[1]), before is None):
            best = (chain_id, verified, problem)
    return best if lines else (None, [], None)

def checkpoints(files, seeds):
    content, known = b"".join(files.values()), {}  # {(chain id, seq): MAC} of lines that rotation dropped
    for line in content.split(b"\n") if len(content) >= SEGMENTS_KEPT else []:
        entry = parse_line(line + b"\n") if b'"event":"audit.checkpoint"' in line else None
        with contextlib.suppress(KeyError, TypeError, ValueError):
            before = urlsafe_b64decode(entry[0]["ref"]["mac"] + "=")
            known.update({(chain_id, entry[0]["n"]["to"]): before for chain_id, _ in seeds})
    return known

def verify_audit(vault, database, folder, manifest, findings):
    seeds = []
    for row in rows(database, "audit_chains"):
        seed = vault.open("audit_chains.seed", row["chain_id"], 1, 16, row["seed"])
        if seed is None or len(seed) != 32:
            findings.append("audit_gap: the first key of a chain does not open")
        else:
            seeds.append((row["chain_id"], seed))
    files = {name: (folder / name).read_bytes() for name in audit_files(folder)}
    known, generation = checkpoints(files, seeds), 0
    for name, content in files.items():
        *lines, rest = content.split(b"\n")
        chain_id, verified, problem = walk_file([line + b"\n" for line in lines], seeds, known)
        first = verified[0][0]["seq"] if verified else 0
        if first > 0 and (chain_id, first - 1) not in known:
            findings.append(f"audit_gap: {name}: the lines before {first} are missing")
        for entry, tag in verified:
            known[chain_id, entry["seq"]] = tag
            gen = entry["n"].get("gen") if isinstance(entry.get("n"), dict) else None
            generation = max(generation, gen if isinstance(gen, int) else 0)
        torn = ", and a torn line at the end" if rest else ""
        print(f"{name}: {len(verified)} of {len(lines)} lines verified, chain {(chain_id or b'').hex() or '-'}{torn}")
        if problem:
            findings.append(f"audit_gap: {name}, line {len(verified) + 1}: {problem}")
    if manifest and known.get((manifest["chain_id"], manifest["anchor_seq"])) != manifest["anchor_mac"]:
        findings.append("audit_gap: the log lacks the line that the vault was last anchored to")
    if manifest and generation > manifest["generation"]:
        findings.append("tampered: the log knows a later state of the vault (rolled back)")

def print_value(secrets, name, field):
    wanted = unicodedata.normalize("NFKC", name).lower()
    found = [s for s in secrets if unicodedata.normalize("NFKC", s["metadata"]["name"]).lower() == wanted]
    if not found:
        raise Refusal("not_found", "there is no secret by that name", 4)
    value = found[0]["value"]()
    if value is None:
        return
    texts = {"totp": value["totp"]} if "totp" in value else {}
    texts.update((key, f.get("value")) for key, f in value["fields"].items() if isinstance(f, dict))
    chosen = field or ("value" if "value" in texts else next(iter(texts)) if len(texts) == 1 else None)
    if chosen is None:
        raise Refusal("invalid_input", f"choose with --field: {', '.join(texts)}", 2)
    if not isinstance(texts.get(chosen), str):
        raise Refusal("not_found", "the secret has no such field", 4)
    sys.stdout.buffer.write(texts[chosen].encode() + (b"\n" if sys.stdout.isatty() else b""))

def print_json(secrets, database):
    history = rows(database, "secret_versions")
    out = []
    for secret in secrets:
        older = [row for row in history if row["secret_id"] == secret["id"]]
        for row in older:
            row["value"] = secret["value"](row["version"], row.pop("encrypted_value"))
        out.append({**secret, "value": secret["value"](), "older": older})
    print(json.dumps(out, indent=2))

def read_password(path):
    if path is None:
        return getpass.getpass("Password: ").encode("utf-8", "surrogateescape")
    raw = sys.stdin.buffer.read() if path == "-" else pathlib.Path(path).read_bytes()
    return raw.removesuffix(b"\n").removesuffix(b"\r")

def run(arguments):
    folder, findings = pathlib.Path(arguments.folder), []
    with open_database(folder) as database:
        auth, manifest = (next(iter(rows(database, t)), None) for t in ("auth_config", "vault_manifest"))
        if auth is None:
            raise Refusal("not_initialized", "there is no password in vault.db", 2)
        key, header = open_vault_key(auth, manifest, read_password(arguments.password_file), findings)
        vault = Vault(key, header)
        check_integrity(vault, database, header, manifest, findings)
        if arguments.audit:
            verify_audit(vault, database, folder / "audit", manifest, findings)
        else:
            secrets = [s for row in rows(database, "secrets_metadata") if (s := read_secret(vault, row, findings))]
            secrets.sort(key=lambda s: s["metadata"]["name"])
            if arguments.get is not None:
                print_value(secrets, arguments.get, arguments.field)
            elif arguments.json:
                print_json(secrets, database)
            else:
                sys.stdout.write("".join(f"{s['kind']}\t{s['metadata']['name']}\n" for s in secrets))
    sys.stderr.write("".join(f"recovery.py: {finding}\n" for finding in findings))
    return 1 if findings else 0

def main():
    parser = argparse.ArgumentParser(description="Opens a Strongroom vault without Strongroom.")
    parser.add_argument("folder", metavar="VAULT_FOLDER")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="kinds and names (the default)")
    what.add_argument("--get", metavar="NAME", help="print one value as it is stored")
    what.add_argument("--json", action="store_true", help="print everything, older values too")
    what.add_argument("--audit", action="store_true", help="verify the audit log")
    parser.add_argument("--field", metavar="F", help="with --get: which field")
    parser.add_argument("--password-file", metavar="P", help="read the password from a file, - is standard input")
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(run(parser.parse_args()))
    except (Refusal, OSError) as error:
        print(f"recovery.py: {error}", file=sys.stderr)
        sys.exit(error.exit_code if isinstance(error, Refusal) else 1)

if __name__ == "__main__":
    main()
