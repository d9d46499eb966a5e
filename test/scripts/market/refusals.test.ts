import { expect } from "chai";
import { describe, it } from "mocha";
import { ContractRefused, knownRefusals } from "../../../scripts/chain/refusals.js";
import { IEnergyMarket__factory } from "../../../typechain-types/index.js";

const MARKET = IEnergyMarket__factory.createInterface();

describe("what EnergyMarket refuses", () => {
  it("has words for every error", () => {
    const names: string[] = [];
    MARKET.forEachError(({ name }) => names.push(name));
    expect(names).to.include("EnergyMarketPriceChanged");
    expect(knownRefusals()).to.include.members(names);
  });

  it("tells the states of adverts in words", () => {
    const error = new ContractRefused({ name: "EnergyMarketNotOpen", args: [7n, 2n], data: "0x" }, [MARKET]);
    expect(error.facts).to.deep.equal({ number: "7", state: "soldOut" });
  });
});
