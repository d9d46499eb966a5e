import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { requireOutputs } from "../../demo/outputs.js";

describe("the demo's output folder", () => {
  it("tells which files of an earlier run it will overwrite", () => {
    const folder = mkdtempSync(join(tmpdir(), "wattproof-out-"));
    try {
      expect(requireOutputs(folder, ["B1", "B2"])).to.deep.equal([]);
      writeFileSync(join(folder, "B2.evidence.json"), "{}");
      writeFileSync(join(folder, "roots.json"), "{}");
      writeFileSync(join(folder, "notes.txt"), "mine");
      expect(requireOutputs(folder, ["B1", "B2"])).to.deep.equal(["B2.evidence.json", "roots.json"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
