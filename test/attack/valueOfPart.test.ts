import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { partOf, serializeEvidence, serializeRoots } from "../../protocol/index.js";
import { testDevice } from "../protocol/support/devices.js";
import { HistoryWriter } from "../protocol/support/history.js";
import { makeWorld } from "../protocol/support/world.js";
import { wattproof } from "../scripts/support/wattproof.js";

/** A battery of 60 cycles that its seller shows the first 20 of: the chain's checkpoint is at 60. */
function young() {
  const writer = new HistoryWriter(testDevice("p256", "battery"));
  const leaves = Array.from({ length: 60 }, (_, at) =>
    writer.cycle({ dischargeMicroAh: 1_900_000n - BigInt(at) * (at < 20 ? 2_000n : 12_000n) }),
  );
  const { bundle, roots } = makeWorld(
    { device: testDevice("p256", "battery"), leaves },
    testDevice("secp256k1", "stranger"),
  );
  return { roots, whole: bundle, part: partOf(bundle, (entry) => "header" in entry && entry.header.sequence <= 20n) };
}

describe("attack: a seller shows the part of a history that suits him", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "wattproof-part-"))));
  after(() => rmSync(folder, { recursive: true }));

  it("a part that ends before the checkpoint is not valued as the battery, not without a word", async () => {
    const { roots, part } = young();
    const [evidence, trusted] = [join(folder, "part.json"), join(folder, "roots.json")];
    writeFileSync(evidence, serializeEvidence(part));
    writeFileSync(trusted, serializeRoots(roots));
    const args = ["battery", "value", evidence, "--roots", trusted, "--eol", "0.7", "--price-per-kwh", "0.1"];
    const { code, stdout, stderr } = await wattproof(args);
    if (code === 0) expect(`${stdout}${stderr}`).to.match(/part of its history|before the checkpoint/);
    else expect(stderr).to.match(/part|checkpoint/);
  });
});
