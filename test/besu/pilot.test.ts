import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type BesuTerminal, freePorts, openBesuTerminal, type StatusDocument } from "./support/besuTerminal.js";
import { until } from "./support/until.js";

const CHAIN_ID = 4_242_424_252;

/** The pilot of GSMA, China Unicom and Wanxiang had seven nodes of three organisations. */
describe("a network of the pilot's size", function () {
  this.timeout(300_000);
  this.bail(true);
  this.slow(3_000);
  let terminal: BesuTerminal;

  before(async () => {
    terminal = openBesuTerminal(CHAIN_ID);
    const shape = ["--nodes", "7", "--orgs", "wxr:4,unicom:2,wxbc:1", "--chain-id", `${CHAIN_ID}`];
    await terminal.done("network", "init", "--out", terminal.folder, ...shape, ...(await freePorts(7)));
  });
  after(() => terminal?.close());

  it("starts seven nodes of three organisations", async () => {
    expect(await terminal.up()).to.deep.include({ moves: true, quorum: 5, validatorsHere: 7 });
  });

  it("has all of them agree, each connected to the six others", async () => {
    // Besu tries a static peer again once a minute.
    const { moves, fork, participation } = await until(terminal, "all connected to all", ({ nodes }) =>
      nodes.every(({ peers }) => peers === 6),
    );
    expect({ moves, fork }).to.deep.equal({ moves: true, fork: null });
    expect(participation).to.have.length(7);
  });

  it("goes on with two of seven down, which is all that seven tolerate", async () => {
    const { stopped } = await terminal.done("network", "down", terminal.folder, "wxr-node-1", "unicom-node-2");
    expect(stopped).to.have.length(2);
    const before = BigInt((await terminal.status()).head?.number ?? 0);
    const isAhead = ({ head }: StatusDocument) => BigInt(head?.number ?? 0) > before + 2n;
    const { summary } = await until(terminal, "new blocks", isAhead);
    expect(summary).to.contain("No further validator may fail");
  });
});
