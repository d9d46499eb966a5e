import { expect } from "chai";
import { describe, it } from "mocha";
import type { Verification } from "../../../governance/index.js";
import { verifyJson, verifyLines } from "../../../scripts/commands/consortium/verifyWords.js";

const HASH = `0x${"12".repeat(32)}` as const;
const VERIFICATION: Verification = {
  ok: true,
  directory: `0x${"ab".repeat(20)}`,
  deployer: `0x${"cd".repeat(20)}`,
  contracts: 27,
  handedOver: { transaction: HASH, block: 9 },
  block: 10,
  checks: [{ name: "code", ok: true }],
  findings: [],
  notes: [],
  decidedLater: [],
};

describe("a verification for people", () => {
  it("says nothing of notes where there are none", () => {
    expect(verifyLines(VERIFICATION).join("\n")).to.not.include("Noted");
  });

  it("has notes beside a founding that is as agreed, as many as hide nothing else", () => {
    const notes = Array.from({ length: 300 }, (_, at) => ({ message: `Note ${at}.`, transaction: HASH }));
    const lines = verifyLines({ ...VERIFICATION, notes });
    expect(lines).to.include("Noted:").and.include("  Note 19.").and.not.include("  Note 20.");
    expect(lines).to.include("  and 280 more, which --json has");
    expect(lines.at(-1)).to.equal("What stands there is what was agreed on.");
    expect(verifyJson({ ...VERIFICATION, notes })).to.deep.include({ ok: true, notes });
  });
});
