import { expect } from "chai";
import { describe, it } from "mocha";
import {
  comparePriced,
  escrowForPart,
  type Hex,
  type MarketMessage,
  MarketMessageUnreadable,
  marketMessageText,
  parseMarketMessage,
  SchemaUnsupported,
} from "../../../protocol/index.js";

const hex = (byte: string, length: number): Hex => `0x${byte.repeat(length)}`;
const ADDRESSED = { chainId: 31337n, market: hex("ab", 20), signature: hex("01", 65) };
const SHARED = { settlementPeriodS: 3600, noticeS: 0, exportRatedW: 5_000, withCertificates: true, pricePerKWh: 5n };
const WINDOW = { startS: 3600, endS: 7200 };

const MESSAGES: readonly MarketMessage[] = [
  {
    ...ADDRESSED,
    type: "Advertisement",
    deadlineS: 2 ** 48 - 1,
    terms: {
      ...SHARED,
      ...WINDOW,
      exportMeter: hex("11", 32),
      energySource: 9,
      quantityWh: 2n ** 64n - 1n,
      minPartWh: 1n,
      escrowPerKWh: 0n,
    },
  },
  { ...ADDRESSED, type: "Repricing", number: 2 ** 32 - 1, pricePerKWh: 1n, deadlineS: 0 },
  { ...ADDRESSED, type: "Withdrawal", number: 1, deadlineS: 5 },
  {
    ...ADDRESSED,
    type: "Acceptance",
    number: 1,
    agreement: {
      ...SHARED,
      ...WINDOW,
      importMeter: hex("22", 32),
      exportMeter: hex("11", 32),
      consumer: hex("33", 20),
      supplier: hex("44", 20),
      token: hex("55", 20),
      importRatedW: 1,
      capWh: 1_000n,
      escrow: 2n ** 128n - 1n,
      salt: hex("66", 32),
    },
  },
];

describe("market messages", () => {
  for (const message of MESSAGES) {
    it(`reads back an ${message.type} as it was written`, () => {
      expect(parseMarketMessage(marketMessageText(message), message.type)).to.deep.equal(message);
    });

    it(`takes a contract wallet's longer signature of an ${message.type}`, () => {
      const ofWallet = { ...message, signature: hex("01", 8 * 1024) };
      expect(parseMarketMessage(marketMessageText(ofWallet), message.type)).to.deep.equal(ofWallet);
    });

    it(`refuses an ${message.type} with a member missing, more, or of another kind`, () => {
      const written = JSON.parse(marketMessageText(message));
      const { signature: _, ...unsigned } = written;
      for (const wrong of [
        unsigned,
        { ...written, more: 1 },
        { ...written, chainId: 31337 },
        { ...written, market: "0xAB" },
        { ...written, type: "Other" },
        { ...written, signature: "0x" },
        { ...written, signature: hex("AB", 65) },
        { ...written, signature: hex("01", 8 * 1024 + 1) },
      ]) {
        expect(() => parseMarketMessage(JSON.stringify(wrong), message.type)).to.throw(MarketMessageUnreadable);
      }
    });
  }

  it("refuses another type than expected, another schema, and no JSON", () => {
    const [advertisement, , , acceptance] = MESSAGES.map((message) => JSON.parse(marketMessageText(message)));
    expect(() => parseMarketMessage(JSON.stringify(advertisement), "Withdrawal")).to.throw(MarketMessageUnreadable);
    const other = { ...advertisement, schema: "wattproof-market-message/2" };
    expect(() => parseMarketMessage(JSON.stringify(other), "Advertisement")).to.throw(SchemaUnsupported);
    expect(() => parseMarketMessage("{", "Advertisement")).to.throw(MarketMessageUnreadable);
    for (const escrow of ["-1", "1.5", `${2n ** 128n}`, 5]) {
      const wrong = { ...acceptance, agreement: { ...acceptance.agreement, escrow } };
      expect(() => parseMarketMessage(JSON.stringify(wrong), "Acceptance")).to.throw(MarketMessageUnreadable);
    }
    const wrong = { ...advertisement, terms: { ...advertisement.terms, withCertificates: "yes" } };
    expect(() => parseMarketMessage(JSON.stringify(wrong), "Advertisement")).to.throw(MarketMessageUnreadable);
  });
});

describe("adverts", () => {
  it("lock what a part costs, rounded up", () => {
    expect(escrowForPart(1_000n, 700_001n)).to.equal(700_001n);
    expect(escrowForPart(1_001n, 700_001n)).to.equal(700_702n);
    expect(escrowForPart(1n, 1n)).to.equal(1n);
    expect(escrowForPart(1n, 0n)).to.equal(0n);
  });

  it("are listed by price, then by what is left, then by age", () => {
    const of = (number: number, pricePerKWh: bigint, remainingWh: bigint) => ({ number, pricePerKWh, remainingWh });
    const adverts = [of(4, 2n, 5n), of(3, 1n, 5n), of(2, 1n, 9n), of(1, 2n, 5n)];
    expect(adverts.sort(comparePriced).map(({ number }) => number)).to.deep.equal([2, 3, 1, 4]);
  });
});
