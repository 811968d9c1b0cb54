"""Makes the frozen vectors of the team protocol's primitives, independently of the Rust code.

Needs Python 3 with `cryptography` 44 or later. HPKE is put together here from RFC 9180. The files
are frozen: run this only to add a label, and never change a case that is there.
"""

import hashlib
import hmac
import json
import pathlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY = bytes(range(32))
SALT = hashlib.sha256(b"salt").digest()
CONTEXT = bytes(range(64))
AAD = b"the header"
PLAIN = b"JBSWY3DPEHPK3PXP"


def raw(public):
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def flip(data, at):
    data = bytearray(data)
    data[at] ^= 1
    return bytes(data)


def hkdf(key, salt, info):
    return HKDF(SHA256(), 32, salt or None, info).derive(key)


# HPKE base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.

KEM_SUITE = b"KEM" + (0x20).to_bytes(2, "big")
SUITE = b"HPKE" + b"".join(n.to_bytes(2, "big") for n in (0x20, 0x01, 0x03))


def extract(salt, key):
    return hmac.new(salt or bytes(32), key, "sha256").digest()


def expand(prk, info, length):
    out, block, count = b"", b"", 0
    while len(out) < length:
        count += 1
        block = hmac.new(prk, block + info + bytes([count]), "sha256").digest()
        out += block
    return out[:length]


def labeled_extract(suite, salt, label, key):
    return extract(salt, b"HPKE-v1" + suite + label + key)


def labeled_expand(suite, prk, label, info, length):
    return expand(prk, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)


def derive_keypair(seed):
    prk = labeled_extract(KEM_SUITE, b"", b"dkp_prk", seed)
    return X25519PrivateKey.from_private_bytes(labeled_expand(KEM_SUITE, prk, b"sk", b"", 32))


def wrap(recipient, ephemeral_seed, info, aad, key):
    ephemeral = derive_keypair(ephemeral_seed)
    enc = raw(ephemeral.public_key())
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(recipient))
    prk = labeled_extract(KEM_SUITE, b"", b"eae_prk", shared)
    secret = labeled_expand(KEM_SUITE, prk, b"shared_secret", enc + recipient, 32)
    psk_id_hash = labeled_extract(SUITE, b"", b"psk_id_hash", b"")
    info_hash = labeled_extract(SUITE, b"", b"info_hash", info)
    schedule = b"\x00" + psk_id_hash + info_hash
    prk = labeled_extract(SUITE, secret, b"secret", b"")
    aead_key = labeled_expand(SUITE, prk, b"key", schedule, 32)
    nonce = labeled_expand(SUITE, prk, b"base_nonce", schedule, 12)
    return enc + ChaCha20Poly1305(aead_key).encrypt(nonce, key, aad)


def content_cases(label):
    def seal(context=CONTEXT, label=label):
        return ChaCha20Poly1305(hkdf(KEY, SALT, label + context)).encrypt(bytes(12), PLAIN, AAD)

    def case(name, expect, sealed, key=KEY, salt=SALT, context=CONTEXT, aad=AAD):
        return {"name": name, "kind": "content", "key": key.hex(), "salt": salt.hex(),
                "context": context.hex(), "aad": aad.hex(), "input": sealed.hex(),
                "expect": expect}

    good = seal()
    return [
        case("sixteen bytes", "opens " + PLAIN.hex(), good),
        case("another key", "refused", good, key=flip(KEY, 0)),
        case("another salt", "refused", good, salt=flip(SALT, 0)),
        case("another place", "refused", good, context=flip(CONTEXT, 63)),
        case("another header", "refused", good, aad=AAD + b"."),
        case("sealed for another label", "refused", seal(label=label + b"x")),
        case("one bit altered", "refused", flip(good, 0)),
        case("shorter than a tag", "too-short", good[:15]),
    ]


def sign_cases(label):
    private = Ed25519PrivateKey.from_private_bytes(KEY)
    public = raw(private.public_key())

    def case(name, expect, signature, message=PLAIN, key=public):
        return {"name": name, "kind": "sign", "key": key.hex(), "input": message.hex(),
                "signature": signature.hex(), "expect": expect}

    good = private.sign(label + PLAIN)
    elsewhere = private.sign(b"ts1/other\x00" + PLAIN)
    return [
        dict(case("from a seed", "signs", good), seed=KEY.hex()),
        case("another message", "refused", good, message=PLAIN + b"."),
        case("another label", "refused", elsewhere),
        case("no label", "refused", private.sign(PLAIN)),
        case("another key", "refused", good, key=flip(public, 0)),
        case("one bit altered", "refused", flip(good, 40)),
    ]


def hash_cases(label):
    def case(name, data):
        return {"name": name, "kind": "hash", "input": data.hex(),
                "expect": "hash " + hashlib.sha256(label + data).hexdigest()}

    return [case("nothing", b""), case("a text", PLAIN), case("more than a block", bytes(200))]


def derive_cases(label):
    def case(name, key, salt, context):
        return {"name": name, "kind": "derive", "key": key.hex(), "salt": salt.hex(),
                "context": context.hex(),
                "expect": "secret " + hkdf(key, salt, label + context).hex()}

    return [case("no salt, no context", KEY, b"", b""), case("both", KEY, SALT[:16], CONTEXT),
            case("sixteen bytes of key", KEY[:16], b"", b"")]


def wrap_cases(label):
    recipient = derive_keypair(KEY)
    info, aad = label + CONTEXT, SALT[:16]
    good = wrap(raw(recipient.public_key()), SALT, info, aad, PLAIN * 2)

    def case(name, expect, wrapped, seed=KEY, info=info, aad=aad):
        return {"name": name, "kind": "wrap", "seed": seed.hex(), "info": info.hex(),
                "aad": aad.hex(), "input": wrapped.hex(), "expect": expect,
                "public": raw(derive_keypair(seed).public_key()).hex()}

    return [
        dict(case("a group key", "opens " + (PLAIN * 2).hex(), good), ephemeral=SALT.hex()),
        case("another device", "refused", good, seed=flip(KEY, 0)),
        case("another place", "refused", good, info=flip(info, -1)),
        case("another device's id", "refused", good, aad=flip(aad, 0)),
        case("one bit altered", "refused", flip(good, 50)),
        case("a point of low order", "refused", bytes(32) + good[32:]),
    ]


LABELS = {
    "ts1/device": hash_cases, "ts1/hash\0": hash_cases, "ts1/ack-hash\0": hash_cases,
    "ts1/use-hash\0": hash_cases, "ts1/state\0": hash_cases, "ts1/safety": hash_cases,
    "ts1/team-code": hash_cases, "ts1/commit": hash_cases,
    "ts1/entry\0": sign_cases, "ts1/ack\0": sign_cases, "ts1/join\0": sign_cases,
    "ts1/use\0": sign_cases, "ts1/certificate\0": sign_cases,
    "ts1/kc": derive_cases, "ts1/invite/id": derive_cases, "ts1/invite/offer": derive_cases,
    "ts1/invite/join": derive_cases, "ts1/invite/welcome": derive_cases,
    "ts1/kit/sign": derive_cases, "ts1/kit/kem": derive_cases,
    "ts1/wrap": wrap_cases,
    **{"ts1/seal/" + kind: content_cases for kind in (
        "entry", "secrets", "details", "archive", "ack", "use", "offer", "join", "welcome",
        "leaving")},
}


def main():
    folder = pathlib.Path(__file__).parent / "ts1"
    for label, make in LABELS.items():
        path = folder / (label[4:].rstrip("\0").replace("/", "-") + ".json")
        if path.exists():
            continue
        content = {"label": label, "cases": make(label.encode())}
        path.write_text(json.dumps(content, indent=1, ensure_ascii=True) + "\n")


main()
