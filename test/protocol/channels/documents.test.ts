import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type ChannelDocument,
  CLOSE_DOCUMENT,
  channelDocumentJson,
  type Hex,
  parseChannelDocument,
  TERMS_DOCUMENT,
  VOUCHER_DOCUMENT,
  type Voucher,
} from "../../../protocol/index.js";

const hex = (byte: string, length: number): Hex => `0x${byte.repeat(length)}`;
const around = {
  contract: { chainId: 31337n, channels: hex("c4", 20) },
  signature: hex("5a", 65),
  signer: hex("0a", 20),
};
const voucher: ChannelDocument<Voucher> = {
  ...around,
  signed: { channel: hex("01", 32), direction: 1, registerWh: 2n ** 64n - 1n, amount: 2n ** 128n - 1n },
};
const text = JSON.stringify(channelDocumentJson(VOUCHER_DOCUMENT, voucher));

const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "nothing was refused";
};

describe("documents about channels", () => {
  it("read as they were written", () => {
    expect(parseChannelDocument(text, VOUCHER_DOCUMENT)).to.deep.equal(voucher);
    expect(JSON.parse(text).voucher.direction).to.equal("export");
    const terms = {
      owner: hex("0a", 20),
      partner: hex("0b", 20),
      meter: hex("4e", 32),
      importPricePerKWh: 5n,
      exportPricePerKWh: 0n,
      challengePeriodS: 3600n,
      openBeforeS: 7n,
      salt: hex("5a", 32),
    };
    const close = { channel: hex("01", 32), paidByOwner: 1n, paidByPartner: 2n, expiresAtS: 3n };
    const written = JSON.stringify(channelDocumentJson(TERMS_DOCUMENT, { ...around, signed: terms }));
    expect(parseChannelDocument(written, TERMS_DOCUMENT).signed).to.deep.equal(terms);
    const closing = JSON.stringify(channelDocumentJson(CLOSE_DOCUMENT, { ...around, signed: close }));
    expect(parseChannelDocument(closing, CLOSE_DOCUMENT).signed).to.deep.equal(close);
  });

  it("refuse what is cut short, of another kind, unknown, doubled or out of range", () => {
    const json = JSON.parse(text);
    expect(codeOf(() => parseChannelDocument(text.slice(0, -1), VOUCHER_DOCUMENT))).to.equal(
      "ChannelDocumentUnreadable",
    );
    expect(codeOf(() => parseChannelDocument(text, CLOSE_DOCUMENT))).to.equal("SchemaUnsupported");
    for (const change of [
      { voucher: { ...json.voucher, amount: (2n ** 128n).toString() } },
      { voucher: { ...json.voucher, amount: "01" } },
      { voucher: { ...json.voucher, amount: 5 } },
      { voucher: { ...json.voucher, direction: "both" } },
      { voucher: { ...json.voucher, more: "1" } },
      { signature: hex("5a", 64) },
      { chainId: "0" },
      { more: 1 },
    ]) {
      const changed = JSON.stringify({ ...json, ...change });
      expect(
        codeOf(() => parseChannelDocument(changed, VOUCHER_DOCUMENT)),
        changed,
      ).to.equal("ChannelDocumentUnreadable");
    }
    const doubled = text.replace('"amount"', '"amount":"1","amount"');
    expect(codeOf(() => parseChannelDocument(doubled, VOUCHER_DOCUMENT))).to.equal("ChannelDocumentUnreadable");
    expect(codeOf(() => parseChannelDocument(`${text}${" ".repeat(20_000)}`, VOUCHER_DOCUMENT))).to.equal(
      "ChannelDocumentUnreadable",
    );
  });
});
