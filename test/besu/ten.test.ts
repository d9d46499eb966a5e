import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type BesuTerminal, freePorts, openBesuTerminal } from "./support/besuTerminal.js";
import { until } from "./support/until.js";

const CHAIN_ID = 4_242_424_257;
const COUNT = 10;
const HEAP_MB = 256;

/** Ten nodes are what consortiums of this kind plan with; here on one machine, which is slower than ten. */
describe("a network of ten nodes", function () {
  this.timeout(400_000);
  this.bail(true);
  this.slow(3_000);
  let terminal: BesuTerminal;

  before(async () => {
    terminal = openBesuTerminal(CHAIN_ID, HEAP_MB);
    const shape = ["--nodes", `${COUNT}`, "--chain-id", `${CHAIN_ID}`, "--block-period", "2"];
    await terminal.done("network", "init", "--out", terminal.folder, ...shape, ...(await freePorts(COUNT)));
  });
  after(() => terminal?.close());

  it("starts, with seven of ten for a block", async () => {
    expect(await terminal.up()).to.deep.include({ moves: true, quorum: 7, validatorsHere: COUNT });
  });

  it("has all ten propose and seal, each connected to the nine others", async () => {
    const { moves, fork, participation, validators } = await until(
      terminal,
      "all ten connected, and each has proposed and sealed",
      (status) =>
        status.nodes.every(({ peers }) => peers === COUNT - 1) &&
        status.participation.filter(({ sealed, proposed }) => sealed > 0 && proposed > 0).length === COUNT,
    );
    expect({ moves, fork }).to.deep.equal({ moves: true, fork: null });
    expect(validators).to.have.length(COUNT);
    expect(participation).to.have.length(COUNT);
  });

  it("goes on with three of ten down, which is all that ten tolerate", async () => {
    const names = (await terminal.status()).nodes.slice(-3).map(({ name }) => name);
    const { stopped } = await terminal.done("network", "down", terminal.folder, ...names);
    expect(stopped).to.have.length(3);
    const before = BigInt((await terminal.status()).head?.number ?? 0);
    const { summary } = await until(terminal, "new blocks", ({ head }) => BigInt(head?.number ?? 0) > before + 2n);
    expect(summary).to.contain("No further validator may fail");
  });
});
