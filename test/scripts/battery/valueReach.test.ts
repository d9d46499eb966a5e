import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { partOf, type Roots, serializeEvidence, serializeRoots } from "../../../protocol/index.js";
import { fadingWorld } from "../../dashboard/support/worlds.js";
import { wattproof } from "../support/wattproof.js";

const { bundle, roots } = fadingWorld(60);
/** The roots, read so many days after the last record was anchored; without a checkpoint if asked. */
const rootsAfter = (days: number, withCheckpoint = true): Roots => ({
  ...roots,
  block: { ...roots.block, timestampS: (roots.batches.at(-1)?.anchoredAtS ?? 0n) + BigInt(days) * 86_400n },
  passports: roots.passports.map((passport) => (withCheckpoint ? passport : { ...passport, checkpoint: null })),
});

describe("wattproof battery value FILE, on how far its evidence reaches", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "wattproof-reach-"))));
  after(() => rmSync(folder, { recursive: true }));

  const value = async (trusted: Roots, shown = bundle, ...flags: string[]) => {
    const [evidence, file] = [join(folder, "battery.json"), join(folder, "roots.json")];
    writeFileSync(evidence, serializeEvidence(shown));
    writeFileSync(file, serializeRoots(trusted));
    return await wattproof(["battery", "value", evidence, "--roots", file, "--eol", "0.6", ...flags]);
  };

  it("says up to where it is complete, which records never came, and how old it is", async () => {
    const { code, stdout } = await value(rootsAfter(400));
    expect(code).to.equal(0);
    expect(stdout).to.match(/complete up to the checkpoint at sequence \d+/);
    expect(stdout).to.match(/sequences 32 to 34 never came/);
    expect(stdout).to.match(/its last record was anchored \S+, 400 days before the roots were read/);
  });

  it("says that later records may be withheld where the chain has no checkpoint", async () => {
    const { code, stdout } = await value(rootsAfter(1, false));
    expect(code).to.equal(0);
    expect(stdout).to.include("No checkpoint on chain yet: later records may be withheld");
    expect(stdout).to.include(", 1 day before the roots were read");
  });

  it("tells programs the same", async () => {
    const { source } = JSON.parse((await value(rootsAfter(400), bundle, "--json")).stdout);
    expect(source.completeness).to.deep.equal({ scope: "complete", fromFactoryGate: true, upToCheckpoint: true });
    expect(source.gaps).to.have.length(1);
    const { lastAnchoredAtS, rootsReadAtS } = source.freshness;
    expect(Number(rootsReadAtS) - Number(lastAnchoredAtS)).to.equal(400 * 86_400);
  });

  it("says as of which cycle, and knows no cycle that the evidence does not hold", async () => {
    expect((await value(roots, bundle, "--at-cycle", "40")).stdout).to.include(
      "as of cycle 40: nothing that was recorded later",
    );
    for (const cycle of ["2", "33", "999"]) {
      const { code, stderr } = await value(roots, bundle, "--at-cycle", cycle);
      expect(code).to.equal(1);
      expect(stderr).to.include("CycleNotFound");
    }
  });

  it("values no part, not even one from the factory gate on", async () => {
    for (const from of [0, 10]) {
      const part = partOf(bundle, (entry) => {
        const at = bundle.records.indexOf(entry);
        return from <= at && at < 50;
      });
      for (const flags of [[], ["--at-cycle", "20"]]) {
        const { code, stdout, stderr } = await value(roots, part, ...flags);
        expect({ code, stdout }).to.deep.equal({ code: 1, stdout: "" });
        expect(stderr).to.include("ValueHistoryIsPart").and.include("a part of the battery's history");
      }
    }
  });
});
