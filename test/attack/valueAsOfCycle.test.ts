import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { serializeEvidence, serializeRoots } from "../../protocol/index.js";
import { testDevice } from "../protocol/support/devices.js";
import { HistoryWriter } from "../protocol/support/history.js";
import { makeWorld } from "../protocol/support/world.js";
import { wattproof } from "../scripts/support/wattproof.js";

const device = testDevice("p256", "battery");

/** Forty cycles, then one more, and perhaps corrections that raise what the last of the forty gave. */
function evidence(corrected: boolean) {
  const writer = new HistoryWriter(device);
  const early = Array.from({ length: 40 }, (_, at) =>
    writer.cycle({ dischargeMicroAh: 1_900_000n - BigInt(at) * 8_000n }),
  );
  const leaves = [...early, writer.cycle({ dischargeMicroAh: 1_580_000n })];
  if (corrected) {
    for (const [at, cycle] of early.entries()) {
      if (at >= 25) leaves.push(writer.correct(cycle, { dischargeMicroAh: 1_800_000n }));
    }
  }
  return makeWorld({ device, leaves }, testDevice("secp256k1", "stranger"));
}

describe("attack: a later correction changes what a battery was worth then", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "wattproof-as-of-"))));
  after(() => rmSync(folder, { recursive: true }));

  const valueAt42 = async (name: string, corrected: boolean) => {
    const { bundle, roots } = evidence(corrected);
    const [file, trusted] = [join(folder, `${name}.json`), join(folder, `${name}.roots.json`)];
    writeFileSync(file, serializeEvidence(bundle));
    writeFileSync(trusted, serializeRoots(roots));
    // Number 42 since birth is the fortieth record: the factory counts two discharges.
    const args = ["battery", "value", file, "--roots", trusted, "--at-cycle", "42", "--eol", "0.7", "--json"];
    const { stdout } = await wattproof(args);
    const { remainingCycles } = JSON.parse(stdout);
    return remainingCycles;
  };

  it("value as of a cycle: nothing later counts", async () => {
    expect(await valueAt42("corrected", true)).to.deep.equal(await valueAt42("plain", false));
  });
});
