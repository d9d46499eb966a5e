import type { RecordProof } from "../../../api/types.js";
import {
  DeviceStatus,
  domainSeparator,
  heldAt,
  leafOf,
  linkOf,
  readDeviceRecord,
  structHashOf,
  verifyProof,
  verifySignature,
} from "../../../protocol/index.js";
import type { ChainReader } from "./chainReader.js";
import type { Trust } from "./evidence.js";
import { type CheckedStep, judged, unknown } from "./steps.js";

export interface RecordJob {
  readonly kind: "record";
  /** Hash of the record that was asked for. */
  readonly recordHash: string;
  readonly proof: RecordProof;
  /** Proof of the device's preceding record, where it is held; a meter's value is the difference of the two. */
  readonly previous?: RecordProof;
  /** Genesis of the chain that the page shows. */
  readonly genesisHash: string;
  readonly trust: Trust;
}

export interface RecordCheck {
  readonly steps: readonly CheckedStep[];
  /** As read from the chain; absent if it could not be read. */
  readonly statusThen?: number;
  readonly block?: bigint;
}

function valueStep({ proof, previous }: RecordJob): CheckedStep {
  const opening = BigInt(proof.record.header.sequence) === 1n;
  if (proof.record.type !== "MeterReading" || opening) return judged("value");
  if (!previous) return unknown("value", "previousMissing");
  return judged("value", [structHashOf(readDeviceRecord(previous.record)) === proof.previous, "previousDiffers"]);
}

/** Steps that need nothing but the record and arithmetic. */
function localSteps(job: RecordJob): { readonly before: CheckedStep[]; readonly after: CheckedStep[] } {
  const { proof, recordHash } = job;
  const structHash = structHashOf(readDeviceRecord(proof.record));
  const leaf = leafOf(structHash);
  return {
    before: [
      valueStep(job),
      judged(
        "record",
        [structHash === recordHash, "hashDiffers"],
        [linkOf(proof.previous, proof.salt) === proof.record.header.link, "linkDiffers"],
      ),
    ],
    after: [
      judged("leaf", [leaf === proof.leaf, "leafDiffers"]),
      judged("root", [verifyProof({ root: proof.batch.root, leaf, proof: proof.proof }), "proofWrong"]),
    ],
  };
}

async function chainSteps(job: RecordJob, chain: ChainReader) {
  const { record, batch, signature, signer } = job.proof;
  const sequence = BigInt(batch.sequence);
  const [device, anchoredAtS, blockHash] = await Promise.all([
    chain.deviceOf(record.header.device),
    chain.anchoredAtS({ stream: batch.stream, sequence, root: batch.root }),
    chain.blockHash(batch.blockNumber),
  ]);
  const trusted = heldAt(device.signers, anchoredAtS)?.signer;
  const statusThen = heldAt(device.statuses, anchoredAtS)?.status;
  const domain = domainSeparator({ chainId: chain.chainId, directory: chain.directory });
  const structHash = structHashOf(readDeviceRecord(record));
  const signed = trusted !== undefined && verifySignature({ signer: trusted, domain, structHash, signature });
  return {
    signature: judged(
      "signature",
      [anchoredAtS !== 0n, "rootNotAnchored"],
      [trusted === signer.signer, "signerDiffers"],
      [signed, "signatureWrong"],
      [statusThen === DeviceStatus.Active, "deviceNotActive"],
    ),
    block: judged(
      "block",
      [chain.genesisHash === job.genesisHash, "genesisDiffers"],
      [anchoredAtS !== 0n, "rootNotAnchored"],
      [anchoredAtS === BigInt(batch.anchoredAtS), "timeDiffers"],
      [blockHash === batch.blockHash, "blockDiffers"],
    ),
    ...(statusThen === undefined ? {} : { statusThen }),
  };
}

/**
 * Checks one record from its value to its block. What the API sent is believed nowhere: hashes are computed anew, and
 * signer, status and root come from the reader's node.
 * @param chain Undefined if the node cannot be read; what needs it then stays unchecked.
 */
export async function checkRecord(job: RecordJob, chain: ChainReader | undefined): Promise<RecordCheck> {
  const { before, after } = localSteps(job);
  if (!chain) {
    return { steps: [...before, unknown("signature", "needsChain"), ...after, unknown("block", "chainUnreachable")] };
  }
  const { signature, block, statusThen } = await chainSteps(job, chain);
  return {
    steps: [...before, signature, ...after, block],
    block: chain.block.number,
    ...(statusThen === undefined ? {} : { statusThen }),
  };
}
