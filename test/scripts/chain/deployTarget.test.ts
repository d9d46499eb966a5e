import { expect } from "chai";
import { describe, it } from "mocha";
import { deployTarget } from "../../../scripts/chain/deployment/deployTarget.js";

/** Order of secp256k1 (SEC 2, 2.4.1). */
const ORDER = "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
const KEY = `0x${"5a".repeat(32)}`;

describe("where a deployment goes, and from which account", () => {
  it("takes the key that is given for a network", () => {
    expect(deployTarget("http://127.0.0.1:8545", undefined, KEY)).to.deep.equal({
      network: "http://127.0.0.1:8545",
      deployerKey: KEY,
    });
    expect(deployTarget("besu", undefined, undefined)).to.deep.equal({ network: "besu" });
  });

  for (const [what, key] of [
    ["half a key", `0x${"5a".repeat(16)}`],
    ["a key without 0x", "5a".repeat(32)],
    ["no hex", `0x${"zz".repeat(32)}`],
    ["zero", `0x${"00".repeat(32)}`],
    ["the curve's order", ORDER],
    ["words", "correct horse battery"],
  ] as const) {
    it(`refuses ${what}, and does not show it`, () => {
      const refusal = { code: "", text: "" };
      try {
        deployTarget("besu", undefined, key);
      } catch (error) {
        refusal.code = (error as { code: string }).code;
        refusal.text = JSON.stringify(error) + String(error);
      }
      expect(refusal.code).to.equal("DeployerKeyUnfit");
      expect(refusal.text).to.not.include(key);
    });
  }
});
