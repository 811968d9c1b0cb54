"""Opens the frozen firm with another implementation, written from docs/protocol.md alone.

Needs Python 3 with `cryptography` 44 or later. Verifies every signature, hash, name, commitment,
wrap and seal that the first administrator's device can reach. Prints what it proved.
"""

import base64
import hashlib
import hmac
import json
import pathlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey, Ed25519PublicKey)
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

EVERYONE, ADMINISTRATORS = bytes(16), bytes(15) + b"\1"


def base32(data):
    return base64.b32encode(data).decode().rstrip("=").lower()


def unbase32(text):
    return base64.b32decode(text.upper() + "=" * (-len(text) % 8))


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def cbor(data, at=0):
    """Returns one item and where it ends."""
    kind, info = data[at] >> 5, data[at] & 31
    at += 1
    assert info < 28
    if kind == 7:
        return {20: False, 21: True, 22: None}[info], at
    number = info
    if info >= 24:
        size = 1 << (info - 24)
        number, at = int.from_bytes(data[at:at + size], "big"), at + size
        assert number >= (24 if size == 1 else 1 << (4 * size)), "not the shortest"
    if kind == 0:
        return number, at
    if kind in (2, 3):
        part = data[at:at + number]
        return (part if kind == 2 else part.decode()), at + number
    items = []
    for _ in range(number * (2 if kind == 5 else 1)):
        item, at = cbor(data, at)
        items.append(item)
    if kind == 4:
        return items, at
    assert kind == 5 and items[::2] == sorted(set(items[::2]))
    return dict(zip(items[::2], items[1::2])), at


def head(kind, number):
    for info, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 24:
            return bytes([kind << 5 | number])
        if number < 1 << (8 * size):
            return bytes([kind << 5 | info]) + number.to_bytes(size, "big")


def write(item):
    if isinstance(item, bool) or item is None:
        return bytes([{False: 0xf4, True: 0xf5, None: 0xf6}[item]])
    if isinstance(item, int):
        return head(0, item)
    if isinstance(item, bytes):
        return head(2, len(item)) + item
    if isinstance(item, str):
        return head(3, len(item.encode())) + item.encode()
    if isinstance(item, list):
        return head(4, len(item)) + b"".join(map(write, item))
    return head(5, len(item)) + b"".join(write(k) + write(item[k]) for k in sorted(item))


def read(data):
    item, end = cbor(data)
    assert end == len(data) and write(item) == data
    return item


def hkdf(key, salt, info):
    return HKDF(SHA256(), 32, salt or None, info).derive(key)


def open_content(key, label, context, salt, aad, sealed):
    return ChaCha20Poly1305(hkdf(key, salt, label + context)).decrypt(bytes(12), sealed, aad)


# HPKE base mode, RFC 9180.

KEM_SUITE = b"KEM" + (0x20).to_bytes(2, "big")
SUITE = b"HPKE" + b"".join(n.to_bytes(2, "big") for n in (0x20, 0x01, 0x03))


def extract(suite, salt, label, key):
    return hmac.new(salt or bytes(32), b"HPKE-v1" + suite + label + key, "sha256").digest()


def expand(suite, prk, label, info, length):
    info = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.new(prk, info + b"\1", "sha256").digest()[:length]


def derive_keypair(seed):
    prk = extract(KEM_SUITE, b"", b"dkp_prk", seed)
    return X25519PrivateKey.from_private_bytes(expand(KEM_SUITE, prk, b"sk", b"", 32))


def raw(public):
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def unwrap(private, wrapped, info, aad):
    enc, ciphertext = wrapped[:32], wrapped[32:]
    shared = private.exchange(X25519PublicKey.from_public_bytes(enc))
    prk = extract(KEM_SUITE, b"", b"eae_prk", shared)
    secret = expand(KEM_SUITE, prk, b"shared_secret", enc + raw(private.public_key()), 32)
    schedule = (b"\0" + extract(SUITE, b"", b"psk_id_hash", b"")
                + extract(SUITE, b"", b"info_hash", info))
    prk = extract(SUITE, secret, b"secret", b"")
    key = expand(SUITE, prk, b"key", schedule, 32)
    nonce = expand(SUITE, prk, b"base_nonce", schedule, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, aad)


class Firm:
    def __init__(self, file):
        self.file, self.firm = file, unbase32(file["firm"])
        self.objects = {name: bytes.fromhex(text) for name, text in file["objects"].items()}
        sign = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file["admin_sign"]))
        self.kem = derive_keypair(bytes.fromhex(file["admin_kem"]))
        self.me = self.device([raw(sign.public_key()), raw(self.kem.public_key())])
        self.keys, self.known, self.epochs, self.ops = {}, {}, {}, []
        self.heads, self.count, self.names, self.commitments = {}, 0, [], {}

    def device(self, keys):
        return sha256(b"ts1/device", self.firm, *keys)[:16]

    def blob(self, digest):
        name = base32(digest)
        data = self.objects["ts1/blob/%s/%s.b" % (name[:2], name)]
        assert hashlib.sha256(data).digest() == digest
        return read(data)

    def open_shards(self, group, epoch, shards):
        for _, digest in shards:
            firm, g, e, commitment, wraps = self.blob(digest)
            assert (firm, g, e) == (self.firm, group, epoch)
            for device, wrapped in wraps:
                if device == self.me:
                    info = b"ts1/wrap" + self.firm + g + e + commitment
                    self.hold(group, epoch, unwrap(self.kem, wrapped, info, device), commitment)

    def hold(self, group, epoch, key, commitment):
        assert hkdf(key, epoch, b"ts1/kc" + self.firm + group) == commitment
        self.keys[group, epoch] = key

    def entries(self):
        logs = [name for name in self.objects if name.startswith("ts1/log/")]
        files = [(name, *read(self.objects[name])) for name in logs]
        return sorted(files, key=lambda file: (read(file[1])[6], read(file[1])[2]))

    def run(self):
        for name, header, signature in self.entries():
            self.entry(name, header, signature, read(header))
        for ops in self.ops:
            self.chains(ops)
        return self

    def entry(self, name, signed, signature, header):
        digest = sha256(b"ts1/hash\0", signed)
        device, number, epoch = header[2], header[3], header[8]
        assert name == "ts1/log/%s/%03d/%010d-%s.e" % (
            base32(device), number // 10000, number, base32(digest)[:16])
        assert header[0] == 1 and header[1] == self.firm
        assert header[4] == self.heads.get(device, (0, bytes(32)))[1]
        assert all(self.heads[d] == (n, h) or self.heads[d][0] > n for d, n, h in header[5])
        self.open_shards(EVERYONE, epoch, header[11])
        aad = write({**header, 10: b""})
        context = self.firm + EVERYONE + epoch
        key = self.keys[EVERYONE, epoch]
        ops = read(open_content(key, b"ts1/seal/entry", context, header[9], aad, header[10]))
        if not self.known:
            assert base32(digest) == self.file["genesis"] and ops[0][0] == 1
        for kind, critical, body in ops:
            assert critical == (kind < 20)
            self.op(kind, read(body))
        Ed25519PublicKey.from_public_bytes(self.known[device][0]).verify(
            signature, b"ts1/entry\0" + signed)
        self.heads[device] = (number, digest)
        self.count += 1

    def op(self, kind, op):
        self.ops.append((kind, op))
        if kind == 1:
            for keys in (op[3], op[5]):
                self.known[self.device(keys)] = keys
        if kind in (1, 2):
            self.names.append(op[2] if kind == 1 else op[1])
        if kind == 3:
            self.known[self.device(op[1])] = op[1]
        if kind == 10:
            self.epochs[op[0], op[1]] = op[2]
            self.open_shards(op[0], op[1], op[3])
        if kind == 11:
            self.open_shards(op[0], op[1], [op[2]])
        if kind == 13:
            self.commitments[op[0], op[1]] = op[4]

    def chains(self, entry):
        kind, op = entry
        if kind != 10:
            return
        inner = [((op[0], op[1]), (ADMINISTRATORS, op[4][0]), op[4])] if 4 in op else []
        inner += [((op[0], link[0]), (op[0], op[1]), link) for link in op[5]]
        for (group, epoch), under, (_, salt, sealed) in inner:
            key = open_content(self.keys[under], b"ts1/seal/archive",
                               self.firm + under[0] + under[1], salt, group + epoch, sealed)
            self.hold(group, epoch, key, self.epochs[group, epoch])

    def secrets(self):
        for kind, op in self.ops:
            if kind != 14:
                continue
            group, epoch, digest, items = (op[n] for n in range(4))
            firm, g, e, records = self.blob(digest)
            assert (firm, g, e, len(records)) == (self.firm, group, epoch, len(items))
            for (account, version), (salt, sealed) in zip(items, records):
                plain = open_content(self.keys[group, epoch], b"ts1/seal/secrets",
                                     firm + g + e, salt, account + version, sealed)
                assert self.commitments[account, version] == sha256(
                    b"ts1/commit", firm, account, version, plain)
                yield account, plain[32:]

    def labels(self):
        for kind, op in self.ops:
            for group, epoch, salt, sealed in op[2] if kind == 15 else []:
                yield read(open_content(
                    self.keys[group, epoch], b"ts1/seal/details", self.firm + group + epoch,
                    salt, op[0] + op[1].to_bytes(8, "big"), sealed))[0]

    def team_code(self):
        heads = [[device, *self.heads[device]] for device in sorted(self.heads)]
        digest = sha256(b"ts1/team-code", unbase32(self.file["genesis"]), write(heads))
        digits = "%020d" % (int.from_bytes(digest, "big") % 10**20)
        return " ".join(digits[at:at + 4] for at in range(0, 20, 4))

    def acks(self):
        for name in (name for name in self.objects if name.startswith("ts1/ack/")):
            signed, signature = read(self.objects[name])
            header = read(signed)
            assert name == "ts1/ack/%s.a" % base32(header[2])
            Ed25519PublicKey.from_public_bytes(self.known[header[2]][0]).verify(
                signature, b"ts1/ack\0" + signed)
            yield read(open_content(
                self.keys[EVERYONE, header[4]], b"ts1/seal/ack",
                self.firm + EVERYONE + header[4], header[5], write({**header, 6: b""}), header[6]))

    def use(self):
        signed, signature = read(bytes.fromhex(self.file["use_file"]))
        header = read(signed)
        device = unbase32(self.file["use_device"])
        assert header[2] == device
        Ed25519PublicKey.from_public_bytes(self.known[device][0]).verify(
            signature, b"ts1/use\0" + signed)
        place = self.firm + device + header[3].to_bytes(4, "big")
        wrapped = dict(header[5])[self.me]
        key = unwrap(self.kem, wrapped, b"ts1/seal/use" + place, self.me)
        return read(open_content(key, b"ts1/seal/use", place, header[6],
                                 write({**header, 7: b""}), header[7]))


def main():
    file = json.loads((pathlib.Path(__file__).parent / "firm.json").read_text())
    firm, expect = Firm(file).run(), file["expect"]
    assert firm.count == expect["entries"]
    assert firm.names == expect["names"]
    assert firm.team_code() == expect["team_code"]
    found = set(firm.secrets())
    assert found == {(unbase32(expect["account"]), expect["key"].encode())}
    assert set(firm.labels()) == {expect["label"]}
    assert len(list(firm.acks())) == 2
    assert [record[1] for record in firm.use()] == [0, 4]
    print("%d entries, %d group keys, %d acks, 1 secret key, 1 use file: all as expected"
          % (firm.count, len(firm.keys), 2))


main()
