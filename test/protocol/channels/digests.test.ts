import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import fc from "fast-check";
import { createKeccak } from "hash-wasm";
import { describe, it } from "mocha";
import {
  CHANNEL_TERMS_TYPES,
  type ChannelTerms,
  COOPERATIVE_CLOSE_TYPES,
  channelDomain,
  channelDomainSeparator,
  channelIdOf,
  cooperativeCloseDigest,
  Direction,
  type Hex,
  toHex,
  VOUCHER_TYPES,
  type Voucher,
  voucherDigester,
} from "../../../protocol/index.js";

const contract = { chainId: 31337n, channels: `0x${"c4".repeat(20)}` } as const;
const domain = channelDomain(contract);
const separator = channelDomainSeparator(contract);

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((value) => toHex(value) as Hex);
const uint = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n });

const termsOfAnyKind: fc.Arbitrary<ChannelTerms> = fc.record({
  owner: bytes(20),
  partner: bytes(20),
  meter: bytes(32),
  importPricePerKWh: uint(96n),
  exportPricePerKWh: uint(96n),
  challengePeriodS: uint(32n),
  openBeforeS: uint(48n),
  salt: bytes(32),
});
const vouchers: fc.Arbitrary<Voucher> = fc.record({
  channel: bytes(32),
  direction: fc.constantFrom(Direction.Import, Direction.Export),
  registerWh: uint(64n),
  amount: uint(128n),
});

describe("channel digests", () => {
  it("have the separator that ethers computes, another one on another chain", () => {
    expect(separator).to.equal(TypedDataEncoder.hashDomain(domain));
    expect(channelDomainSeparator({ ...contract, chainId: 1n })).not.to.equal(separator);
    expect(() => channelDomainSeparator({ ...contract, chainId: 0n }))
      .to.throw()
      .with.property("code", "IntegerOutOfRange");
  });

  it("name a channel as ethers hashes its terms", () => {
    fc.assert(
      fc.property(termsOfAnyKind, (terms) => {
        expect(channelIdOf(separator, terms)).to.equal(TypedDataEncoder.hash(domain, CHANNEL_TERMS_TYPES, terms));
      }),
    );
  });

  it("are ethers' of vouchers, with either keccak-256", async () => {
    const hasher = await createKeccak(256);
    const digest = voucherDigester(separator);
    const fast = voucherDigester(separator, (text) => hasher.init().update(text).digest("binary"));
    fc.assert(
      fc.property(vouchers, (voucher) => {
        const expected = TypedDataEncoder.hash(domain, VOUCHER_TYPES, voucher);
        expect(toHex(digest(voucher))).to.equal(expected);
        expect(toHex(fast(voucher))).to.equal(expected);
      }),
    );
  });

  it("are ethers' of cooperative closes", () => {
    const closes = fc.record({
      channel: bytes(32),
      paidByOwner: uint(128n),
      paidByPartner: uint(128n),
      expiresAtS: uint(48n),
    });
    fc.assert(
      fc.property(closes, (close) => {
        const expected = TypedDataEncoder.hash(domain, COOPERATIVE_CLOSE_TYPES, close);
        expect(toHex(cooperativeCloseDigest(separator, close))).to.equal(expected);
      }),
    );
  });

  it("refuse what does not fit its type", () => {
    const digest = voucherDigester(separator);
    const good: Voucher = { channel: `0x${"00".repeat(32)}`, direction: 0, registerWh: 1n, amount: 1n };
    for (const wrong of [
      { ...good, amount: 1n << 128n },
      { ...good, amount: -1n },
      { ...good, registerWh: 1n << 64n },
      { ...good, direction: 2 as Direction },
    ]) {
      expect(() => digest(wrong))
        .to.throw()
        .with.property("code", "IntegerOutOfRange");
    }
    expect(() => digest({ ...good, channel: "0x00" }))
      .to.throw()
      .with.property("code", "InvalidHex");
  });
});
