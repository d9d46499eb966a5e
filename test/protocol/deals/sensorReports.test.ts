import { expect } from "chai";
import { describe, it } from "mocha";
import {
  anchoredReports,
  directReport,
  type Hex,
  leafOf,
  MerkleTree,
  SignedBy,
  type SignedRecord,
  structHashOf,
  TimeSource,
  verifyProof,
  ZERO_HASH,
} from "../../../protocol/index.js";

const stream: Hex = `0x${"57".repeat(32)}`;

function signedReading(sequence: bigint, valueMilli: bigint): SignedRecord {
  const timestampS = 1_700_000_000n + sequence;
  const times = { timestampS, timeSource: TimeSource.Device, signedBy: SignedBy.Device };
  const header = { device: `0x${"5e".repeat(32)}` as Hex, sequence, ...times, link: ZERO_HASH };
  const record = { type: "SensorReading", header, field: "humidity", valueMilli } as const;
  return { record, previous: ZERO_HASH, salt: ZERO_HASH, signature: `0x${"aa".repeat(64)}` };
}

describe("reports of readings", () => {
  const leaves = Array.from({ length: 9 }, (_, index) => signedReading(BigInt(index + 1), BigInt(index)));
  const hashes = leaves.map(({ record }) => structHashOf(record));
  const { root } = MerkleTree.of(hashes.map(leafOf));
  const batch = { stream, sequence: 7n, previousRoot: ZERO_HASH, root, leaves };

  it("carry the proofs of those that are wanted, in the batch's order", () => {
    const reports = anchoredReports(batch, ({ valueMilli }) => valueMilli % 4n === 0n);
    expect(reports.map(({ header }) => header.sequence)).to.deep.equal([1n, 5n, 9n]);
    for (const { header, proof, ...report } of reports) {
      const leaf = leafOf(hashes[Number(header.sequence) - 1] as Hex);
      expect(verifyProof({ root, leaf, proof })).to.equal(true);
      expect(report).to.deep.include({
        stream,
        batchSequence: 7n,
        root,
        field: `0x68756d6964697479${"00".repeat(24)}`,
      });
    }
  });

  it("leave out what is no sensor's reading", () => {
    const meter = { type: "MeterReading", header: leaves[0]?.record.header, importWh: 1n, exportWh: 0n } as const;
    const other = { ...leaves[0], record: meter } as unknown as SignedRecord;
    expect(anchoredReports({ ...batch, leaves: [other] }, () => true)).to.deep.equal([]);
  });

  it("name no batch where there is none", () => {
    const [signed] = leaves;
    if (signed?.record.type !== "SensorReading") throw new Error("The first leaf is a sensor's reading");
    expect(directReport(signed, signed.record)).to.deep.include({ stream: ZERO_HASH, root: ZERO_HASH, proof: [] });
  });
});
