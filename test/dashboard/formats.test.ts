import { expect } from "chai";
import { describe, it } from "mocha";
import { formatDuration } from "../../dashboard/src/format/duration.js";
import { createFormats } from "../../dashboard/src/format/formats.js";
import { shortenMiddle } from "../../dashboard/src/format/ids.js";
import { readerLocale } from "../../dashboard/src/format/locale.js";
import { toDecimal } from "../../dashboard/src/format/numbers.js";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const british = createFormats({ locale: "en-GB", timeZone: "Europe/Oslo", currency: "NOK", decimals: 6 });
const norwegian = createFormats({ locale: "nb-NO", timeZone: "Europe/Oslo", currency: "NOK", decimals: 6 });

describe("dashboard: formats", () => {
  it("writes energy in kWh to the Wh, in the reader's notation", () => {
    expect(plain(british.kWh("1234567"))).to.equal("1,234.567 kWh");
    expect(plain(norwegian.kWh("1234567"))).to.equal("1 234,567 kWh");
    expect(plain(british.kWh(7n))).to.equal("0.007 kWh");
  });

  it("keeps every digit of amounts beyond the safe integers", () => {
    expect(plain(british.kWh("18446744073709551615"))).to.equal("18,446,744,073,709,551.615 kWh");
    expect(plain(british.exactMoney("123456789012345678901"))).to.equal("123456789012345.678901 NOK");
  });

  it("writes money with its currency and a price with the digits that it needs", () => {
    expect(plain(british.money("300391200"))).to.equal("300.39 NOK");
    expect(plain(british.price("1200000"))).to.equal("1.20 NOK");
    expect(plain(british.price("1234000"))).to.equal("1.234 NOK");
  });

  it("writes no amount while currency and scale are unknown", () => {
    const early = createFormats({ locale: "en-GB" });
    expect(early.money("300391200")).to.equal("…");
    expect(early.price("1200000")).to.equal("…");
  });

  it("writes times in the reader's zone and names the zone for the hint", () => {
    expect(plain(british.moment("1470009600"))).to.equal("1 Aug 2016, 02:00");
    expect(plain(british.momentWithZone("1470009600")))
      .to.contain("GMT+02:00")
      .and.to.contain("Europe/Oslo");
  });

  it("writes negative and small scaled integers without loss", () => {
    expect(toDecimal(-5n, 3)).to.equal("-0.005");
    expect(toDecimal(0n, 0)).to.equal("0");
    expect(plain(british.celsius("-4250"))).to.equal("-4.3 °C");
    expect(plain(british.ampereHours("1856487"))).to.equal("1.856 Ah");
  });

  it("says how long in the largest whole unit", () => {
    expect(plain(formatDuration(42.9, "en-GB"))).to.equal("42 seconds");
    expect(plain(formatDuration(7_300, "en-GB"))).to.equal("2 hours");
    expect(plain(formatDuration(0, "nb-NO"))).to.equal("0 sekunder");
  });

  it("shortens ids in the middle and leaves short ones whole", () => {
    expect(shortenMiddle(`0x${"a".repeat(60)}beef`)).to.equal("0xaaaa…beef");
    expect(shortenMiddle("B0005")).to.equal("B0005");
  });

  it("takes the reader's own variety of the chosen language", () => {
    expect(readerLocale("en", ["nb-NO", "en-US"])).to.equal("en-US");
    expect(readerLocale("nb", ["en-US"])).to.equal("nb-NO");
    expect(readerLocale("nb", ["en-US", "nn-NO"])).to.equal("nn-NO");
  });
});
