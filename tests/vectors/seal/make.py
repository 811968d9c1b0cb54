"""Makes the frozen vectors of this folder, independently of the Rust code.

Needs Python 3 with `cryptography` 44 or later. The files are frozen: run this only to add a
namespace, and never change a case that is there.
"""

import hashlib
import hmac
import json
import pathlib
import unicodedata

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY = bytes(range(32))
PLAIN = b"JBSWY3DPEHPK3PXP"


def join(*parts):
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def salt(name):
    return hashlib.sha256(name.encode()).digest()


def derive(key, salt, purpose, namespace, length=32):
    info = join(purpose, namespace)
    return HKDF(SHA256(), length, salt or None, info).derive(key)


def seal(key, namespace, aad, plain, salt, version=1):
    cipher = ChaCha20Poly1305(derive(key, salt, b"sb1/seal", namespace))
    bound = join(bytes([version]), namespace, aad)
    return bytes([version]) + salt + cipher.encrypt(bytes(12), plain, bound)


def passphrase_seal(passphrase, namespace, aad, plain, salt, cost=(19 * 1024, 2, 1)):
    memory, passes, lanes = cost
    normal = unicodedata.normalize("NFKC", passphrase).encode()
    argon2 = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    stretched = argon2.derive(normal)
    head = b"\x01" + b"".join(number.to_bytes(4, "big") for number in cost) + salt
    check = derive(stretched, b"", b"sb1/passphrase/check", namespace, 16)
    message = join(b"sb1/passphrase/digest", namespace, head + check)
    digest = hashlib.sha256(message).digest()[:8]
    inner = seal(stretched, namespace, join(head, aad), plain, hashlib.sha256(salt).digest())
    return head + check + digest + inner


def blind_index(key, namespace, data):
    derived = derive(key, b"", b"sb1/blind-index", namespace)
    return hmac.new(derived, join(namespace) + data, "sha256").digest()


def flip(data, at):
    data = bytearray(data)
    data[at] ^= 1
    return bytes(data)


def seal_cases(namespace):
    def case(name, expect, envelope, key=KEY, aad=b"vault 1, row 7"):
        return {"name": name, "kind": "seal", "key": key.hex(), "aad": aad.hex(),
                "input": envelope.hex(), "expect": expect}

    here = namespace.encode()
    good = seal(KEY, here, b"vault 1, row 7", PLAIN, salt(namespace))
    empty = seal(KEY, here, b"", b"", salt(namespace + " empty"))
    elsewhere = seal(KEY, here + b"x", b"vault 1, row 7", PLAIN, salt(namespace))
    return [
        case("sixteen bytes", "opens " + PLAIN.hex(), good),
        case("nothing, bound to nothing", "opens ", empty, aad=b""),
        case("another key", "refused", good, key=flip(KEY, 31)),
        case("another row", "refused", good, aad=b"vault 1, row 8"),
        case("sealed for another namespace", "refused", elsewhere),
        case("one bit of the salt altered", "refused", flip(good, 1)),
        case("one bit of the content altered", "refused", flip(good, 33)),
        case("one bit of the tag altered", "refused", flip(good, -1)),
        case("a newer version", "unknown-version 2",
             seal(KEY, here, b"vault 1, row 7", PLAIN, salt(namespace), version=2)),
        case("cut off in the salt", "too-short", good[:20]),
        case("cut off by one byte", "refused", good[:-1]),
        case("no bytes", "too-short", b""),
    ]


def passphrase_cases(namespace):
    def case(name, expect, envelope, passphrase="correct horse", aad=b"vault 1"):
        return {"name": name, "kind": "passphrase", "passphrase": passphrase, "aad": aad.hex(),
                "input": envelope.hex(), "expect": expect}

    here = namespace.encode()
    good = passphrase_seal("correct horse", here, b"vault 1", PLAIN, salt(namespace))
    width = "Gr\u00fc\u00dfe \uff11\uff12 Zoe\u0308"
    wide = passphrase_seal(width, here, b"vault 1", PLAIN, salt(namespace + " wide"))
    costly = passphrase_seal("correct horse", here, b"vault 1", PLAIN, salt(namespace + " costly"),
                             (64 * 1024, 3, 4))
    weak = passphrase_seal("correct horse", here, b"vault 1", PLAIN, salt(namespace), (64, 1, 1))
    return [
        case("least cost", "opens " + PLAIN.hex(), good),
        case("four lanes", "opens " + PLAIN.hex(), costly),
        case("outside ASCII, as sealed", "opens " + PLAIN.hex(), wide, width),
        case("outside ASCII, composed otherwise", "opens " + PLAIN.hex(), wide,
             "Gr\u00fc\u00dfe 12 Zo\u00eb"),
        case("wrong passphrase", "wrong-passphrase", good, "correct horsf"),
        case("wrong case", "wrong-passphrase", good, "Correct horse"),
        case("bound to something else", "damaged", good, aad=b"vault 2"),
        case("altered cost", "damaged", flip(good, 4)),
        case("altered check", "damaged", flip(good, 50)),
        case("altered content", "damaged", flip(good, -20)),
        case("too cheap", "cost", weak),
        case("a newer version", "unknown-version 7", b"\x07" + good[1:]),
        case("cut off in the header", "too-short", good[:40]),
        case("cut off by one byte", "damaged", good[:-1]),
    ]


def index_cases(namespace):
    def case(name, key, data):
        index = blind_index(key, namespace.encode(), data)
        return {"name": name, "kind": "blind-index", "key": key.hex(), "input": data.hex(),
                "expect": "index " + index.hex()}

    return [
        case("a word", KEY, b"income tax"),
        case("nothing", KEY, b""),
        case("another key", flip(KEY, 0), b"income tax"),
        case("more than a block", KEY, bytes(200)),
    ]


def main():
    folder = pathlib.Path(__file__).parent
    files = {"sb1/row": seal_cases, "sb1/item": seal_cases, "sb1/verifier": seal_cases,
             "sb1/document": seal_cases, "sb1/firm-seeds": seal_cases,
             "sb1/firm-object": seal_cases, "sb1/store-sign-in": seal_cases,
             "sb1/vault-key": passphrase_cases, "sb1/backup": passphrase_cases,
             "sb1/index/label": index_cases, "sb1/index/key": index_cases}
    for namespace, make in files.items():
        path = folder / (namespace.replace("/", "-") + ".json")
        content = {"namespace": namespace, "cases": make(namespace)}
        path.write_text(json.dumps(content, indent=1, ensure_ascii=True) + "\n")


main()
