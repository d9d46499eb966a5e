import { type BftConsensus, blockHashOf, encodeExtraData, headerOfAnswer } from "../../../protocol/bft/index.js";
import type { Hex } from "../../../protocol/index.js";
import { VALIDATORS_SCHEMA, type ValidatorHistory } from "../../../protocol/sealed/index.js";
import { addressesOf, sealedBy, type TestValidator } from "../../protocol/bft/support/sealing.js";

/** Who seals what of a simulated chain. */
export interface Sealing {
  readonly consensus: BftConsensus;
  readonly validators: readonly TestValidator[];
  /** Who of them seals; all if not given. */
  readonly sealers?: readonly TestValidator[];
}

/** `mixHash` of every block of a BFT chain of Besu (`BftHelpers.EXPECTED_MIX_HASH`). */
const BFT_MIX_HASH = "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365";

/** A node's answer about a block of a simulated chain as a BFT chain of the same state would give it, sealed. */
export function sealedAnswer(answer: unknown, { consensus, validators, sealers = validators }: Sealing) {
  const extra = {
    vanity: `0x${"00".repeat(32)}` as Hex,
    validators: addressesOf(validators),
    vote: null,
    round: 0,
    seals: [],
  };
  const extraData = encodeExtraData(consensus, extra);
  const bft = { ...(answer as object), extraData, mixHash: BFT_MIX_HASH, difficulty: "0x1" };
  const header = sealedBy(consensus, headerOfAnswer(bft), sealers);
  return { ...bft, extraData: header.extraData, hash: blockHashOf(consensus, header) };
}

/** The history of a chain whose validators never changed. */
export function historyOf(
  { consensus, validators }: Sealing,
  { chainId, genesisHash }: { readonly chainId: bigint; readonly genesisHash: Hex },
): ValidatorHistory {
  const sets = [{ fromBlock: 0n, validators: addressesOf(validators) }];
  return { schema: VALIDATORS_SCHEMA, chainId, genesisHash, consensus, sets };
}

interface Sender {
  send(method: string, params: unknown[]): Promise<unknown>;
}

/** Makes of a simulated chain's answers those of a BFT chain; the first block stays, so that the chain stays the same one. */
export function translated(sealing: Sealing) {
  return (method: string, answer: unknown): unknown => {
    const isBlock = method === "eth_getBlockByNumber" && answer !== null;
    return isBlock && (answer as { number: string }).number !== "0x0" ? sealedAnswer(answer, sealing) : answer;
  };
}

/** Asks a simulated chain, and gives the blocks that it answers with as a BFT chain's. */
export function sealedProvider(of: Sender, sealing: Sealing): Sender {
  const translate = translated(sealing);
  return { send: async (method, params) => translate(method, await of.send(method, params)) };
}
