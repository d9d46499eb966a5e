import type { JsonRpcApiProvider } from "ethers";
import { encodeHeader } from "../protocol/bft/header.js";
import { bftHeaderOf } from "../protocol/bft/headerAnswer.js";
import type { EvidenceScan } from "../protocol/evidence/file/scanEvidence.js";
import { type Hex, toHex } from "../protocol/hex.js";
import { SealedForeign } from "../protocol/sealed/errors.js";
import { readStoredRoots } from "../protocol/sealed/rootsReading.js";
import { SEALED_SCHEMA, type SealedDocument } from "../protocol/sealed/sealedJson.js";
import { type SealedRoots, sealedRoots } from "../protocol/sealed/sealedRoots.js";
import type { ValidatorHistory } from "../protocol/sealed/validatorHistory.js";
import { read } from "./chain.js";
import { collectProof } from "./collectProof.js";

export interface CollectSealedOptions {
  readonly provider: Pick<JsonRpcApiProvider, "send">;
  /** What the node says of its chain. */
  readonly chainId: bigint;
  readonly genesisHash: Hex;
  /** Address of the `Directory`, from the address book or the operator. */
  readonly directory: Hex;
  readonly validators: ValidatorHistory;
  /** What the evidence speaks of. */
  readonly scan: EvidenceScan;
}

/** A sealed document with what a verifier will find in it. */
export interface CollectedSealed extends SealedRoots {
  readonly sealed: SealedDocument;
}

/**
 * Reads from a BFT chain what seals a battery's evidence: its latest block with the committed seals, and the proofs of all
 * that the evidence rests on. It is verified as whoever gets it will verify it, so that nothing is handed on that they would
 * refuse.
 * @throws ChainUnreadable, HeaderHashDiffers, ProofAnswerInvalid, and what `sealedRoots` throws
 */
export async function collectSealed(options: CollectSealedOptions): Promise<CollectedSealed> {
  const { provider, chainId, genesisHash, directory, validators, scan } = options;
  if (genesisHash !== validators.genesisHash) {
    throw new SealedForeign("the chain that begins with", genesisHash, validators.genesisHash);
  }
  const answer = await read("its latest block", () => provider.send("eth_getBlockByNumber", ["latest", false]));
  const header = bftHeaderOf(validators.consensus, answer);
  const { batteryPassportIdentifier } = scan.passport;
  const question = { directory, batteryPassportIdentifier, batches: scan.batches };
  const { nodes } = await collectProof({ provider, header, reading: () => readStoredRoots(question) });
  const sealed: SealedDocument = {
    schema: SEALED_SCHEMA,
    chain: { chainId, genesisHash, directory },
    header: toHex(encodeHeader(header)),
    nodes: nodes.map(toHex),
  };
  return { sealed, ...sealedRoots({ sealed, scan, validators, directory }) };
}
