import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "chai";
import { describe, it } from "mocha";
import { GOVERNOR_STATES, proposalStateOf, statesOfBitmap } from "../../../protocol/governance/proposalStates.js";
import { ROLES, roleText } from "../../../protocol/governance/roles.js";

/** OpenZeppelin's own order, from its source. */
function statesOfOpenZeppelin(): string[] {
  const source = createRequire(import.meta.url).resolve("@openzeppelin/contracts/governance/IGovernor.sol");
  const [, members = ""] = /enum ProposalState \{([^}]*)\}/.exec(readFileSync(source, "utf8")) ?? [];
  return members.split(",").map((member) => member.trim().toLowerCase());
}

describe("states of proposals", () => {
  it("are in the order of OpenZeppelin's, where what succeeded has passed", () => {
    const ours = GOVERNOR_STATES.map((state) => (state === "passed" ? "succeeded" : state));
    expect(ours).to.deep.equal(statesOfOpenZeppelin());
  });

  it("tell what waits from what is due, to the second", () => {
    expect(proposalStateOf("queued", 100, 99)).to.equal("waiting");
    expect(proposalStateOf("queued", 100, 100)).to.equal("due");
    expect(proposalStateOf("active", 0, 100)).to.equal("active");
  });

  it("are read from the bits of an error", () => {
    expect(statesOfBitmap(0n)).to.deep.equal([]);
    expect(statesOfBitmap(0b110010n)).to.deep.equal(["active", "passed", "queued"]);
  });
});

describe("names of roles", () => {
  it("are those of the deployment, and numbers where there is none", () => {
    expect(roleText(0n)).to.equal("administrator");
    expect(Object.values(ROLES).map(roleText)).to.deep.equal(Object.keys(ROLES).map((name) => name.toLowerCase()));
    expect(roleText(3n)).to.equal("number 3");
  });
});
