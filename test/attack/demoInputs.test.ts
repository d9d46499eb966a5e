import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import type { DemoOptions } from "../../demo/index.js";
import { parseEvidence, parseRoots, verifyEvidence, WattproofError } from "../../protocol/index.js";

/** At the top level, so that this file loads as an ES module: Hardhat loads in no other way. */
const { runDemo } = await import("../../demo/index.js");

const COLUMNS =
  "cell_id,cycle,charge_capacity_ah,discharge_capacity_ah,charge_energy_wh,discharge_energy_wh,charge_duration_s," +
  "discharge_duration_s,charge_v_max,discharge_v_min,charge_temp_max_c,discharge_temp_max_c\n";

describe("demo with odd inputs", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "wattproof-hardening-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const cell = (id: string, cycle: number, { energy = "7", duration = "100" } = {}) =>
    `${id},${cycle},1.9,1.9,${energy},${energy},${duration},100,4.2,2.7,30,30\n`;
  const cells = (name: string, ...rows: string[]) => file(name, COLUMNS + rows.join(""));
  const demo = (options: Partial<DemoOptions>) =>
    runDemo({
      batteries: [],
      pricePerKWh: "1.20",
      port: 0,
      once: true,
      signal: new AbortController().signal,
      ...options,
    });
  /** Code of the named error that ends the demo, and whether it came before anything was started. */
  const refusal = async (options: Partial<DemoOptions>): Promise<readonly [string, "before" | "after"]> => {
    let started: "before" | "after" = "before";
    try {
      await demo({
        ...options,
        onProgress: () => {
          started = "after";
        },
      });
    } catch (error) {
      if (error instanceof WattproofError) return [error.code, started];
      throw error;
    }
    return ["no error", started];
  };
  const verify = (out: string, identifier: string) =>
    verifyEvidence({
      bundle: parseEvidence(readFileSync(join(out, `${identifier}.evidence.json`), "utf8")),
      roots: parseRoots(readFileSync(join(out, "roots.json"), "utf8")),
    });

  it("counts no battery's records as readings where cell and home share a name", async () => {
    const community = file("home.csv", "interval_start_local,b01_load_kwh\n2016-07-01T00:00:00,1\n");
    const summary = await demo({ community, batteries: [cells("b01.csv", cell("b01", 1), cell("b01", 2))] });
    expect(summary?.readings).to.deep.equal({ received: 1, verified: 1, anchored: 1, rejected: 0 });
    expect(summary?.batteries[0]?.recordsAnchored).to.equal(2);
  });

  it("goes on without the rows whose cell id is longer than a passport's identifier", async () => {
    const summary = await demo({ batteries: [cells("id.csv", cell("x".repeat(129), 1), cell("y".repeat(128), 1))] });
    expect(summary?.batteries.map((battery) => battery.batteryPassportIdentifier)).to.deep.equal(["y".repeat(128)]);
  });

  it("refuses an id whose evidence has no room in a file name, before the replay and only where files are asked for", async () => {
    const batteries = [cells("wide.csv", cell("é".repeat(60), 1))];
    expect(await refusal({ batteries, out: join(folder, "wide") })).to.deep.equal(["EvidenceNameTooLong", "before"]);
    expect(existsSync(join(folder, "wide"))).to.equal(false);
    expect((await demo({ batteries }))?.batteries[0]?.recordsAnchored).to.equal(1);
  });

  it("refuses an output folder that cannot be one, before the replay", async () => {
    const batteries = [cells("b1.csv", cell("b1", 1))];
    const taken = file("taken", "");
    mkdirSync(join(folder, "full", "roots.json"), { recursive: true });
    for (const out of [taken, join(taken, "below"), join(folder, "full"), "/dev/null/out", "/proc/out"]) {
      expect(await refusal({ batteries, out }), out).to.deep.equal(["OutputUnusable", "before"]);
    }
  });

  it("goes on without the cycle that would carry a battery's counters beyond 64 bits", async () => {
    const energy = "18446744073709";
    const rows = [cell("o1", 1, { energy }), cell("o1", 2, { energy }), cell("o1", 3, { energy: "0.5" })];
    const out = join(folder, "over");
    const summary = await demo({ batteries: [cells("over.csv", ...rows)], out });
    expect(summary?.batteries[0]?.recordsAnchored).to.equal(2);
    expect(verify(out, "o1")).to.include({ ok: true });
  });

  it("goes on without a cycle of thirty million years", async () => {
    const rows = [cell("d1", 1), cell("d1", 2, { duration: "1e15" }), cell("d1", 3)];
    const summary = await demo({ batteries: [cells("late.csv", ...rows)] });
    expect(summary?.batteries[0]?.recordsAnchored).to.equal(2);
  });

  it("checkpoints the last anchored cycle where later ones are of the future, and writes everybody's evidence", async () => {
    const year = String(365 * 86_400);
    const decades = Array.from({ length: 60 }, (_, index) => cell("f1", index + 1, { duration: year }));
    const never = Array.from({ length: 3 }, (_, index) => cell("g1", index + 1));
    const out = join(folder, "future");
    const summary = await demo({ batteries: [cells("decades.csv", ...decades), cells("g1.csv", ...never)], out });
    const [future, plain] = summary?.batteries ?? [];
    expect(future?.recordsAnchored).to.be.within(15, 59);
    expect(plain?.recordsAnchored).to.equal(3);
    expect(readdirSync(out).sort()).to.deep.equal([
      "f1.evidence.json",
      "g1.evidence.json",
      "roots.json",
      "summary.json",
    ]);
    const roots = parseRoots(readFileSync(join(out, "roots.json"), "utf8"));
    const checkpoints = roots.passports.map(({ checkpoint }) => Number(checkpoint?.sequence));
    expect(checkpoints).to.deep.equal([future?.recordsAnchored, 3]);
    for (const identifier of ["f1", "g1"]) expect(verify(out, identifier), identifier).to.include({ ok: true });
  });

  it("ends at once where it is stopped while the hours between two labels are settled", async () => {
    const rows = ["2016-07-01T00:00:00,1,0", "2016-08-01T00:00:00,1,0"];
    const header = "interval_start_local,b01_load_kwh,b02_load_kwh,b02_pv_kwh\n";
    const community = file("gap.csv", header + rows.map((row) => `${row},1\n`).join(""));
    const stop = new AbortController();
    const phases = new Set<string>();
    const summary = await demo({
      community,
      signal: stop.signal,
      onProgress: ({ phase }) => {
        phases.add(phase);
        if (phase === "settlement") setTimeout(() => stop.abort(), 0);
      },
    });
    expect(summary).to.equal(undefined);
    expect([...phases].at(-1)).to.equal("settlement");
  });

  it("replays no hour that lies years after the preceding one", async () => {
    const rows = ["2016-07-01T00:00:00,1", "2024-07-01T00:00:00,1", "2016-07-01T01:00:00,1"];
    const community = file("years.csv", `interval_start_local,b01_load_kwh\n${rows.join("\n")}\n`);
    const summary = await demo({ community });
    expect(summary?.readings).to.deep.equal({ received: 3, verified: 2, anchored: 2, rejected: 1 });
  });
});
