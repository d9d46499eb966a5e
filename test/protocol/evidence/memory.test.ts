import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { FaultList, MOST_FAULTS } from "../../../protocol/evidence/faults.js";
import { HashIndex } from "../../../protocol/evidence/hashIndex.js";
import { RecordLog } from "../../../protocol/evidence/recordLog.js";
import { fromHex, type Hex, toHex } from "../../../protocol/index.js";
import { hash } from "../support/arbitraries.js";
import { hashOf } from "../support/devices.js";

/** What a verifier remembers instead of records. */
describe("HashIndex", () => {
  it("finds what was added and nothing else, also where first bytes are alike", () => {
    fc.assert(
      fc.property(fc.uniqueArray(hash, { maxLength: 300 }), fc.boolean(), (hashes, isAlike) => {
        const rows = hashes.map((each) => fromHex(isAlike ? `0x00000000${each.slice(10)}` : each));
        const index = new HashIndex((row) => rows[row] as Uint8Array);
        const added = rows.filter((_, row) => row % 2 === 0);
        rows.forEach((_, row) => {
          if (row % 2 === 0) index.add(row);
        });
        const known = new Set(added.map(toHex));
        for (const each of rows) {
          const found = index.find(each);
          expect(found !== undefined && toHex(rows[found] as Uint8Array)).to.equal(
            known.has(toHex(each)) && toHex(each),
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it("grows beyond its first slots", () => {
    const rows = Array.from({ length: 5_000 }, (_, row) => fromHex(hashOf(`row ${row}`)));
    const index = new HashIndex((row) => rows[row] as Uint8Array);
    rows.forEach((_, row) => {
      index.add(row);
    });
    rows.forEach((each, row) => {
      expect(index.find(each)).to.equal(row);
    });
    expect(index.find(fromHex(hashOf("another")))).to.equal(undefined);
  });
});

describe("HashIndex under attack", () => {
  for (const [where, alike] of [
    ["begin", (hash: string) => `0x00000000${hash.slice(10)}`],
    ["end", (hash: string) => `${hash.slice(0, 10)}${"00".repeat(28)}`],
  ] as const) {
    it(`looks at few rows although all hashes ${where} alike`, () => {
      const rows = Array.from({ length: 5_000 }, (_, row) => fromHex(alike(hashOf(`row ${row}`)) as Hex));
      let looks = 0;
      const index = new HashIndex((row) => {
        looks += 1;
        return rows[row] as Uint8Array;
      });
      rows.forEach((_, row) => {
        index.add(row);
      });
      rows.forEach((hash, row) => {
        expect(index.find(hash)).to.equal(row);
      });
      expect(looks).to.be.below(rows.length * 20);
    });
  }
});

describe("RecordLog", () => {
  it("finds records by their sequences, over more than one chunk", () => {
    const log = new RecordLog();
    const sequences = Array.from({ length: 2_500 }, (_, at) => BigInt(at * 3 + 5));
    for (const sequence of sequences)
      log.append(sequence, { hash: hashOf(`${sequence}`), isSigned: sequence % 2n === 0n });
    for (const sequence of [5n, 8n, 3_077n, 7_502n]) {
      expect(log.find(sequence)).to.deep.equal({ hash: hashOf(`${sequence}`), isSigned: sequence % 2n === 0n });
    }
    for (const sequence of [0n, 6n, 7_503n, 1n << 63n]) expect(log.find(sequence)).to.equal(undefined);
    expect(log.hasAny(6n, 7n)).to.equal(false);
    expect(log.hasAny(6n, 8n)).to.equal(true);
    expect(log.hasAny(7_503n, 1n << 63n)).to.equal(false);
  });
});

describe("FaultList", () => {
  it("keeps a thousand, counts all, and keeps the first in history order first", () => {
    const list = new FaultList();
    const early = list.mark();
    for (let found = 0; found < MOST_FAULTS + 500; found++) list.add("ProofInvalid", `fault ${found}`);
    expect(list.isFull).to.equal(true);
    list.add("RecordMissing", "seen late, but of an earlier place", undefined, early);
    list.add("LinkMismatch", "of a late place");
    expect(list.count).to.equal(MOST_FAULTS + 502);
    const faults = list.inOrder();
    expect(faults).to.have.length(MOST_FAULTS);
    expect(faults[0]?.code).to.equal("RecordMissing");
    expect(faults.some(({ code }) => code === "LinkMismatch")).to.equal(false);
  });
});
