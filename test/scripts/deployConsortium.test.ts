import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { JsonRpcProvider } from "ethers";
import { network } from "hardhat";
import { after, before, describe, it } from "mocha";
import {
  AccessManager__factory,
  Directory__factory,
  Membership__factory,
  NodeRegistry__factory,
} from "../../typechain-types/index.js";
import { startLossyRpc } from "./support/lossyRpc.js";
import { ROOT, wattproof } from "./support/wattproof.js";

/** A chain id that nobody's own deployment has. */
const CHAIN_ID = 4_242_424_243;
const DEPLOYMENTS = join(ROOT, "deploy", "deployments");
const ADMINISTRATOR = 0n;
/** Transactions after which each try breaks off, and what is lost then; altogether fewer than there are. */
const TRIES = [
  [30, "transaction"],
  [12, "answer"],
  [4, "transaction"],
] as const;

describe("wattproof deploy: a consortium", function () {
  this.timeout(180_000);
  let folder: string;
  let pilot: string;
  let url: string;
  let provider: JsonRpcProvider;
  let close: () => Promise<void>;

  const removeRecords = () => rmSync(join(DEPLOYMENTS, `chain-${CHAIN_ID}`), { recursive: true, force: true });
  const run = (...args: string[]) =>
    wattproof([...args, "--json"], { cwd: folder, env: { HOME: folder, WATTPROOF_DEPLOYER_KEY: "" } });
  const refused = async (...args: string[]) => {
    const { code, stdout } = await run(...args);
    expect(code).to.equal(1);
    return JSON.parse(stdout).error;
  };

  before(async () => {
    removeRecords();
    folder = mkdtempSync(join(tmpdir(), "wattproof-consortium-"));
    pilot = join(folder, "pilot");
    const orgs = ["--nodes", "7", "--orgs", "wxr:4,unicom:2,wxbc:1"];
    const made = await run(
      "network",
      "init",
      "--out",
      pilot,
      "--consensus",
      "qbft",
      ...orgs,
      "--chain-id",
      `${CHAIN_ID}`,
    );
    expect(made.code, made.stderr).to.equal(0);
    const server = await network.createServer(
      { network: "embedded", override: { chainId: CHAIN_ID, initialBaseFeePerGas: 0 } },
      "127.0.0.1",
      0,
    );
    const { address, port } = await server.listen();
    url = `http://${address}:${port}`;
    provider = new JsonRpcProvider(url, CHAIN_ID, { staticNetwork: true, cacheTimeout: -1 });
    close = () => server.close();
  });
  after(async () => {
    provider?.destroy();
    await close?.();
    removeRecords();
    rmSync(folder, { recursive: true });
  });

  it("is refused on another chain than its nodes signed for", async () => {
    const other = join(folder, "other");
    await run("network", "init", "--out", other, "--nodes", "4", "--consensus", "qbft", "--chain-id", "77");
    const error = await refused("deploy", "--network", url, "--consortium", join(other, "consortium.json"));
    expect(error.code).to.equal("ConsortiumForeign");
    expect(error.message).to.include("chain 77").and.include(`chain ${CHAIN_ID}`);
    expect(existsSync(join(DEPLOYMENTS, `chain-${CHAIN_ID}`))).to.equal(false);
  });

  it("is refused if somebody changed the file", async () => {
    const text = readFileSync(join(pilot, "consortium.json"), "utf8");
    const changed = join(folder, "changed.json");
    writeFileSync(changed, text.replace('"name": "wxbc-node-1"', '"name": "wxbc-node-2"'));
    const error = await refused("deploy", "--network", url, "--consortium", changed);
    expect(error.code).to.be.oneOf(["CertificateInvalid", "NodeProofInvalid"]);
  });

  it("cannot be used by anybody when it breaks off, and goes on from there", async () => {
    const lossy = await startLossyRpc(url);
    const args = ["deploy", "--consortium", join(pilot, "consortium.json"), "--network"];
    try {
      for (const [taken, loses] of TRIES) {
        Object.assign(lossy, { left: taken, loses });
        const error = await refused(...args, lossy.url);
        expect(error.code).to.equal("DeploymentFailed");
      }
    } finally {
      await lossy.close();
    }
    const record = JSON.parse(readFileSync(join(DEPLOYMENTS, `chain-${CHAIN_ID}`, "deployed_addresses.json"), "utf8"));
    const directory = Directory__factory.connect(record["Wattproof#Directory"], provider);
    expect(await directory.names()).to.deep.equal([]);
    expect(readdirSync(folder)).not.to.include(".wattproof");
    const used = await refused("role", "list", "--rpc", url, "--directory", record["Wattproof#Directory"]);
    expect(used.code).to.equal("ContractNotNamed");

    const { code, stdout, stderr } = await run(...args, url);
    expect(code, stdout + stderr).to.equal(0);
    const { contracts, members, nodes } = JSON.parse(stdout);
    expect(contracts.Directory).to.equal(record["Wattproof#Directory"].toLowerCase());
    expect(members.map(({ name }: { name: string }) => name)).to.deep.equal(["wxr", "unicom", "wxbc"]);
    expect(nodes).to.equal(7);
    const authority = AccessManager__factory.connect(contracts.AccessManager, provider);
    const [deployer] = await provider.send("eth_accounts", []);
    expect((await authority.hasRole(ADMINISTRATOR, contracts.TimelockController)).isMember).to.equal(true);
    expect((await authority.hasRole(ADMINISTRATOR, deployer)).isMember).to.equal(false);
    const membership = Membership__factory.connect(contracts.Membership, provider);
    expect(await membership.memberCount()).to.equal(3n);
    expect(await membership.isMember(deployer)).to.equal(false);
    expect((await NodeRegistry__factory.connect(contracts.NodeRegistry, provider).getValidators()).length).to.equal(7);
  });

  it("is what its members agreed on, for each of them who looks", async () => {
    const args = ["--rpc", url];
    const { code, stdout } = await run("consortium", "verify", join(pilot, "consortium.json"), ...args);
    const { ok, findings, checks } = JSON.parse(stdout);
    expect({ code, ok, findings }).to.deep.equal({ code: 0, ok: true, findings: [] });
    expect(checks.every((check: { ok: boolean }) => check.ok)).to.equal(true);
  });

  it("does not go on as another consortium", async () => {
    const other = join(folder, "others");
    const orgs = ["--nodes", "4", "--orgs", "a:2,b:2"];
    await run("network", "init", "--out", other, ...orgs, "--consensus", "qbft", "--chain-id", `${CHAIN_ID}`);
    const error = await refused("deploy", "--network", url, "--consortium", join(other, "consortium.json"));
    expect(error.code).to.equal("FoundingChanged");
  });
});
