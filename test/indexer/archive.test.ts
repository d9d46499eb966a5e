import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type ArchivedBatch,
  type ArchivedLeaf,
  isSignedRecord,
  type ReadBatch,
  structHashOf,
} from "../../protocol/index.js";
import { dump } from "./support/dump.js";
import { bench } from "./support/open.js";

describe("archived batches", () => {
  const the = bench();

  /** The archive with the first batch changed. */
  function tampered(change: (batch: ArchivedBatch) => ArchivedBatch): ReadBatch {
    const { archive, stream } = the.scene;
    return async (id, sequence) => {
      const batch = await archive.read(id, sequence);
      return batch !== undefined && id === stream.id && sequence === 1n ? change(batch) : batch;
    };
  }

  function withFirstLeaf(change: (leaf: Extract<ArchivedLeaf, { record: unknown }>) => unknown): ReadBatch {
    return tampered((batch) => {
      const [first, ...rest] = batch.leaves;
      if (first === undefined || !isSignedRecord(first)) throw new TypeError("The first leaf is a record.");
      return { ...batch, leaves: [change(first) as ArchivedLeaf, ...rest] };
    });
  }

  const refusals: [name: string, change: () => ReadBatch, reason: RegExp][] = [
    [
      "a changed value",
      () => withFirstLeaf((l) => ({ ...l, record: { ...l.record, exportWh: 1n } })),
      /lead to the root/,
    ],
    ["another salt", () => withFirstLeaf((l) => ({ ...l, salt: `0x${"12".repeat(32)}` })), /link does not follow/],
    ["another previous", () => withFirstLeaf((l) => ({ ...l, previous: `0x${"12".repeat(32)}` })), /link does not/],
    [
      "a value out of range",
      () => withFirstLeaf((l) => ({ ...l, record: { ...l.record, importWh: -1n } })),
      /leaf 1: /,
    ],
    ["a member too many", () => withFirstLeaf((l) => ({ ...l, record: { ...l.record, note: "x" } })), /leaf 1: /],
    ["a signature of a wrong length", () => withFirstLeaf((l) => ({ ...l, signature: "0x12" })), /leaf 1: /],
    ["a dropped leaf", () => tampered((b) => ({ ...b, leaves: b.leaves.slice(1) })), /8 leaves where 9 were anchored/],
    [
      "a doubled leaf",
      () => tampered((b) => ({ ...b, leaves: [b.leaves[0] as ArchivedLeaf, ...b.leaves.slice(0, -1)] })),
      /twice/,
    ],
    ["another batch's place", () => tampered((b) => ({ ...b, sequence: 2n })), /another batch/],
    ["another predecessor", () => tampered((b) => ({ ...b, previousRoot: b.root })), /follows another root/],
  ];
  for (const [name, change, reason] of refusals) {
    it(`refuses ${name} and imports nothing of the batch`, async () => {
      const { queries } = await the.synced({ readBatch: change() });
      const first = (await queries.batches({ limit: 10 })).find(({ stream, sequence }) => {
        return stream === the.scene.stream.id && sequence === 1n;
      });
      expect(first?.records).to.equal("refused");
      expect(first?.reason).to.match(reason);
      const kept = (await queries.devices()).map(({ records }) => records);
      expect(kept).to.deep.equal([0, 0, 4, 3]);
    });
  }

  it("keeps an anchored batch whose records are not held here, and adds them once they are", async () => {
    const { archive, other, cycles } = the.scene;
    const indexer = await the.synced();
    const absent = (await indexer.queries.batches({ limit: 1 }))[0];
    expect(absent).to.include({ stream: other.id, count: 1, records: "absent", reason: null });
    const [cycle] = cycles.slice(-1);
    if (absent === undefined || cycle === undefined) throw new TypeError("The scenario ends with an absent batch.");
    const { stream, sequence, previousRoot, root } = absent;
    archive.put({ stream, sequence, previousRoot, root, leaves: [cycle] });
    const told = new Promise((resolve) => indexer.onChange(({ kinds }) => resolve(kinds)));
    await indexer.sync();
    expect(await told).to.deep.equal(["batches", "records"]);
    expect((await indexer.queries.batches({ limit: 1 }))[0]?.records).to.equal("held");
    expect(await indexer.queries.recordProof(structHashOf(cycle.record))).to.include({ previous: cycle.previous });
  });

  it("goes on without an archive that fails, and says so", async () => {
    const problems: unknown[] = [];
    const indexer = await the.synced({
      readBatch: () => Promise.reject(new Error("disk gone")),
      onProblem: (error) => problems.push(error),
    });
    expect(problems.map(String)).to.include("Error: disk gone");
    const answers = await indexer.queries.batches({ limit: 10 });
    expect(answers.map(({ records }) => records)).to.deep.equal(["absent", "absent", "absent", "absent"]);
    expect((await indexer.queries.totals()).settlement.settledWh).to.equal(899n);
  });

  it("counts a record that was anchored twice where it was anchored first, in whatever order batches come", async () => {
    const { archive, stream, cycles, readings } = the.scene;
    const [cycle] = cycles.slice(-1);
    const [reading] = readings.b01;
    if (cycle === undefined || reading === undefined) throw new TypeError("The scenario has records.");
    const again = await archive.anchor(stream, [cycle, reading]);
    const late = await the.synced({ database: the.file("late") });
    const proof = await late.queries.recordProof(structHashOf(cycle.record));
    expect(proof?.batch).to.include({ stream: stream.id, sequence: again.sequence });
    const first = (await late.queries.batches({ limit: 10 })).find(({ records }) => records === "absent");
    if (first === undefined) throw new TypeError("The other stream's batch is absent.");
    archive.put({
      stream: first.stream,
      sequence: 1n,
      previousRoot: first.previousRoot,
      root: first.root,
      leaves: [cycle],
    });
    await late.sync();
    const moved = await late.queries.recordProof(structHashOf(cycle.record));
    expect(moved?.batch).to.include({ stream: first.stream, sequence: 1n });
    expect((await late.queries.recordProof(structHashOf(reading.record)))?.batch.sequence).to.equal(1n);
    await late.stop();
    await (await the.synced()).stop();
    expect(dump(the.file("late"))).to.deep.equal(dump(the.file()));
  });
});
