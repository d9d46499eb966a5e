import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { JsonRpcProvider } from "ethers";
import { network } from "hardhat";
import type { NetworkConfigOverride } from "hardhat/types/config";
import { after, afterEach, before, describe, it } from "mocha";
import { serializeEvidence } from "../../protocol/index.js";
import { testDevice } from "../protocol/support/devices.js";
import { HistoryWriter } from "../protocol/support/history.js";
import { makeWorld } from "../protocol/support/world.js";
import { ROOT, STACK_TRACE, wattproof } from "./support/wattproof.js";

/** A chain id that nobody's own deployment has. */
const CHAIN_ID = 4_242_424_242;
const DEPLOYMENTS = join(ROOT, "deploy", "deployments");

interface Chain {
  readonly url: string;
  readonly close: () => Promise<void>;
}

describe("wattproof deploy", function () {
  // Compiles first if somebody changed a contract.
  this.timeout(180_000);
  let cwd: string;
  let home: string;
  let chain: Chain | undefined;

  const removeRecords = () => {
    const records = existsSync(DEPLOYMENTS) ? readdirSync(DEPLOYMENTS) : [];
    for (const name of records.filter((each) => each.startsWith(`chain-${CHAIN_ID}`))) {
      rmSync(join(DEPLOYMENTS, name), { recursive: true });
    }
  };
  before(() => {
    cwd = mkdtempSync(join(tmpdir(), "wattproof-deploy-"));
    home = mkdtempSync(join(tmpdir(), "wattproof-home-"));
    removeRecords();
  });
  afterEach(async () => {
    await chain?.close();
    chain = undefined;
  });
  after(() => {
    removeRecords();
    for (const folder of [cwd, home]) rmSync(folder, { recursive: true });
  });

  const startChain = async (override: NetworkConfigOverride = {}): Promise<Chain> => {
    const server = await network.createServer(
      { network: "embedded", override: { ...override, chainId: CHAIN_ID } },
      "127.0.0.1",
      0,
    );
    const { address, port } = await server.listen();
    chain = { url: `http://${address}:${port}`, close: () => server.close() };
    return chain;
  };
  const deploy = (url: string, ...more: string[]) =>
    wattproof(["deploy", "--network", url, "--json", ...more], { cwd, env: { HOME: home } });

  it("deploys, is idempotent, sees a chain that was started anew, and deploys there after --reset", async () => {
    const first = await startChain();
    const deployed = await deploy(first.url);
    expect(deployed.stderr).to.match(
      /^Founding on chain 4242424242, from 0x[0-9a-f]{40}: 1 member, 0 nodes, a token in NOK, votes of 3 days, carried out at once\. .*\n$/,
    );
    expect(deployed.code).to.equal(0);
    const result = JSON.parse(deployed.stdout);
    expect(result.chainId).to.equal(String(CHAIN_ID));
    expect(Object.keys(result.contracts)).to.include.members(["Directory", "RecordAnchor", "EnergySettlement"]);
    const provider = new JsonRpcProvider(first.url);
    for (const [name, address] of Object.entries<string>(result.contracts)) {
      expect(await provider.getCode(address), name).not.to.equal("0x");
    }
    provider.destroy();
    const book = JSON.parse(readFileSync(join(home, ".wattproof", "addresses.json"), "utf8"));
    expect(book.chains).to.have.length(1);
    expect(book.chains[0].contracts).to.deep.equal(result.contracts);
    expect(readdirSync(cwd)).to.deep.equal([]);

    const again = await deploy(first.url);
    expect(JSON.parse(again.stdout)).to.deep.equal(result);
    const needless = await deploy(first.url, "--reset");
    expect(JSON.parse(needless.stdout).error.code).to.equal("DeploymentAlive");
    await first.close();

    const second = await startChain();
    const stale = await deploy(second.url);
    expect(stale.code).to.equal(1);
    const { error } = JSON.parse(stale.stdout);
    expect(error.code).to.equal("DeploymentStale");
    expect(error.next).to.include("--reset");
    const reset = await deploy(second.url, "--reset");
    expect(reset.code).to.equal(0);
    const renewed = JSON.parse(reset.stdout);
    expect(renewed.genesisHash).not.to.equal(result.genesisHash);
    expect(JSON.parse(readFileSync(join(home, ".wattproof", "addresses.json"), "utf8")).chains).to.have.length(2);
  });

  it("verifies against a node: the Directory comes from the book or --directory, never from the evidence", async () => {
    removeRecords();
    const { url } = await startChain();
    const device = testDevice("secp256k1", "battery");
    const { bundle } = makeWorld({ device, leaves: [new HistoryWriter(device).cycle()] }, testDevice("p256", "other"));
    writeFileSync(join(cwd, "b.evidence.json"), serializeEvidence(bundle));
    const verify = (...more: string[]) =>
      wattproof(["battery", "verify", "b.evidence.json", "--rpc", url, "--json", ...more], {
        cwd,
        env: { HOME: home },
      });

    const unknown = await verify();
    expect(JSON.parse(unknown.stdout).error.code).to.equal("DirectoryUnknown");
    const missing = await verify("--directory", bundle.chain.directory);
    expect(JSON.parse(missing.stdout).error.code).to.equal("DirectoryMissing");
    await deploy(url);
    const foreign = await verify();
    expect(foreign.code).to.equal(1);
    const { faults, trust } = JSON.parse(foreign.stdout);
    const path = join(home, ".wattproof", "addresses.json");
    expect(trust.directoryFrom).to.deep.equal({ kind: "addressBook", path });
    expect(faults.map((fault: { code: string }) => fault.code)).to.include.members([
      "ChainMismatch",
      "DirectoryMismatch",
      "PassportUnknown",
    ]);
  });

  it("needs a key where the chain has no accounts, and no money where gas is free", async () => {
    removeRecords();
    const { url } = await startChain({ accounts: [], initialBaseFeePerGas: 0 });
    const refused = await deploy(url);
    expect(refused.code).to.equal(1);
    const { error } = JSON.parse(refused.stdout);
    expect(error.code).to.equal("DeployerMissing");
    expect(error.next).to.include("WATTPROOF_DEPLOYER_KEY");
    const key = `0x${"5".repeat(64)}`;
    const { code, stdout, stderr } = await wattproof(["deploy", "--network", url], {
      cwd,
      env: { HOME: home, WATTPROOF_DEPLOYER_KEY: key },
    });
    expect(code, stderr).to.equal(0);
    expect(stdout).to.include("EnergySettlement");
    expect(stdout + stderr).to.not.include("5555555555");
  });

  it("writes no address book where there is no home directory", async () => {
    const { url } = await startChain();
    const { code, stdout } = await wattproof(["deploy", "--network", url, "--json"], { cwd, env: { HOME: "." } });
    expect(code).to.equal(1);
    expect(JSON.parse(stdout).error.code).to.equal("HomeUnknown");
  });

  it("says that no chain answers", async () => {
    const { code, stderr } = await wattproof(["deploy", "--network", "http://127.0.0.1:9"], { cwd });
    expect(code).to.equal(1);
    expect(stderr).to.match(/^error NodeUnreachable: No chain answers at "http:\/\/127\.0\.0\.1:9\/"\.\nnext: /);
    expect(stderr).not.to.match(STACK_TRACE);
  });
});
