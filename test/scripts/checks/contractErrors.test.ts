import { expect } from "chai";
import { describe, it } from "mocha";
import { checkContractErrors, judgeContractErrors, namesIn } from "../../../scripts/checks/contractErrors.js";

const KNOWN = {
  contracts: new Set(["EnergyToken", "EnergyTokenVault", "Directory"]),
  errors: new Set(["EnergyTokenPaused"]),
};
const OWN = new Set(["DirectoryUnknown"]);

describe("errors of contracts", () => {
  it("named in the repository are ones that a contract has", () => {
    expect(checkContractErrors()).to.deep.equal([]);
  });

  it("are found in strings and in running text", () => {
    const text = 'if (name === "EnergyTokenPaused") throw; // `EnergyTokenStopped`, EnergyToken, "an EnergyToken"';
    expect(namesIn("a.ts", text).map(({ name }) => name)).to.deep.equal(["EnergyTokenPaused", "EnergyTokenStopped"]);
  });

  it("may not be made up; contracts, codes of ours and other words are no errors of theirs", () => {
    const judge = (...names: string[]) =>
      judgeContractErrors(
        names.map((name) => ({ name, file: "a.ts" })),
        KNOWN,
        OWN,
      );
    expect(judge("EnergyTokenPaused", "EnergyTokenVault", "DirectoryUnknown", "EnergyTokens", "Paused")).to.deep.equal(
      [],
    );
    expect(judge("EnergyTokenStopped", "DirectoryLost")).to.deep.equal([
      "a.ts names EnergyTokenStopped, which no contract has",
      "a.ts names DirectoryLost, which no contract has",
    ]);
  });
});
