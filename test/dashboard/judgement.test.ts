import { expect } from "chai";
import { describe, it } from "mocha";
import { checkEvidence, type EvidenceJob } from "../../dashboard/src/verify/evidence.js";
import type { EvidenceProgress, Judgement } from "../../dashboard/src/verify/judgement.js";
import { serializeEvidence, serializeRoots } from "../../protocol/index.js";
import { sha256Of } from "./support/sha256Of.js";
import { worldOfEvents } from "./support/worlds.js";

const { bundle, roots } = worldOfEvents();
const nowhere = { rpcUrl: "", directory: "" };
const evidenceText = serializeEvidence(bundle);

const named = (name: string, text: string) => ({ name, blob: new Blob([text]) });
const job = (text: string, rootsText = serializeRoots(roots)): EvidenceJob => ({
  kind: "evidence",
  evidence: named("b.evidence.json", text),
  roots: named("roots.json", rootsText),
  trust: nowhere,
});
const noChain = () => Promise.reject(new TypeError("no chain may be asked"));

function check(of: EvidenceJob, onProgress: (progress: EvidenceProgress) => void = () => undefined) {
  return checkEvidence(of, noChain, onProgress);
}

async function judge(text: string): Promise<Judgement> {
  const outcome = await check(job(text));
  if (outcome.kind !== "judged") throw new TypeError(outcome.message);
  return outcome;
}

describe("dashboard: a judgement", () => {
  it("holds all that a report shows, and nothing that grows with the history but columns", async () => {
    const judgement = await judge(evidenceText);
    expect(judgement).to.deep.include({ ok: true, faultCount: 0, faults: [] });
    expect(judgement.batteryPassportIdentifier).to.equal(bundle.passport.batteryPassportIdentifier);
    expect(judgement.counts).to.deep.equal({ records: 5, missing: 2n, entries: 6, batches: 2, devices: 1 });
    expect(judgement.figures).to.not.have.any.keys("cycles", "corrections");
    expect(judgement.figures).to.include({ gapCount: 1, correctionCount: 1 });
    expect(judgement.passport?.limits).to.deep.equal(bundle.passport.limits);
    expect(Object.values(judgement.statusesNow), "both devices of the roots are active").to.deep.equal([2, 2]);
    expect(structuredClone(judgement)).to.deep.equal(judgement);
  });

  it("lays the effective history out in columns, with both versions of what was corrected", async () => {
    const { history } = await judge(evidenceText);
    const cycles = bundle.records.flatMap((entry) => (entry.type === "ChargeCycle" ? [entry] : []));
    expect([...(history?.cycles ?? [])], "the factory's two discharges come first").to.deep.equal([3, 4, 7]);
    expect(history?.dischargeAh[0]).to.equal(1.86);
    expect(history?.corrected).to.deep.equal([
      {
        index: 0,
        earlier: [{ sequence: 1, dischargeAh: Number(cycles[0]?.measurements.dischargeMicroAh) / 1e6 }],
        reason: 2,
      },
    ]);
    expect(history).to.include({ ratedAh: 2, chemistry: bundle.passport.chemistry });
  });

  it("names the very file, and what was trusted", async () => {
    const { file, trusted } = await judge(evidenceText);
    expect(file).to.deep.equal({
      name: "b.evidence.json",
      sizeBytes: evidenceText.length,
      sha256: sha256Of(evidenceText),
    });
    expect(trusted).to.deep.equal({
      from: { kind: "file", name: "roots.json" },
      chainId: roots.chainId,
      genesisHash: roots.genesisHash,
      directory: roots.directory,
      block: roots.block,
    });
  });

  it("gathers faults by code and says nothing of what a faulty file claims", async () => {
    const tampered = evidenceText.replace('"dischargeMicroAh":"1860000"', '"dischargeMicroAh":"1960000"');
    expect(tampered).not.to.equal(evidenceText);
    const judgement = await judge(tampered);
    expect(judgement.ok).to.equal(false);
    expect(judgement.figures).to.equal(null);
    expect(judgement.history).to.equal(null);
    expect(judgement.faults.map(({ code }) => code)).to.include("SignatureInvalid");
    expect(judgement.faults.reduce((sum, { count }) => sum + count, 0)).to.equal(judgement.faultCount);
    expect(judgement.passport, "what the chain says stays").not.to.equal(null);
  });

  it("refuses what is no evidence, and blames the roots for what is their fault", async () => {
    expect(await check(job("{"))).to.include({ kind: "refused", code: "EvidenceUnreadable" });
    expect(await check(job(evidenceText, "{"))).to.include({ kind: "unable", code: "RootsUnreadable" });
  });

  it("tells how far it has come", async () => {
    const told: EvidenceProgress[] = [];
    await check(job(evidenceText), (progress) => told.push(progress));
    expect(told.map(({ phase }) => phase)).to.deep.equal(["roots", "checking"]);
    expect(told.every(({ totalBytes }) => totalBytes === evidenceText.length)).to.equal(true);
  });
});
