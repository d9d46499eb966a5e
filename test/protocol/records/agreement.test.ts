import { readFileSync } from "node:fs";
import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import { describe, it } from "mocha";
import { AGREEMENT_TYPES, agreementDomain } from "../../../protocol/index.js";

const struct = readFileSync(new URL("../../../contracts/types/Agreements.sol", import.meta.url), "utf8");

describe("agreement", () => {
  it("has the members of the contract's struct, in its order", () => {
    const body = /struct Agreement \{([^}]*)\}/.exec(struct)?.[1] ?? "";
    const members = [...body.matchAll(/^\s*(\w+) (\w+);/gm)].map(([, type, name]) => ({ name, type }));
    expect(members.length).to.be.greaterThan(5);
    expect(AGREEMENT_TYPES.Agreement).to.deep.equal(members);
  });

  it("is signed in the domain of the contract that keeps it", () => {
    const agreements = `0x${"a9".repeat(20)}` as const;
    const domain = agreementDomain({ chainId: 5n, agreements });
    expect(domain).to.deep.equal({
      name: "Wattproof SupplyAgreements",
      version: "1",
      chainId: 5n,
      verifyingContract: agreements,
    });
    const other = agreementDomain({ chainId: 6n, agreements });
    expect(TypedDataEncoder.hashDomain(other)).not.to.equal(TypedDataEncoder.hashDomain(domain));
  });
});
