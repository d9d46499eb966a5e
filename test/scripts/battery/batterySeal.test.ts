import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { serializeEvidence } from "../../../protocol/index.js";
import { parseValidators, serializeValidators } from "../../../protocol/sealed/index.js";
import { bench, ONCE } from "../../indexer/support/open.js";
import { IDENTIFIER } from "../../indexer/support/scenario.js";
import { addressesOf, testValidators } from "../../protocol/bft/support/sealing.js";
import { chainOf } from "../../support/bft/headerChain.js";
import { historyOf, translated } from "../../support/bft/sealedChain.js";
import { type RpcServer, serveChain, serveRpc } from "../../support/chain/rpcServer.js";
import { wattproof } from "../support/wattproof.js";

describe("wattproof battery validators", () => {
  it("writes who sealed the chain's blocks when, and nothing if the chain is of another consensus", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "wattproof-validators-"));
    const [before, later] = [testValidators(4), testValidators(5)];
    const { provider } = chainOf(
      "ibft2",
      40n,
      new Map([
        [0n, before],
        [17n, later],
      ]),
    );
    const server = await serveRpc(async (method, params) =>
      method === "eth_chainId" ? "0x4f24" : await provider.send(method, params),
    );
    const run = (...args: string[]) =>
      wattproof(["battery", "validators", "--rpc", server.rpcUrl, ...args, "--json"], { cwd });
    const { code, stdout } = await run("--consensus", "ibft2");
    const other = await run("--out", "other.json");
    await server.close();
    expect(code, stdout).to.equal(0);
    const history = parseValidators(readFileSync(join(cwd, "validators.json"), "utf8"));
    expect(history).to.deep.include({ chainId: 20260n, consensus: "ibft2" });
    expect(history.sets).to.deep.equal([
      { fromBlock: 0n, validators: addressesOf(before) },
      { fromBlock: 17n, validators: addressesOf(later) },
    ]);
    expect([other.code, JSON.parse(other.stdout).error.code]).to.deep.equal([1, "ExtraDataInvalid"]);
    expect(existsSync(join(cwd, "other.json"))).to.equal(false);
    rmSync(cwd, { recursive: true });
  });
});

describe("wattproof battery seal", function () {
  this.timeout(120_000);
  const the = bench(ONCE);
  const sealing = { consensus: "qbft", validators: testValidators(4) } as const;
  let server: RpcServer;
  let cwd: string;
  let directory: string;
  let evidence: string;

  before(async () => {
    const { queries } = await the.synced();
    const bundle = await queries.evidenceOf(IDENTIFIER);
    evidence = serializeEvidence(bundle);
    directory = the.scene.directory;
    server = await serveChain(translated(sealing));
    cwd = mkdtempSync(join(tmpdir(), "wattproof-seal-"));
    writeFileSync(join(cwd, "b.evidence.json"), evidence);
    writeFileSync(join(cwd, "validators.json"), serializeValidators(historyOf(sealing, bundle.chain)));
    const others = { ...sealing, validators: testValidators(4, "others") };
    writeFileSync(join(cwd, "others.json"), serializeValidators(historyOf(others, bundle.chain)));
  });
  after(async () => {
    await server.close();
    rmSync(cwd, { recursive: true });
  });

  const run = async (...args: string[]) => {
    const env = { HOME: cwd, WATTPROOF_RPC_URL: "" };
    const { code, stdout, stderr } = await wattproof(["battery", ...args], { cwd, env });
    return { code, stdout, stderr };
  };
  const seal = (...more: string[]) =>
    run("seal", "b.evidence.json", "--rpc", server.rpcUrl, "--directory", directory, ...more);
  const verify = (...more: string[]) => run("verify", "b.evidence.json", ...more, "--directory", directory, "--json");
  const errorOf = (stdout: string): string => JSON.parse(stdout).error.code;

  it("writes what verifies the evidence without a node", async () => {
    const sealed = await seal("--validators", "validators.json");
    expect(sealed).to.deep.include({ code: 0, stderr: "" });
    expect(sealed.stdout).to.include("b.sealed.json: block ").and.to.include("sealed by 4 of 4 validators");
    const asked = server.asked.length;
    const { code, stdout } = await verify("--sealed", "b.sealed.json", "--validators", "validators.json");
    const report = JSON.parse(stdout);
    expect({ code, ok: report.ok }, stdout).to.deep.equal({ code: 0, ok: true });
    expect(report.trust.directoryFrom).to.deep.equal({ kind: "option", path: null });
    expect(report.trust.sealedBlock.signers).to.have.length(4);
    expect(server.asked.length).to.equal(asked);
    const { stdout: words } = await run(
      ...["verify", "b.evidence.json", "--sealed", "b.sealed.json"],
      ...["--validators", "validators.json", "--directory", directory],
    );
    expect(words).to.include("which 4 validators sealed: 0x");
    const value = await run(
      ...["value", "b.evidence.json", "--sealed", "b.sealed.json", "--validators", "others.json"],
      ...["--directory", directory, "--json"],
    );
    expect(errorOf(value.stdout)).to.equal("ValidatorsDiffer");
  });

  it("proves nothing to who trusts other validators, or another Directory, or changed evidence", async () => {
    expect((await seal("--validators", "validators.json", "--out", "c.sealed.json")).code).to.equal(0);
    const others = await verify("--sealed", "c.sealed.json", "--validators", "others.json");
    expect([others.code, errorOf(others.stdout)]).to.deep.equal([1, "ValidatorsDiffer"]);
    const elsewhere = await run(
      ...["verify", "b.evidence.json", "--sealed", "c.sealed.json", "--validators", "validators.json"],
      ...["--directory", `0x${"01".repeat(20)}`, "--json"],
    );
    expect([elsewhere.code, errorOf(elsewhere.stdout)]).to.deep.equal([1, "SealedForeign"]);
    writeFileSync(join(cwd, "d.evidence.json"), evidence.replace('"model":"18650"', '"model":"21700"'));
    const changed = await run(
      ...["verify", "d.evidence.json", "--sealed", "c.sealed.json", "--validators", "validators.json"],
      ...["--directory", directory, "--json"],
    );
    expect([changed.code, errorOf(changed.stdout)]).to.deep.equal([1, "PassportMismatch"]);
  });

  it("writes nothing that would be refused", async () => {
    const others = await seal("--validators", "others.json", "--out", "e.sealed.json", "--json");
    expect([others.code, errorOf(others.stdout)]).to.deep.equal([1, "ValidatorsDiffer"]);
    writeFileSync(join(cwd, "f.evidence.json"), evidence.replace('"chemistry":"NCA"', '"chemistry":"LFP"'));
    const changed = await run(
      ...["seal", "f.evidence.json", "--rpc", server.rpcUrl, "--directory", directory],
      ...["--validators", "validators.json", "--out", "e.sealed.json", "--json"],
    );
    expect([changed.code, errorOf(changed.stdout)]).to.deep.equal([1, "PassportMismatch"]);
    expect(existsSync(join(cwd, "e.sealed.json"))).to.equal(false);
  });

  it("finds no seals on a simulated chain, and says so by name", async () => {
    const simulated = await serveChain();
    const { code, stdout } = await run(
      ...["seal", "b.evidence.json", "--rpc", simulated.rpcUrl, "--directory", directory],
      ...["--validators", "validators.json", "--json"],
    );
    await simulated.close();
    expect([code, errorOf(stdout)]).to.deep.equal([1, "ExtraDataInvalid"]);
  });

  it("asks for validators beside seals, and for one source of trust", async () => {
    const wrong = [
      ["--sealed", "b.sealed.json"],
      ["--validators", "validators.json"],
      ["--sealed", "b.sealed.json", "--validators", "validators.json", "--roots", "roots.json"],
      ["--sealed", "b.sealed.json", "--validators", "validators.json", "--rpc", server.rpcUrl],
    ];
    for (const options of wrong) {
      const { code, stdout } = await run("verify", "b.evidence.json", ...options, "--json");
      expect([code, errorOf(stdout)]).to.deep.equal([2, "UsageInvalid"]);
    }
    expect(readFileSync(join(cwd, "b.evidence.json"), "utf8")).to.equal(evidence);
  });
});
