import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Wallet } from "ethers";
import { after, before, describe, it } from "mocha";
import type { Founding } from "../../../deploy/founding.js";
import { consortiumModule } from "../../../deploy/modules/Consortium.js";
import type { Hex } from "../../../protocol/index.js";
import { readFounding } from "../../../scripts/chain/deployment/foundingOf.js";
import { Decisions } from "../../governance/verify/decisions.js";
import { newChain } from "../../governance/verify/replayedFounding.js";
import { lower } from "../../support/chain/consortium.js";
import { type RpcServer, serveRpc } from "../../support/chain/rpcServer.js";
import { wattproof } from "../support/wattproof.js";

const ORGANISATIONS = ["unicom", "wxbc", "wxr"];

describe("wattproof consortium verify", function () {
  this.timeout(300_000);
  let home: string;
  let pilot: string;
  let founding: Founding;
  let chain: Awaited<ReturnType<typeof newChain>>;
  let server: RpcServer;
  let honest: Readonly<Record<string, Hex>>;

  const run = (...args: string[]) =>
    wattproof(["consortium", "verify", ...args], { cwd: home, env: { HOME: home, WATTPROOF_RPC_URL: server.rpcUrl } });
  const foundAs = async (as: Founding) => {
    const deployed = await chain.ignition.deploy(consortiumModule(as));
    const contracts: Record<string, Hex> = {};
    for (const [name, contract] of Object.entries(deployed)) contracts[name] = lower(await contract.getAddress());
    return contracts;
  };

  before(async () => {
    home = mkdtempSync(join(tmpdir(), "wattproof-verify-"));
    pilot = join(home, "pilot");
    const init = ["network", "init", "--out", pilot, "--orgs", "wxr:4,unicom:2,wxbc:1", "--nodes", "7"];
    const made = await wattproof([...init, "--chain-id", "31337"], { cwd: home, env: { HOME: home } });
    expect(made.code, made.stderr).to.equal(0);
    founding = readFounding(join(pilot, "consortium.json"));
    chain = await newChain();
    server = await serveRpc((method, params) => chain.provider.request({ method, params }));
    honest = await foundAs(founding);
  });
  after(async () => {
    await server?.close();
    rmSync(home, { recursive: true });
  });

  it("says of each part that it is as agreed", async () => {
    const { code, stdout, stderr } = await run(pilot, "--directory", honest.directory!);
    expect(code, stdout + stderr).to.equal(0);
    expect(
      stdout
        .split("\n")
        .filter((line) => /^[✓✗–]/.test(line))
        .map((line) => line.slice(0, 3)),
    ).to.deep.equal(["✓ c", "✓ c", "✓ t", "✓ m", "✓ n", "✓ a", "✓ n", "✓ d"]);
    expect(stdout).to.include("What stands there is what was agreed on.\n");
  });

  it("enters the contracts into the address book where that was asked for, and not before", async () => {
    const members = ["consortium", "members", "--json"];
    const environment = { cwd: home, env: { HOME: home, WATTPROOF_RPC_URL: server.rpcUrl } };
    expect(JSON.parse((await wattproof(members, environment)).stdout).error.code).to.equal("DirectoryUnknown");
    const { code, stdout } = await run(pilot, "--directory", honest.directory!, "--remember", "--json");
    expect(code, stdout).to.equal(0);
    const { remembered, directoryFrom } = JSON.parse(stdout);
    expect(remembered).to.equal(join(home, ".wattproof", "addresses.json"));
    expect(directoryFrom).to.deep.equal({ kind: "option", path: null });
    expect(JSON.parse((await wattproof(members, environment)).stdout).members).to.have.length(3);
    const [entry] = JSON.parse(readFileSync(remembered, "utf8")).chains;
    expect(entry.contracts).to.include({ Directory: honest.directory, NodeRegistry: honest.nodes });
    rmSync(remembered);
  });

  it("names what is not, and ends with 3", async () => {
    const [oracle] = await chain.ethers.getSigners();
    const hostile = await foundAs({
      ...founding,
      governance: { ...founding.governance, executionDelayS: 0 },
      roles: { ...founding.roles, oracle: [lower(oracle!.address)] },
    });
    const { code, stdout } = await run(pilot, "--directory", hostile.directory!);
    expect(code, stdout).to.equal(3);
    expect(stdout).to.include(
      "✗ terms\n    TimelockController was created with minDelay 0; agreed is 86400.\n      transaction 0x",
    );
    expect(stdout).to.include(
      "✗ administration\n    No founding does this: AccessManager.grantRole(roleId: oracle, account: the deployer (0x",
    );
    expect(stdout).to.include("2 things are not as agreed. Use none of these contracts");

    const json = await run(join(pilot, "consortium.json"), "--directory", hostile.directory!, "--json");
    expect(json.code).to.equal(3);
    const { ok, directory, checks, findings } = JSON.parse(json.stdout);
    expect({ ok, directory }).to.deep.equal({ ok: false, directory: hostile.directory });
    expect(checks[2]).to.deep.equal({ name: "terms", ok: false, says: null, findings: ["ArgumentDiffers"] });
    expect(findings.map((each: { code: string }) => each.code)).to.deep.equal([
      "ArgumentDiffers",
      "TransactionUnexpected",
    ]);
  });

  it("lists what members decided since", async () => {
    const { networkHelpers, ethers } = chain;
    const members = await Promise.all(
      ORGANISATIONS.map(async (name) => {
        const key = readFileSync(join(pilot, "organisations", name, "account.key"), "utf8").trim();
        const { address } = new Wallet(key);
        await networkHelpers.impersonateAccount(address);
        await networkHelpers.setBalance(address, 10n ** 18n);
        return ethers.getSigner(address);
      }),
    );
    const decisions = new Decisions(chain, members, { contracts: honest });
    const newcomer = `0x${"ab".repeat(20)}`;
    await decisions.decide(["membership", decisions.membership.encodeFunctionData("admit", [newcomer, "Newcomer"])]);
    const { code, stdout } = await run(pilot, "--directory", honest.directory!);
    expect(code, stdout).to.equal(0);
    expect(stdout).to.match(
      new RegExp(
        `Decided later:\\n {2}proposal 1, block \\d+: Membership\\.MemberAdmitted\\(organisation: ${newcomer}, `,
      ),
    );
  });

  it("cannot check another chain's consortium, or what was never founded", async () => {
    const other = join(home, "other");
    await wattproof(["network", "init", "--out", other, "--nodes", "4", "--chain-id", "77"], {
      cwd: home,
      env: { HOME: home },
    });
    const foreign = await run(other, "--directory", honest.directory!, "--json");
    expect([foreign.code, JSON.parse(foreign.stdout).error.code]).to.deep.equal([1, "ConsortiumForeign"]);

    const empty = await chain.ethers.deployContract("Directory", [honest.authority!]);
    const unnamed = await run(pilot, "--directory", lower(await empty.getAddress()), "--json");
    expect([unnamed.code, JSON.parse(unnamed.stdout).error.code]).to.deep.equal([1, "ContractNotNamed"]);
    const nothing = await run(pilot, "--directory", `0x${"77".repeat(20)}`, "--json");
    expect([nothing.code, JSON.parse(nothing.stdout).error.code]).to.deep.equal([1, "DirectoryMissing"]);
    const noDirectory = await run(pilot, "--directory", honest.token!, "--json");
    expect([noDirectory.code, JSON.parse(noDirectory.stdout).error.code]).to.deep.equal([1, "ChainUnreadable"]);
  });
});
