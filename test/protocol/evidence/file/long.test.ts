import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { canonicalJson, scanEvidence, serializeEvidence, verifyFile, ZERO_HASH } from "../../../../protocol/index.js";
import { testDevice } from "../../support/devices.js";
import { writeLongEvidence } from "../../support/longEvidence.js";
import { nativeDevice } from "../../support/nativeDevice.js";
import { makeWorld } from "../../support/world.js";
import { codeOf, type GeneratedFile, generatedFile } from "./support.js";

/** 100,000 records take minutes to write and check: `WATTPROOF_LONG=1` asks for them. */
const RECORDS = process.env.WATTPROOF_LONG === "1" ? 100_000 : 5_000;
const HEAP_MB = 48;
const MOST_RSS_MB = 256;

const BIN = join(import.meta.dirname, "..", "..", "..", "..", "bin", "wattproof.js");

describe("a long history", function () {
  this.timeout(900_000);

  it(`of ${RECORDS} records is verified in a heap of ${HEAP_MB} MB`, async () => {
    const folder = mkdtempSync(join(tmpdir(), "wattproof-long-"));
    try {
      const [evidencePath, rootsPath] = [join(folder, "long.evidence.json"), join(folder, "roots.json")];
      await writeLongEvidence({ device: nativeDevice("long"), records: RECORDS, evidencePath, rootsPath });
      expect(statSync(evidencePath).size).to.be.greaterThan(RECORDS * 2_000);
      const { code, stdout, maxRssMb } = await verified(evidencePath, rootsPath);
      expect(stdout).to.include(`${RECORDS} records, sequences 1 to ${RECORDS}`);
      expect(code).to.equal(0);
      expect(maxRssMb)
        .to.be.greaterThan(HEAP_MB / 2)
        .and.lessThan(MOST_RSS_MB);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const device = testDevice("p256", "battery");
  const { bundle, roots } = makeWorld({ device, leaves: [] }, testDevice("secp256k1", "stranger"));
  const batches = [{ stream: ZERO_HASH, sequence: 1n, root: ZERO_HASH, count: 1 }];
  const head = serializeEvidence({ ...bundle, batches, records: [] }).replace("]}", "");
  const gap = (at: number) =>
    canonicalJson({
      type: "Gap",
      device: device.device,
      fromSequence: BigInt(at + 1),
      toSequence: BigInt(at + 1),
      reason: 1,
      batch: 0,
      proof: [],
    });
  const million = (): GeneratedFile =>
    generatedFile(function* () {
      yield head;
      for (let at = 0; at < 1_000_000; at++) yield at === 0 ? gap(at) : `,${gap(at)}`;
      yield "]}";
    });

  it("of a million records is refused by name after the most that are read", async () => {
    const file = million();
    expect(await codeOf(scanEvidence(file))).to.equal("EvidenceTooLarge");
    expect(file.read()).to.be.lessThan(500_000 * 300);
  });

  it("that is wrong throughout is given up after a thousand faults", async () => {
    const file = million();
    const report = await verifyFile({ file, roots });
    expect(report.ok).to.equal(false);
    expect(report.faults[0]?.code).to.equal("RootNotAnchored");
    expect(report.faults.length).to.be.within(1_000, 1_001);
    expect(file.read()).to.be.lessThan(2_000_000);
  });
});

/**
 * Says at its end how much memory a process took at most, in kB. Linux counts into `maxRSS` what the parent took when it
 * started the process, here the whole suite; /proc tells of the process alone.
 */
const REPORT = `import { existsSync, readFileSync } from "node:fs";
process.on("exit", () => {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const own = /VmHWM:\\s*(\\d+) kB/.exec(status)?.[1];
  process.stderr.write("rss " + (own ?? process.resourceUsage().maxRSS));
});`;

/** Runs the command line in a small heap and says how much memory it took at most. */
function verified(evidencePath: string, rootsPath: string) {
  const node = [`--max-old-space-size=${HEAP_MB}`, "--import", `data:text/javascript,${encodeURIComponent(REPORT)}`];
  const args = [...node, BIN, "battery", "verify", evidencePath, "--roots", rootsPath];
  return new Promise<{ code: number | null; stdout: string; maxRssMb: number }>((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      const maxRssMb = Number(/rss (\d+)$/.exec(stderr)?.[1] ?? Number.NaN) / 1024;
      resolve({ code, stdout: stdout + stderr, maxRssMb });
    });
  });
}
