import { leafOf, MerkleTree, type MeterReading, structHashOf, toHex, verifyProof } from "../protocol/index.js";

/** Time to hash records, build a tree and prove leaves: `node --import tsx benchmarks/merkle.ts [leaves]`. */
const count = Number(process.argv[2] ?? 100_000);

function timed<T>(what: string, operations: number, work: () => T): T {
  const startedMs = performance.now();
  const result = work();
  const elapsedMs = performance.now() - startedMs;
  const perSecond = Math.round((operations / elapsedMs) * 1000);
  console.log(`${what}: ${operations} in ${Math.round(elapsedMs)} ms, ${perSecond} per second`);
  return result;
}

const word = new Uint8Array(32);
const device = toHex(word.fill(7));
const readings = Array.from({ length: count }, (_, index): MeterReading => {
  const sequence = BigInt(index + 1);
  const header = { device, sequence, timestampS: sequence * 3_600n, timeSource: 0, signedBy: 0, link: device } as const;
  return { type: "MeterReading", header, importWh: sequence * 500n, exportWh: sequence * 20n };
});

const structHashes = timed("struct hashes", count, () => readings.map(structHashOf));
const leaves = timed("leaves", count, () => structHashes.map(leafOf));
const tree = timed("tree", count, () => MerkleTree.of(leaves));
const sample = leaves.slice(0, 10_000);
const proofs = timed("proofs", sample.length, () => sample.map((leaf) => tree.proofOf(leaf)));
timed("proof checks", sample.length, () => {
  sample.forEach((leaf, index) => {
    const proven = verifyProof({ root: tree.root, leaf, proof: proofs[index] ?? [] });
    if (!proven) process.exitCode = 1;
  });
});
