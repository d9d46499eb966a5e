import { readFileSync } from "node:fs";
import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import { describe, it } from "mocha";
import {
  AGREEMENT_END_TYPES,
  AGREEMENT_TYPES,
  agreementDomain,
  HIGHEST_PRICE_PER_KWH,
  UNCAPPED_WH,
} from "../../../protocol/index.js";

const sourceOf = (path: string) => readFileSync(new URL(`../../../contracts/${path}`, import.meta.url), "utf8");
const contract = sourceOf("SupplyAgreements.sol");

/** A struct's type as EIP-712 encodes it, put together from the contract's string literal. */
function typeInContract(name: string): string {
  const literals = /keccak256\(\s*((?:"[^"]*"\s*)+)\)/g;
  const texts = [...contract.matchAll(literals)].map(([, parts = ""]) => parts.replace(/"\s*"|^"|"\s*$/g, ""));
  return texts.find((text) => text.startsWith(`${name}(`)) ?? "";
}

describe("agreement", () => {
  it("has the members of the contract's struct, in its order", () => {
    const body = /struct Agreement \{([^}]*)\}/.exec(sourceOf("types/Agreements.sol"))?.[1] ?? "";
    const members = [...body.matchAll(/^\s*(\w+) (\w+);/gm)].map(([, type, name]) => ({ name, type }));
    expect(members.length).to.equal(16);
    expect(AGREEMENT_TYPES.Agreement).to.deep.equal(members);
  });

  it("is hashed by the types that the contract hashes by, and so is its end", () => {
    expect(TypedDataEncoder.from(AGREEMENT_TYPES).encodeType("Agreement")).to.equal(typeInContract("Agreement"));
    expect(TypedDataEncoder.from(AGREEMENT_END_TYPES).encodeType("AgreementEnd")).to.equal(
      typeInContract("AgreementEnd"),
    );
  });

  it("knows the contract's highest price and widest cap", () => {
    const [, price] = /MAX_PRICE_PER_KWH = (1e\d+);/.exec(contract) ?? [];
    expect(HIGHEST_PRICE_PER_KWH).to.equal(BigInt(Number(price)));
    expect(UNCAPPED_WH).to.equal(BigInt.asUintN(64, -1n));
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
