import { expect } from "chai";
import { describe, it } from "mocha";
import { agreedRoots, readRoots } from "../../evidence/index.js";
import {
  type EvidenceBundle,
  type Hex,
  type PassportRoots,
  type Roots,
  scanEvidence,
  serializeEvidence,
  verifyEvidence,
} from "../../protocol/index.js";
import { failure } from "../indexer/support/failure.js";
import { bench } from "../indexer/support/open.js";
import { IDENTIFIER, provider } from "../indexer/support/scenario.js";
import { textFile } from "../protocol/evidence/file/support.js";
import { advanceTo, nowS } from "../support/chain/chain.js";
import { bytes32Of } from "../support/chain/devices.js";

describe("agreedRoots", () => {
  const the = bench();
  const told = async () => {
    // A file says nothing for certain of its own second.
    await advanceTo((await nowS()) + 10);
    const { queries } = await the.synced();
    const bundle: EvidenceBundle = await queries.evidenceOf(IDENTIFIER);
    const scan = await scanEvidence(textFile(serializeEvidence(bundle)));
    const file = await readRoots({ provider: provider(), directory: the.scene.directory, passports: [IDENTIFIER] });
    const agree = (roots: Roots, changes: { chainId?: bigint; genesisHash?: Hex } = {}) =>
      agreedRoots({
        provider: provider(),
        chainId: file.chainId,
        genesisHash: file.genesisHash,
        roots,
        scan,
        ...changes,
      });
    return { bundle, file, agree };
  };

  it("gives what the chain knows now, where it only went on since the file", async () => {
    const { bundle, file, agree } = await told();
    await advanceTo((await nowS()) + 100);
    const { consortium, devices } = the.scene;
    await consortium.devices.connect(consortium.maker).suspend(devices.battery);
    const now = await agree(file);
    expect(now.block.number > file.block.number).to.equal(true);
    expect(now.devices[0]?.statuses.length).to.equal((file.devices[0]?.statuses.length ?? 0) + 1);
    expect(verifyEvidence({ bundle, roots: now }).faults).to.deep.equal([]);
  });

  it("takes a file from before batches, checkpoints and devices that came since", async () => {
    const { file, agree } = await told();
    const [passport] = file.passports as [PassportRoots];
    const older = { ...file, passports: [{ ...passport, checkpoint: null, bindings: [] }] };
    expect((await agree(older)).passports[0]?.checkpoint).not.to.equal(null);
  });

  it("refuses a file that tells another past than the chain", async () => {
    const { file, agree } = await told();
    const [passport] = file.passports as [PassportRoots];
    const [device] = file.devices as [Roots["devices"][0]];
    const withPassport = (changes: Partial<PassportRoots>) => ({ ...file, passports: [{ ...passport, ...changes }] });
    const withDevice = (changes: Partial<typeof device>) => ({ ...file, devices: [{ ...device, ...changes }] });
    const checkpoint = passport.checkpoint ?? expect.fail("The scenario has a checkpoint.");
    const contradictions: [Roots, string][] = [
      [{ ...file, block: { ...file.block, number: file.block.number + 1_000n } }, "the chain ends at block"],
      [{ ...file, block: { ...file.block, hash: bytes32Of("block") } }, "on the chain"],
      [
        { ...file, batches: file.batches.map((each) => ({ ...each, anchoredAtS: each.anchoredAtS - 1n })) },
        "differently",
      ],
      [{ ...file, batches: file.batches.filter(({ sequence }) => sequence === 0n) }, "the file does not know batch"],
      [withDevice({ kind: 1 }), "the kind of device"],
      [withDevice({ signers: [{ sinceS: 5n, signer: `0x${"12".repeat(20)}` }] }), "the signers of device"],
      [withDevice({ statuses: [] }), "does not know all statuses"],
      [withPassport({ chemistry: "gold" }), "the passport's facts"],
      [withPassport({ limits: { ...passport.limits, voltageMaxMicroV: 9_000_000n } }), "the passport's facts"],
      [withPassport({ predecessors: ["urn:another"] }), "predecessors"],
      [withPassport({ successor: "urn:another" }), "successor"],
      [withPassport({ bindings: passport.bindings.map((each) => ({ ...each, firstSequence: 2n })) }), "devices"],
      [withPassport({ checkpoint: { ...checkpoint, recordHash: bytes32Of("r") } }), "checkpoint of the passport"],
      [
        withPassport({ checkpoint: { ...checkpoint, sequence: checkpoint.sequence + 1n } }),
        "checkpoint of the passport",
      ],
    ];
    for (const [roots, words] of contradictions) {
      const { message } = await failure(agree(roots), "RootsContradictChain");
      expect(message).to.include(words);
    }
    const invented = { ...passport, batteryPassportIdentifier: "urn:invented" };
    expect((await agree({ ...file, passports: [passport, invented] })).passports).to.have.length(1);
  });

  it("refuses a node of another chain", async () => {
    const { file, agree } = await told();
    await failure(agree(file, { chainId: 5n }), "RootsContradictChain");
    await failure(agree(file, { genesisHash: bytes32Of("genesis") }), "RootsContradictChain");
  });
});
