"""Published vectors, written down from their sources and checked against primitives.py."""

import hashlib

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from primitives import argon2id, argon2id_full, hkdf, mac, seed


def argon2_vectors():
    rfc = dict(
        source="RFC 9106 section 5.3", memoryKiB=32, passes=3, lanes=4, password="01" * 32, salt="02" * 16,
        secret="03" * 8, associatedData="04" * 12,
        hash="0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659",
    )
    got = argon2id_full(*(bytes.fromhex(rfc[k]) for k in ("password", "salt", "secret", "associatedData")), 32, 3, 4, 32)
    assert got.hex() == rfc["hash"], got.hex()
    plain = []
    for password, m, t, p, length in (
        (b"", 64, 1, 1, 32), (b"password", 256, 2, 2, 32), (b"\x00\xff" * 512, 1024, 3, 4, 64), (b"x", 65536, 3, 1, 32),
    ):
        salt = seed(f"argon2 salt {m}", 16)
        plain.append(
            dict(password=password.hex(), salt=salt.hex(), memoryKiB=m, passes=t, lanes=p,
                 hash=argon2id(password, salt, m, t, p, length).hex())
        )
    return dict(rfc9106=rfc, plain=plain)


def pbkdf2_vectors():
    cases = [
        ("password", "salt", 1,
         "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce"),
        ("password", "salt", 2,
         "e1d9c16aa681708a45f5c7c4e215ceb66e011a2e9f0040713f18aefdb866d53cf76cab2868a39b9f7840edce4fef5a82be67335c77a6068e04112754f27ccf4e"),
        ("password", "salt", 4096,
         "d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5143f30602641b3d55cd335988cb36b84376060ecd532e039b742a239434af2d5"),
        ("passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096,
         "8c0511f4c6e597c6ac6315d8f0362e225f3c501495ba23b868c005174dc4ee71115b59f9e60cd9532fa33e0f75aefe30225c583a186cd82bd4daea9724a3d3b8"),
    ]
    out = []
    for password, salt, count, want in cases:
        assert hashlib.pbkdf2_hmac("sha512", password.encode(), salt.encode(), count, 64).hex() == want, (password, count)
        out.append(dict(password=password.encode().hex(), salt=salt.encode().hex(), iterations=count, key=want))
    short = hashlib.pbkdf2_hmac("sha512", b"pass\0word", b"sa\0lt", 4096, 16).hex()
    out.append(dict(password=b"pass\0word".hex(), salt=b"sa\0lt".hex(), iterations=4096, key=short))
    return dict(source="the inputs of RFC 6070 with SHA-512", cases=out)


def hkdf_vectors():
    cases = [
        dict(ikm="0b" * 22, salt="000102030405060708090a0b0c", info="f0f1f2f3f4f5f6f7f8f9",
             okm="3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
        dict(ikm=bytes(range(0x00, 0x50)).hex(), salt=bytes(range(0x60, 0xB0)).hex(), info=bytes(range(0xB0, 0x100)).hex(),
             okm="b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"),
        dict(ikm="0b" * 22, salt="", info="",
             okm="8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
    ]
    for c in cases:
        got = hkdf(*(bytes.fromhex(c[k]) for k in ("ikm", "salt", "info")), len(c["okm"]) // 2)
        assert got.hex() == c["okm"]
    return dict(source="RFC 5869 appendix A.1 to A.3", cases=cases)


def hmac_vectors():
    cases = [
        ("0b" * 20, b"Hi There".hex(), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (b"Jefe".hex(), b"what do ya want for nothing?".hex(),
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        ("aa" * 20, "dd" * 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        (bytes(range(1, 26)).hex(), "cd" * 50, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        ("0c" * 20, b"Test With Truncation".hex(), "a3b6167473100ee06e0c796c2955552b"),
        ("aa" * 131, b"Test Using Larger Than Block-Size Key - Hash Key First".hex(),
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        ("aa" * 131,
         b"This is a test using a larger than block-size key and a larger than block-size data. "
         b"The key needs to be hashed before being used by the HMAC algorithm.".hex(),
         "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ]
    for key, data, want in cases:
        assert mac(bytes.fromhex(key), bytes.fromhex(data)).hex().startswith(want)
    return dict(source="RFC 4231 section 4, case 5 truncated to 16 bytes",
                cases=[dict(key=k, data=d, mac=m) for k, d, m in cases])


def gcm_vectors():
    key = "feffe9928665731c6d6a8f9467308308" * 2
    text = (
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255"
    )
    sealed = (
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
    )
    cases = [
        dict(case=13, key="00" * 32, nonce="00" * 12, aad="", plaintext="", ciphertext="", tag="530f8afbc74536b9a963b4f1c4cb738b"),
        dict(case=14, key="00" * 32, nonce="00" * 12, aad="", plaintext="00" * 16,
             ciphertext="cea7403d4d606b6e074ec5d3baf39d18", tag="d0d1c8a799996bf0265b98b5d48ab919"),
        dict(case=15, key=key, nonce="cafebabefacedbaddecaf888", aad="", plaintext=text, ciphertext=sealed,
             tag="b094dac5d93471bdec1a502270e3cc6c"),
        dict(case=16, key=key, nonce="cafebabefacedbaddecaf888", aad="feedfacedeadbeeffeedfacedeadbeefabaddad2",
             plaintext=text[:120], ciphertext=sealed[:120], tag="76fc6ece0f4e1768cddf8853bb2d551b"),
    ]
    for c in cases:
        k, n, a, p = (bytes.fromhex(c[x]) for x in ("key", "nonce", "aad", "plaintext"))
        assert AESGCM(k).encrypt(n, p, a).hex() == c["ciphertext"] + c["tag"], c["case"]
    return dict(source="McGrew and Viega, The Galois/Counter Mode of Operation, appendix B, cases 13 to 16", cases=cases)
