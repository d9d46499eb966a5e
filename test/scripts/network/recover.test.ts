import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { freeBase } from "../../network/support/freeBase.js";
import { makeTestNetwork, NODES, type TestNetwork } from "../../network/support/testNetwork.js";
import { wattproof } from "../support/wattproof.js";

describe("wattproof network recover", function () {
  this.timeout(60_000);
  let network: TestNetwork;
  before(async () => {
    const base = await freeBase();
    network = makeTestNetwork({ consensus: "ibft2", rpcPort: base, p2pPort: base + 100 });
  });
  after(() => network.remove());
  const recover = (...args: readonly string[]) => wattproof(["network", "recover", network.folder, ...args]);

  it("says who goes on from when, what to compare, what it could not check, and what to do next", async () => {
    const { code, stdout, stderr } = await recover("--validators", `${NODES[2]}, ${NODES[0]}`, "--block", "81");
    expect(code, stderr).to.equal(0);
    expect(stdout)
      .to.contain("From block 81 on these validators make blocks, 2 of them each:")
      .and.contain(`  ${NODES[2]} 0x`)
      .and.contain("No node answers here")
      .and.match(/^ {2}([0-9a-f]{4} ){15}[0-9a-f]{4}$/m)
      .and.contain(`next: wattproof network down ${network.folder}; wattproof network up ${network.folder}`);
    expect(stderr).to.contain("note: ToleratesNoFault");
    const { transitions } = JSON.parse(readFileSync(join(network.folder, "genesis.json"), "utf8")).config;
    expect(Object.keys(transitions)).to.deep.equal(["ibft2"]);
    expect(transitions.ibft2[0].validators).to.have.length(2);
  });

  it("says the same again as one JSON document", async () => {
    const { code, stdout } = await recover("--validators", `${NODES[0]},${NODES[2]}`, "--block", "81", "--json");
    expect(code, stdout).to.equal(0);
    const { block, quorum, validators, asked, warnings, replaced } = JSON.parse(stdout);
    expect(replaced).to.equal(null);
    expect({ block, quorum, asked }).to.deep.equal({ block: 81, quorum: 2, asked: [] });
    expect(validators.map(({ name }: { readonly name: string }) => name)).to.deep.equal([NODES[0], NODES[2]]);
    expect(warnings[0].code).to.equal("ToleratesNoFault");
  });

  it("says whom the file named for this block before", async () => {
    const { stdout } = await recover("--validators", `${NODES[0]},${NODES[1]}`, "--block", "81");
    expect(stdout).to.match(new RegExp(`This replaces what genesis.json had for block 81: .*${NODES[2]}`));
  });

  it("refuses whom nobody knows by name, and wants both options", async () => {
    const { code, stdout } = await recover("--validators", "nobody-node-1", "--block", "81", "--json");
    expect(code).to.equal(1);
    expect(JSON.parse(stdout).error.code).to.equal("RecoveryUnfit");
    for (const args of [
      ["--block", "81"],
      ["--validators", NODES[0]],
      ["--validators", NODES[0], "--block", "0"],
    ]) {
      expect((await recover(...args)).code, args.join(" ")).to.equal(2);
    }
  });
});
