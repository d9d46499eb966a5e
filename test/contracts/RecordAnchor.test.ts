import { expect } from "chai";
import fc from "fast-check";
import hre from "hardhat";
import { describe, it } from "mocha";
import { type Hex, leafOf, MerkleTree, streamIdOf, verifyProof, ZERO_HASH } from "../../protocol/index.js";
import { skipBecause } from "../../scripts/checks/tests/skipBecause.js";
import { type AnchoredBatch, TestStream, treeOf } from "../support/chain/batches.js";
import { fresh, nextBlockAt, nowS } from "../support/chain/chain.js";
import { deployConsortium, lower, ROLE } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";
import { gasOf } from "../support/chain/gas.js";

/** Most gas that one anchor may cost. */
const ANCHOR_GAS = 58_000n;

const hashes = (count: number): Hex[] => Array.from({ length: count }, (_, index) => bytes32Of(`record ${index}`));

async function opened() {
  const c = await deployConsortium();
  return { ...c, stream: await TestStream.open(c) };
}

async function withTwoBatches() {
  const c = await fresh(opened);
  const first = await c.stream.anchor(hashes(3));
  const second = await c.stream.anchor(hashes(5));
  return { ...c, first, second };
}

describe("RecordAnchor", () => {
  describe("openStream", () => {
    it("refuses an account that is not an oracle", async () => {
      const { anchor, stranger } = await fresh(deployConsortium);
      await expect(anchor.connect(stranger).openStream(ZERO_HASH, ZERO_HASH))
        .to.be.revertedWithCustomError(anchor, "AccessManagedUnauthorized")
        .withArgs(stranger);
    });

    it("opens the stream whose id anyone can compute", async () => {
      const { anchor, oracle } = await fresh(deployConsortium);
      const id = streamIdOf(lower(oracle.address), bytes32Of("salt"));
      await expect(anchor.openStream(bytes32Of("salt"), ZERO_HASH))
        .to.emit(anchor, "StreamOpened")
        .withArgs(id, oracle, ZERO_HASH, 0n);
      expect([...(await anchor.streamOf(id))]).to.deep.equal([oracle.address, 0n, ZERO_HASH, 0n]);
    });

    it("refuses to open a stream again, also with another predecessor", async () => {
      const { anchor, stream } = await fresh(withTwoBatches);
      for (const predecessor of [ZERO_HASH, stream.id]) {
        await expect(anchor.openStream(bytes32Of("stream"), predecessor))
          .to.be.revertedWithCustomError(anchor, "RecordAnchorStreamExists")
          .withArgs(stream.id);
      }
    });

    it("refuses a predecessor that does not exist, such as itself", async () => {
      const { anchor, oracle } = await fresh(deployConsortium);
      const itself = streamIdOf(lower(oracle.address), bytes32Of("salt"));
      await expect(anchor.openStream(bytes32Of("salt"), itself))
        .to.be.revertedWithCustomError(anchor, "RecordAnchorUnknownStream")
        .withArgs(itself);
    });

    it("names the predecessor's head for a stream that takes over from another oracle", async () => {
      const { anchor, authority, stranger, stream } = await fresh(withTwoBatches);
      await authority.grantRole(ROLE.oracle, stranger, 0);
      const id = streamIdOf(lower(stranger.address), bytes32Of("takes over"));
      await expect(anchor.connect(stranger).openStream(bytes32Of("takes over"), stream.id))
        .to.emit(anchor, "StreamOpened")
        .withArgs(id, stranger, stream.id, 2n);
      await stream.anchor(hashes(1));
      const successor = await anchor.streamOf(id);
      expect([successor.predecessor, successor.predecessorSequence, successor.sequence]).to.deep.equal([
        stream.id,
        2n,
        0n,
      ]);
    });
  });

  describe("anchor", () => {
    it("keeps the batch under its root at the block's time", async () => {
      const { anchor, stream } = await fresh(opened);
      const batch = await stream.next(hashes(3));
      const atS = (await nowS()) + 10;
      await nextBlockAt(atS);
      await expect(anchor.anchor(batch))
        .to.emit(anchor, "BatchAnchored")
        .withArgs(stream.id, 1n, batch.root, ZERO_HASH, 3n, 1n, 2n);
      expect([...(await anchor.batchOf(stream.id, 1n, batch.root))]).to.deep.equal([BigInt(atS), 3n, 1n, 2n]);
      expect((await anchor.streamOf(stream.id)).sequence).to.equal(1n);
    });

    it("refuses every account but the stream's publisher, and a stream that is not open", async () => {
      const { anchor, administrator, oracle, stranger, stream } = await fresh(opened);
      for (const account of [administrator, stranger]) {
        await expect(anchor.connect(account).anchor(await stream.next(hashes(1))))
          .to.be.revertedWithCustomError(anchor, "RecordAnchorNotPublisher")
          .withArgs(stream.id, account);
      }
      await expect(anchor.anchor({ ...(await stream.next(hashes(1))), stream: bytes32Of("nothing") }))
        .to.be.revertedWithCustomError(anchor, "RecordAnchorNotPublisher")
        .withArgs(bytes32Of("nothing"), oracle);
    });

    for (const [what, sequence] of [
      ["a gap", 4n],
      ["an overwrite of the head", 2n],
      ["an overwrite of an older batch", 1n],
      ["sequence zero", 0n],
      ["the last sequence there is", 2n ** 64n - 1n],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { anchor, stream } = await fresh(withTwoBatches);
        await expect(anchor.anchor({ ...(await stream.next(hashes(1))), sequence }))
          .to.be.revertedWithCustomError(anchor, "RecordAnchorUnexpectedSequence")
          .withArgs(stream.id, 3n, sequence);
      });
    }

    it("refuses a fork: a previous root other than the head's", async () => {
      const { anchor, stream, first } = await fresh(withTwoBatches);
      for (const previousRoot of [first.root, ZERO_HASH, bytes32Of("nothing")]) {
        await expect(anchor.anchor({ ...(await stream.next(hashes(1))), previousRoot }))
          .to.be.revertedWithCustomError(anchor, "RecordAnchorUnexpectedPreviousRoot")
          .withArgs(stream.id, 3n, previousRoot);
      }
    });

    it("refuses a first batch that names a previous root, even another stream's head", async () => {
      const { anchor, second, ...c } = await fresh(withTwoBatches);
      const other = await TestStream.open({ anchor, ...c }, "other");
      await expect(anchor.anchor({ ...(await other.next(hashes(1))), previousRoot: second.root }))
        .to.be.revertedWithCustomError(anchor, "RecordAnchorUnexpectedPreviousRoot")
        .withArgs(other.id, 1n, second.root);
    });

    for (const [what, change] of [
      ["no root", { root: ZERO_HASH }],
      ["no records", { count: 0 }],
      ["a time range that runs backwards", { fromS: 3, toS: 2 }],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { anchor, stream } = await fresh(opened);
        await expect(anchor.anchor({ ...(await stream.next(hashes(1))), ...change }))
          .to.be.revertedWithCustomError(anchor, "RecordAnchorInvalidBatch")
          .withArgs(stream.id, 1n);
      });
    }

    it("lets a publisher that lost the role go on in its stream, but open no other", async () => {
      const { anchor, authority, oracle, stream } = await fresh(withTwoBatches);
      await authority.revokeRole(ROLE.oracle, oracle);
      await stream.anchor(hashes(2));
      await expect(anchor.openStream(bytes32Of("another"), ZERO_HASH)).to.be.revertedWithCustomError(
        anchor,
        "AccessManagedUnauthorized",
      );
    });

    it(`costs at most ${ANCHOR_GAS} gas`, async function () {
      if (hre.globalOptions.coverage) skipBecause(this, "coverage instruments the contracts, which costs gas");
      const { anchor, stream } = await fresh(withTwoBatches);
      const widest = { count: 1000, fromS: 1795190000n, toS: 1795199999n };
      const gas = await gasOf(anchor.anchor({ ...(await stream.next(hashes(9))), ...widest }));
      expect(gas <= ANCHOR_GAS, `${gas} gas`).to.equal(true);
      console.log(`      one anchor: ${gas} gas`);
    });
  });

  describe("verify", () => {
    it("answers with the anchor's time for every leaf of OpenZeppelin's and of protocol's tree", async () => {
      const { anchor, stream } = await fresh(opened);
      const records = hashes(7);
      const atS = (await nowS()) + 10;
      await nextBlockAt(atS);
      const batch = await stream.anchor(records);
      const tree = MerkleTree.of(records.map(leafOf));
      expect(tree.root).to.equal(batch.root);
      for (const record of records) {
        expect(tree.proofOf(leafOf(record))).to.deep.equal(batch.proofOf(record));
        expect(await anchor.verify(stream.id, 1n, batch.root, record, batch.proofOf(record))).to.equal(BigInt(atS));
      }
    });

    it("agrees with OpenZeppelin's and protocol's verification for trees of any size", async () => {
      const { anchor, stream } = await fresh(opened);
      const sizes = [1, 2, 3, 8, 33];
      const batches: { size: number; batch: AnchoredBatch }[] = [];
      for (const size of sizes) batches.push({ size, batch: await stream.anchor(hashes(size)) });
      const provable = fc.record({
        which: fc.nat({ max: sizes.length - 1 }),
        leaf: fc.nat(),
        flip: fc.option(fc.record({ position: fc.nat(), bit: fc.nat({ max: 255 }) })),
      });
      await fc.assert(
        fc.asyncProperty(provable, async ({ which, leaf, flip }) => {
          const { size, batch } = batches[which]!;
          const record = hashes(size)[leaf % size]!;
          const proof = batch.proofOf(record);
          const at = flip && proof.length > 0 ? flip.position % proof.length : -1;
          if (at >= 0) {
            proof[at] = `0x${(BigInt(proof[at]!) ^ (1n << BigInt(flip!.bit))).toString(16).padStart(64, "0")}`;
          }
          const expected = treeOf(hashes(size)).verify([record], batch.proofOf(record)) && at < 0;
          const anchoredAtS = await anchor.verify(stream.id, batch.sequence, batch.root, record, proof);
          expect(anchoredAtS !== 0n).to.equal(expected);
          expect(verifyProof({ root: batch.root, leaf: leafOf(record), proof })).to.equal(expected);
        }),
        { numRuns: 60 },
      );
    });

    it("answers zero for a record that is not in the batch, and for an inner node passed off as one", async () => {
      const { anchor, stream, second } = await fresh(withTwoBatches);
      const [record] = hashes(5) as [Hex];
      const proof = second.proofOf(record);
      expect(await anchor.verify(stream.id, 2n, second.root, bytes32Of("another"), proof)).to.equal(0n);
      expect(await anchor.verify(stream.id, 2n, second.root, record, [])).to.equal(0n);
      expect(await anchor.verify(stream.id, 2n, second.root, record, [...proof, record])).to.equal(0n);
      expect(await anchor.verify(stream.id, 2n, second.root, second.root, [])).to.equal(0n);
      expect(await anchor.verify(stream.id, 2n, second.root, leafOf(record), proof)).to.equal(0n);
    });

    it("refuses a batch that was never anchored: another position, root or stream", async () => {
      const { anchor, stream, first, second } = await fresh(withTwoBatches);
      for (const [id, sequence, root] of [
        [stream.id, 1n, second.root],
        [stream.id, 3n, second.root],
        [bytes32Of("nothing"), 1n, first.root],
      ] as const) {
        await expect(anchor.verify(id, sequence, root, bytes32Of("record 0"), []))
          .to.be.revertedWithCustomError(anchor, "RecordAnchorUnknownBatch")
          .withArgs(id, sequence, root);
        expect((await anchor.batchOf(id, sequence, root)).anchoredAtS).to.equal(0n);
      }
    });
  });
});
