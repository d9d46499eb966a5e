import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type BesuTerminal, freePorts, openBesuTerminal, type StatusDocument } from "./support/besuTerminal.js";
import { until } from "./support/until.js";

const CHAIN_ID = 4_242_424_259;
const NAMES = [1, 2, 3, 4].map((number) => `org-${number}-node-1`);
const NEWEST_ALONE = "org-4-node-1";

/** One of four nodes is started anew with the storage that keeps the newest states alone. */
describe("a network with a BONSAI node beside FOREST ones", function () {
  this.timeout(400_000);
  this.bail(true);
  this.slow(3_000);
  let terminal: BesuTerminal;

  before(async () => {
    terminal = openBesuTerminal(CHAIN_ID);
    const shape = ["--nodes", "4", "--chain-id", `${CHAIN_ID}`, "--block-period", "1"];
    await terminal.done("network", "init", "--out", terminal.folder, ...shape, ...(await freePorts(4)));
    await terminal.up();
    await terminal.done("deploy", "--network", terminal.folder);
  });
  after(() => terminal?.close());

  const keepNewestAlone = (name: string) => {
    const path = join("nodes", name, "config.toml");
    const config = terminal.read(path);
    const changed = config.replace('data-storage-format = "FOREST"', 'data-storage-format = "BONSAI"');
    expect(changed).not.to.equal(config);
    writeFileSync(join(terminal.folder, path), changed);
    return { undo: () => writeFileSync(join(terminal.folder, path), config) };
  };
  const isBack = ({ nodes, participation, head }: StatusDocument) => {
    const node = nodes.find(({ name }) => name === NEWEST_ALONE);
    const part = participation.find(({ name }) => name === NEWEST_ALONE);
    const isNear = BigInt(node?.height ?? 0) + 3n > BigInt(head?.number ?? 0);
    return isNear && (part?.sealed ?? 0) > 0 && (part?.proposed ?? 0) > 0;
  };
  const membersBy = async (name: string) => {
    const { nodes } = await terminal.status();
    const { members } = await terminal.done(
      "consortium",
      "members",
      "--rpc",
      nodes.find((node) => node.name === name)?.rpc ?? "",
    );
    return members;
  };

  it("keeps the format of data that are there: Besu refuses the other, and loses nothing", async () => {
    await terminal.done("network", "down", terminal.folder, NEWEST_ALONE);
    const { undo } = keepNewestAlone(NEWEST_ALONE);
    const { code, stdout } = await terminal.run("network", "up", terminal.folder, NEWEST_ALONE, "--native", "--json");
    expect(code).to.equal(1);
    const { error } = JSON.parse(stdout);
    expect(error.code).to.equal("NodeEnded");
    expect(error.message).to.match(/BONSAI/i);
    undo();
    expect(await terminal.up(NEWEST_ALONE)).to.deep.include({ moves: true });
  });

  it("has the node catch up from the others once its data are empty, propose and seal", async () => {
    await terminal.done("network", "down", terminal.folder, NEWEST_ALONE);
    keepNewestAlone(NEWEST_ALONE);
    rmSync(join(terminal.folder, "nodes", NEWEST_ALONE, "data"), { recursive: true });
    await terminal.up(NEWEST_ALONE);
    const before = (await terminal.status()).head?.number ?? "0";
    const status = await until(
      terminal,
      "the BONSAI node has caught up, proposes and seals",
      (now) => BigInt(now.head?.number ?? 0) > BigInt(before) + 50n && isBack(now),
    );
    expect(status).to.deep.include({ moves: true, fork: null, foundingDifferences: [] });
  });

  it("answers as the others do", async () => {
    const [forest, bonsai] = [await membersBy(NAMES[0] ?? ""), await membersBy(NEWEST_ALONE)];
    expect(bonsai).to.have.length(4).and.to.deep.equal(forest);
  });

  it("stays: it goes on after a restart, and is needed once another is down", async () => {
    await terminal.done("network", "down", terminal.folder, NEWEST_ALONE);
    await terminal.up(NEWEST_ALONE);
    await terminal.done("network", "down", terminal.folder, "org-1-node-1");
    const { head } = await terminal.status();
    const status = await until(
      terminal,
      "blocks that the BONSAI node sealed, without the first",
      (now) => BigInt(now.head?.number ?? 0) > BigInt(head?.number ?? 0) + 5n,
    );
    expect(status.fork).to.equal(null);
    expect(status.summary).to.contain("No further validator may fail");
  });
});
