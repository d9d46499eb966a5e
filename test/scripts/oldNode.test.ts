import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { skipBecause } from "../../scripts/checks/tests/skipBecause.js";
import { ROOT, STACK_TRACE, wattproof } from "./support/wattproof.js";

/** A Node on this machine that is too old for Hardhat but new enough for the launcher. */
function findOldNode(): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .map((folder) => join(folder, "node"))
    .find((path) => existsSync(path) && /^v(2[01]\.|22\.([0-9]|1[0-2])\.)/.test(versionOf(path)));
}

function versionOf(node: string): string {
  return spawnSync(node, ["--version"], { encoding: "utf8" }).stdout ?? "";
}

describe("wattproof under an old Node", () => {
  let node: string;

  before(function () {
    const found = findOldNode();
    if (found === undefined) skipBecause(this, "no Node between 20 and 22.12 on the PATH; install Node 20 to run this");
    else if (!existsSync(join(ROOT, "node_modules", "node", "bin", "node"))) {
      skipBecause(this, "the packaged Node is not installed; run npm install");
    } else node = found;
  });

  it("hands over to the packaged Node", async () => {
    const { code, stdout, stderr } = await wattproof(["ingest", "check", "data/community_hourly.csv"], { node });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(stdout).to.include("5040 home-hours accepted, 0 rejected");
  });

  it("passes exit codes on", async () => {
    const usage = await wattproof(["frobnicate"], { node });
    expect(usage.code).to.equal(2);
    const data = await wattproof(["battery", "verify", "README.md", "--roots", "README.md"], { node });
    expect(data.code).to.equal(1);
    expect(data.stderr).to.include("error RootsUnreadable:").and.not.match(STACK_TRACE);
  });
});
