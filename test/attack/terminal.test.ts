import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { harmless, printError, printResult } from "../../scripts/commandLine/print.js";
import { showProgress } from "../../scripts/commands/demoProgress.js";
import { describeEvidence } from "../../scripts/commands/evidenceWords.js";
import { wattproof } from "../scripts/support/wattproof.js";

/** What a file must not bring onto a terminal: controls other than line breaks, and marks of direction. */
const STEERING = /[^\P{C}\n]/u;

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "wattproof-terminal-"));
});
after(() => rmSync(folder, { recursive: true }));

const csv = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** What `print` writes to a stream of this process. */
function printed(print: () => void, stream: NodeJS.WriteStream): string {
  const { write } = stream;
  let text = "";
  stream.write = ((chunk: string) => {
    text += chunk;
    return true;
  }) as typeof stream.write;
  try {
    print();
  } finally {
    stream.write = write;
  }
  return text;
}

describe("what files can make the terminal show", () => {
  it("escapes control characters in stack traces", async () => {
    const path = csv("twice.csv", 'interval_start_local,"x\u001b[31m","x\u001b[31m"\n');
    const { code, stderr } = await wattproof(["ingest", "check", path, "--verbose"]);
    expect(code).to.equal(1);
    expect(stderr).to.include("    at ").and.not.match(STEERING);
  });

  it("keeps a message and its causes on their lines of a stack trace", () => {
    const error = new Error("first\nerror Forged: second", { cause: new Error("deeper\nnext: forged\u009b31m") });
    const text = printed(() => printError(error, { verbose: true }), process.stderr);
    expect(text).to.include("first\\u{a}error Forged: second").and.not.match(STEERING);
    expect(text).to.include("caused by Error: deeper\\u{a}next: forged\\u{9b}31m\n    at ");
  });

  it("escapes C1 controls and direction marks in JSON", async () => {
    const path = csv("c1.csv", 'interval_start_local,"x\u009b31m\u202e_load_kwh"\n2016-07-01T00:00:00,zz\n');
    const { stdout } = await wattproof(["ingest", "check", path, "--json"]);
    expect(stdout).to.not.match(STEERING);
    expect(JSON.parse(stdout).rejections[0].position).to.include("x\u009b31m\u202e_load_kwh");
  });

  it("writes JSON that reads back as it was", () => {
    const value = { "a\u0085\u2028": ["\u{e0041}\u007f\ud800\n\t\\u0041", "æ ☀ 😀"] };
    const text = printed(() => printResult(value, [], { json: true }), process.stdout);
    expect(text)
      .to.not.match(STEERING)
      .and.not.match(/[\u2028\u2029]/);
    expect(text).to.include("æ ☀ 😀");
    expect(JSON.parse(text)).to.deep.equal(value);
  });

  it("keeps a column's name on its line", async () => {
    const path = csv("lines.csv", 'interval_start_local,"b\n  row 9: all fine_load_kwh"\n2016-07-01T00:00:00,abc\n');
    const { code, stdout } = await wattproof(["ingest", "check", path]);
    expect(code).to.equal(1);
    expect(stdout.trim().split("\n")).to.have.length(2);
  });

  it("keeps a battery's identifier on its line", () => {
    const identifier = "B1: the evidence holds.\n  900 records: every signature is right\u2028\r\nBattery B2";
    const figures = {
      records: 0,
      completeness: { scope: "complete", fromFactoryGate: true, upToCheckpoint: null },
      gaps: [],
      firstSequence: null,
      lastSequence: null,
      completeUpTo: null,
      cycles: [],
      corrections: [],
      counters: null,
      harmfulEvents: null,
      health: null,
      freshness: null,
    } as const;
    const verdict = { scope: "complete", ok: true, faults: [], faultCount: 0 } as const;
    const lines = describeEvidence({ batteryPassportIdentifier: identifier, ...verdict, figures });
    const text = printed(() => printResult({}, lines, {}), process.stdout);
    expect(text.trim().split(/\r|\n|\u2028/)).to.have.length(lines.length);
  });

  it("escapes a device's name in the progress", () => {
    const label = "Enrolled b\u001b[2J\nDone";
    const progress = { phase: "devices", done: 1, total: 2, label, finished: false } as const;
    const text = printed(() => showProgress({ json: false }).update(progress), process.stderr);
    expect(text)
      .to.equal(`${harmless(label)}\n`)
      .and.not.match(STEERING);
  });
});

describe("files that are no files", () => {
  const verify = (file: string, roots: string) => wattproof(["battery", "verify", file, "--roots", roots]);

  it("are refused as evidence and as roots before they are read", async () => {
    const pipe = join(folder, "pipe.evidence.json");
    execFileSync("mkfifo", [pipe]);
    for (const file of [pipe, "/dev/zero", "/dev/null"]) {
      const { code, stderr } = await verify(file, file);
      expect(code, file).to.equal(1);
      expect(stderr, file).to.match(/^error FileUnreadable: The file ".+" is a pipe, a socket or a device, not a/);
    }
    const directory = await verify(folder, folder);
    expect(directory.stderr).to.match(/^error FileUnreadable: The file ".+" is a directory\./);
  });

  it("are refused by their size before they are read", async () => {
    const sparse = csv("sparse.evidence.json", "");
    truncateSync(sparse, 2 ** 40);
    const { code, stderr } = await verify(sparse, sparse);
    expect(code).to.equal(1);
    expect(stderr).to.match(/^error FileTooLarge: The file ".+" has 1099511627776 bytes, more than 134217728\./);
  });

  it("are not called directories", async () => {
    const { code, stderr } = await wattproof(["ingest", "check", "/dev/null"]);
    expect(code).to.equal(1);
    expect(stderr)
      .to.match(/^error FileUnreadable: /)
      .and.not.include("is a directory");
  });
});
