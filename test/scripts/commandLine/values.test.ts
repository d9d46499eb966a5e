import { expect } from "chai";
import { describe, it } from "mocha";
import { instantOf } from "../../../protocol/json/times.js";
import { parseBound } from "../../../scripts/commandLine/bound.js";
import { formatDuration } from "../../../scripts/commandLine/duration.js";
import { formatEnergy, parseEnergy, parseRegister, parseWh } from "../../../scripts/commandLine/energy.js";
import { formatInstant, parseDayOrInstant, parseInstant } from "../../../scripts/commandLine/instant.js";
import { formatMoney, parseAmount, parseMoney } from "../../../scripts/commandLine/money.js";
import { parsePowerUpTo } from "../../../scripts/commandLine/power.js";
import { parseAddress } from "../../../scripts/commandLine/values.js";
import { formatSite, parseSite } from "../../../scripts/commands/certificate/certificateValues.js";

describe("values of the command line", () => {
  it("take money to the unit, and show it with two decimals or more", () => {
    const cases = [
      ["12.50", 12_500_000n, "12.50"],
      ["0.000001", 1n, "0.000001"],
      ["7", 7_000_000n, "7.00"],
      ["1000.10", 1_000_100_000n, "1000.10"],
      ["999999999999999999.999999", 999_999_999_999_999_999_999_999n, "999999999999999999.999999"],
    ] as const;
    for (const [text, units, shown] of cases) {
      expect(parseAmount(text)).to.equal(units);
      expect(formatMoney(units)).to.equal(shown);
    }
    expect([parseMoney("0"), formatMoney(0n)]).to.deep.equal([0n, "0.00"]);
  });

  it("refuse what is no exact amount", () => {
    for (const text of ["12.5000001", "-1", "1e3", "1,5", "0x10", ".5", "5.", "01", "", " 1", `1${"0".repeat(18)}`]) {
      expect(() => parseMoney(text), text).to.throw("It is an amount");
    }
    for (const text of ["0", "0.0", "-1"]) expect(() => parseAmount(text), text).to.throw("It is an amount above zero");
  });

  it("take energy to the Wh, and show it in kWh", () => {
    expect(["500Wh", "12.5kWh", "0.001 kWh", "1MWh"].map(parseEnergy)).to.deep.equal([500n, 12_500n, 1n, 1_000_000n]);
    expect([0n, 1n, 12_500n, 10_000n].map(formatEnergy)).to.deep.equal(["0 kWh", "0.001 kWh", "12.5 kWh", "10 kWh"]);
    for (const text of ["0kWh", "0.5Wh", "12.5", "1kW", "1.0001kWh", `${2n ** 64n}Wh`]) {
      expect(() => parseEnergy(text), text).to.throw("It is an energy");
    }
    expect([parseRegister("0"), parseWh(`${2n ** 64n - 1n}`)]).to.deep.equal([0n, 2n ** 64n - 1n]);
    for (const text of ["01", "-1", "1.5", "", `${2n ** 64n}`]) {
      expect(() => parseRegister(text), text).to.throw("It is an energy in whole Wh");
    }
    expect(() => parseWh("0")).to.throw("at least 1");
    expect([parseRegister("4714kWh"), parseWh("1.5 kWh")]).to.deep.equal([4_714_000n, 1_500n]);
    for (const parse of [parseEnergy, parseRegister, parseWh]) {
      expect(() => parse("4714kwh")).to.throw("Write 4714kWh.");
    }
  });

  it("take bounds of readings to the thousandth, below zero too", () => {
    for (const text of ["0", "-25", "8.125", "-0.5", "1.20", "9223372036854775.807", "-9223372036854775.808"]) {
      expect(parseBound(text)).to.equal(text);
    }
    for (const text of ["abc", "1.0005", "", "1e3", "1,5", "+1", ".5", "NaN", "9223372036854775.808"]) {
      expect(() => parseBound(text), text).to.throw("It is a number with at most three decimals");
    }
  });

  it("take power with its unit, or as plain W where that is allowed", () => {
    expect([parsePowerUpTo("5kW", 5_000n), parsePowerUpTo("5000", 5_000n, true)]).to.deep.equal([5_000n, 5_000n]);
    expect(() => parsePowerUpTo("5000", 5_000n)).to.throw("with its unit");
    expect(() => parsePowerUpTo("5kw", 5_000n)).to.throw("Write 5kW.");
    for (const text of ["0", "0kW", "5001", "1.5", "-1", "0.0001kW"]) {
      expect(() => parsePowerUpTo(text, 5_000n, true), text).to.throw("It is a power in whole W");
    }
  });

  it("take a site's hash or code, and show it", () => {
    expect(formatSite(parseSite("Roof street 1"))).to.equal("Roof street 1");
    expect(parseSite("A")).to.equal(`0x41${"00".repeat(31)}`);
    const hash = `0x${"Ab".repeat(32)}`;
    expect(formatSite(parseSite(hash))).to.equal(hash.toLowerCase());
    for (const text of ["", "0x12", "a".repeat(32), " a", "Straße"]) {
      expect(() => parseSite(text), text).to.throw("It is a hash");
    }
  });

  it("show lengths of time in the longest unit that counts them whole", () => {
    expect([0, 1, 59, 60, 5_400, 3_600, 129_600, 86_400n, 2_592_000n, 86_401n].map(formatDuration)).to.deep.equal([
      ...["0 seconds", "1 second", "59 seconds", "1 minute", "90 minutes", "1 hour", "36 hours"],
      ...["1 day", "30 days", "86401 seconds"],
    ]);
  });

  it("read and show times of UTC", () => {
    expect(["2026-01-31T12:00:00Z", "2026-01-31T12:00Z"].map(parseInstant)).to.deep.equal([
      1_769_860_800, 1_769_860_800,
    ]);
    expect(parseDayOrInstant("2026-01-31")).to.equal(parseInstant("2026-01-31T00:00Z"));
    expect([1_769_860_800, 1_769_860_801, 2 ** 48 - 1].map(formatInstant)).to.deep.equal([
      "2026-01-31T12:00Z",
      "2026-01-31T12:00:01Z",
      "second 281474976710655",
    ]);
    const none = ["yesterday", "2026-01-31", "2026-13-01T00:00:00Z", "2026-02-31T00:00Z", "2026-01-31T24:00Z"];
    for (const text of [...none, "2026-01-31T12:00:00+01:00", "1969-12-31T23:59Z"]) {
      expect(instantOf(text), text).to.equal(undefined);
      expect(() => parseInstant(text), text).to.throw("It is a time");
    }
    expect(() => parseDayOrInstant("2026-02-31")).to.throw("It is a day or a time");
  });

  it("take addresses in lower case, upper case, or with the capitals of EIP-55 and no others", () => {
    const shown = "0xabCDeF0123456789AbcdEf0123456789aBCDEF01";
    const lower = shown.toLowerCase();
    for (const text of [shown, lower, `0x${shown.slice(2).toUpperCase()}`]) expect(parseAddress(text)).to.equal(lower);
    for (const text of [shown.replace("9A", "8A"), shown.replace("aB", "AB"), `${shown.slice(0, -1)}2`]) {
      expect(() => parseAddress(text), text).to.throw("In this address a letter or digit is mistyped");
    }
    for (const text of [lower.slice(2), `${lower}0`, "0x12", ""]) {
      expect(() => parseAddress(text), text).to.throw("It is 0x and 40 hex digits");
    }
  });
});
