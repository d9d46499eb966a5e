import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { network } from "hardhat";
import { after, before, describe, it } from "mocha";
import { ROOT, wattproof } from "../support/wattproof.js";

/** A chain id that nobody's own deployment has. */
const CHAIN_ID = 4_242_424_243;
const RECORD = join(ROOT, "deploy", "deployments", `chain-${CHAIN_ID}`);
const DEPLOYER_KEY = `0x${"5a".repeat(32)}`;

describe("wattproof: from an empty chain where gas is free to a device that signs", function () {
  this.timeout(240_000);
  let cwd: string;
  let url: string;
  let close: () => Promise<void>;
  let grid: string;

  before(async () => {
    rmSync(RECORD, { recursive: true, force: true });
    cwd = mkdtempSync(join(tmpdir(), "wattproof-nothing-"));
    const override = { chainId: CHAIN_ID, accounts: [], initialBaseFeePerGas: 0 };
    const server = await network.createServer({ network: "embedded", override }, "127.0.0.1", 0);
    const { address, port } = await server.listen();
    url = `http://${address}:${port}`;
    close = () => server.close();
  });
  after(async () => {
    await close?.();
    rmSync(RECORD, { recursive: true, force: true });
    rmSync(cwd, { recursive: true });
  });

  const run = async (...args: string[]) => {
    const env = {
      HOME: cwd,
      WATTPROOF_RPC_URL: url,
      WATTPROOF_PASSWORD: "correct horse battery",
      WATTPROOF_DEPLOYER_KEY: DEPLOYER_KEY,
    };
    const { code, stdout, stderr } = await wattproof([...args, "--json"], { cwd, env });
    expect({ code, error: code === 0 ? "" : stdout + stderr }).to.deep.equal({ code: 0, error: "" });
    expect(stdout + stderr).not.to.include(DEPLOYER_KEY.slice(2));
    return JSON.parse(stdout);
  };

  it("deploys, takes accounts into keystores and admits a member, all without money", async () => {
    await run("deploy", "--network", url);
    writeFileSync(join(cwd, "deployer.key"), `${DEPLOYER_KEY}\n`, { mode: 0o600 });
    const deployer = await run("account", "create", "deployer.json", "--import-file", "deployer.key");
    ({ address: grid } = await run("account", "create", "grid.json"));
    expect(deployer.address).not.to.equal(grid);
    expect((await run("account", "address", "grid.json")).address).to.equal(grid);
    await run("member", "admit", grid, "--name", "Grid Operator", "--account", "deployer.json");
  });

  it("registers a batch, enrols one of it and resolves its DID, with addresses from the address book", async () => {
    const rows = Array.from({ length: 49 }, (_, index) => `B-${index},sensor,${grid}`);
    const csv = ["serial,kind,owner", `"A,1",meter,${grid}`, `A-2,battery,${grid}`, ...rows].join("\n");
    writeFileSync(join(cwd, "batch.csv"), csv);
    const { devices } = await run("device", "register", "--batch", "batch.csv", "--out", cwd, "--account", "grid.json");
    const kinds = devices.map(({ kind }: { kind: string }) => kind);
    expect(kinds).to.deep.equal(["meter", "battery", ...rows.map(() => "sensor")]);
    // Fifty fit a transaction.
    expect(new Set(devices.map(({ transaction }: { transaction: string }) => transaction)).size).to.equal(2);
    expect(readdirSync(cwd).filter((name) => name.endsWith(".ticket"))).to.have.length(51);
    const serials = devices.map(({ receipt }: { receipt: string }) => JSON.parse(readFileSync(receipt, "utf8")).serial);
    expect(serials.slice(0, 3)).to.deep.equal(["A,1", "A-2", "B-0"]);
    const [meter] = devices;
    await run("device", "enrol", "--ticket", meter.ticket, "--keystore", "m.json", "--account", "grid.json");
    const { didDocumentMetadata } = await run("device", "did", meter.did);
    expect(didDocumentMetadata.deviceStatus).to.equal("active");
  });

  it("refuses a batch that is not whole, before anything is sent", async () => {
    const refused = async (csv: string) => {
      writeFileSync(join(cwd, "bad.csv"), csv);
      const env = { HOME: cwd, WATTPROOF_RPC_URL: url };
      const { stdout } = await wattproof(["device", "register", "--batch", "bad.csv", "--json"], { cwd, env });
      return JSON.parse(stdout).error.code;
    };
    for (const csv of [
      "",
      "kind,owner\nmeter,x\n",
      "kind,owner,serial\n",
      `kind,owner,serial\ntoaster,${grid},1\n`,
      "kind,owner,serial\nmeter,0x12,1\n",
      `kind,owner,serial\nmeter,${grid},1\nmeter,${grid},1\n`,
      `kind,owner,serial\nmeter,${grid},\n`,
      `kind,owner,serial\n"meter,${grid},1\n`,
    ]) {
      expect(await refused(csv), JSON.stringify(csv)).to.equal("BatchFileInvalid");
    }
  });
});
