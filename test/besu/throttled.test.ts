import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { skipBecause } from "../../scripts/checks/tests/skipBecause.js";
import {
  type BesuTerminal,
  type Commands,
  freePortBase,
  openBesuTerminal,
  portOptions,
  type StatusDocument,
} from "./support/besuTerminal.js";
import { startLoad } from "./support/load.js";
import { separateNode } from "./support/separateNode.js";
import { SlowLine } from "./support/slowLine.js";
import { until } from "./support/until.js";

const CHAIN_ID = 4_242_424_258;
const SLOW = "org-4-node-1";
/** As the slowest line of a small company's office has. */
const SLOW_MBIT = 2;
/** Some 6 Mbit a second, as thousands of meters' batches would be. */
const LOAD = { bytes: 100_000, perSecond: 8 };

/** One of four validators is at the end of a slow line. */
describe("a network with one node at the end of a slow line", function () {
  this.timeout(400_000);
  this.bail(true);
  this.slow(3_000);
  const line = new SlowLine();
  let terminal: BesuTerminal;
  let there: Commands;
  let load: ReturnType<typeof startLoad> | undefined;
  let rpc: string;

  before(async function () {
    try {
      line.open();
    } catch (error) {
      const { message, stderr } = error as { message: string; stderr?: string };
      const why = (stderr || message).trim().split("\n").at(-1);
      skipBecause(this, `a slow line takes Linux, root, ip and tc, and here ${why}`);
    }
    terminal = openBesuTerminal(CHAIN_ID);
    there = terminal.by(line.nodeThere(terminal.home));
    const ports = await freePortBase(4);
    const hosts = join(terminal.home, "hosts.json");
    const addresses = [line.here, line.here, line.here, line.there];
    writeFileSync(hosts, JSON.stringify(addresses.map((address, at) => `${address}:${ports.p2p + at}`)));
    const shape = ["--nodes", "4", "--chain-id", `${CHAIN_ID}`, "--block-period", "1", "--hosts", hosts];
    const rpcPort = portOptions(ports).slice(0, 2);
    await terminal.done("network", "init", "--out", terminal.folder, ...shape, ...rpcPort);
    separateNode(terminal.folder, SLOW, join(terminal.home, "there"));
  });
  after(async () => {
    try {
      await load?.stop();
    } finally {
      try {
        await terminal?.close();
      } finally {
        line.close();
      }
    }
  });

  const partOf = ({ participation }: StatusDocument, name = SLOW) => {
    const { sealed = 0, copies = 0, agility } = participation.find((each) => each.name === name) ?? {};
    return { rate: copies === 0 ? 0 : sealed / copies, copies, agility };
  };

  it("has four validators that are equals while the line is fast", async () => {
    const started = await terminal.up();
    expect(started).to.deep.include({ moves: true, quorum: 3, validatorsHere: 3 });
    rpc = started.nodes[0]?.rpc ?? "";
    await there.upIn(join(terminal.home, "there"));
    const status = await until(terminal, "the node over there is agile", (now) => {
      const { rate, agility } = partOf(now);
      return rate > 0.5 && agility === "agile";
    });
    expect(status.fork).to.equal(null);
  });

  it("hardly sees a line of 2 Mbit a second as long as blocks are small", async () => {
    line.slow(SLOW_MBIT);
    const { head } = await terminal.status();
    const later = BigInt(head?.number ?? 0) + 55n;
    const status = await until(terminal, "50 blocks more", (now) => BigInt(now.head?.number ?? 0) > later);
    expect(partOf(status).rate).to.be.greaterThan(0.1);
  });

  it("sees it as blunt once blocks are larger than the line carries, and goes on", async () => {
    load = startLoad({ rpc, ...LOAD });
    // If not one of its seals comes in time, those who look from here cannot tell it from one that is away.
    const status = await until(terminal, "the node over there is blunt", (now) =>
      ["blunt", "silent"].includes(partOf(now).agility ?? ""),
    );
    expect(status).to.deep.include({ moves: true, fork: null });
    expect(status.summary).to.match(
      new RegExp(`(?:Blunt over the last 50|Neither made nor sealed any of the newest 16) blocks: ${SLOW}`),
    );
    for (const name of ["org-1-node-1", "org-2-node-1", "org-3-node-1"]) {
      expect(partOf(status, name).rate, name).to.be.greaterThan(partOf(status).rate);
    }
  });

  it("has it back among the others once the line is fast again", async () => {
    expect(await load?.stop()).to.be.greaterThan(10);
    load = undefined;
    line.free();
    const { fork } = await until(terminal, "the node over there is agile", (now) => partOf(now).agility === "agile");
    expect(fork).to.equal(null);
  });
});
