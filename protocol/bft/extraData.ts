import { IntegerOutOfRange } from "../errors.js";
import { ADDRESS_BYTES, fromHex, type Hex, isHex, toHex } from "../hex.js";
import { decodeRlp } from "../rlp/decodeRlp.js";
import { encodeRlp } from "../rlp/encodeRlp.js";
import { RlpInvalid } from "../rlp/errors.js";
import type { RlpItem } from "../rlp/item.js";
import { quantityBytes, quantityOf } from "../rlp/quantities.js";
import { ExtraDataInvalid } from "./errors.js";
import { requireValidators, sortedValidators } from "./validators.js";

/** Besu's two consensus protocols for permissioned chains. */
export type BftConsensus = "qbft" | "ibft2";

/** A validator's vote to let another account in or to put one out. */
export interface ValidatorVote {
  readonly recipient: Hex;
  /** True to let it in. */
  readonly adds: boolean;
}

/** What the header of a BFT block says of its consensus. */
export interface BftExtraData {
  /** 32 bytes that the proposer may fill as it likes. */
  readonly vanity: Hex;
  /** Ascending in every valid header; none where a contract selects them. */
  readonly validators: readonly Hex[];
  readonly vote: ValidatorVote | null;
  /** The round of consensus that made the block: zero if the first proposer did. */
  readonly round: number;
  /** Committed seals: `r ‖ s ‖ v`, 65 bytes, v 0 or 1. */
  readonly seals: readonly Hex[];
}

/** How much of the extra data is written: what a block's hash leaves out is chosen after others signed it. */
export type ExtraDataPart = "whole" | "withoutSeals" | "withoutSealsAndRound";

const VANITY_BYTES = 32;
const SEAL_BYTES = 65;
const ROUND_BYTES = 4;
/** Besu keeps a round in a signed 32-bit integer. */
const HIGHEST_ROUND = 0x7fff_ffff;
/** More than a thousand validators with their seals need. */
const LONGEST_BYTES = 128 * 1024;
const ADD_VOTE = 0xff;
const DROP_VOTE = 0x00;

const NOTHING = new Uint8Array();

/**
 * Encodes the extra data of a header as Besu does (`QbftExtraDataCodec`, `IbftExtraDataCodec`), in the order given.
 * @param part What is left out for a hash: QBFT keeps the seals' empty list and a round of zero, IBFT 2.0 leaves both away.
 * @throws InvalidHex, IntegerOutOfRange
 */
export function encodeExtraData(consensus: BftConsensus, extra: BftExtraData, part: ExtraDataPart = "whole"): Hex {
  const items: RlpItem[] = [
    fromHex(extra.vanity, VANITY_BYTES, "vanity"),
    extra.validators.map((validator) => fromHex(validator, ADDRESS_BYTES, "validator")),
    encodeVote(consensus, extra.vote),
  ];
  const isQbft = consensus === "qbft";
  const hasRound = part !== "withoutSealsAndRound";
  if (isQbft || hasRound) items.push(encodeRound(consensus, hasRound ? extra.round : 0));
  const seals = part === "whole" ? extra.seals : [];
  if (isQbft || part === "whole") items.push(seals.map((seal) => fromHex(seal, SEAL_BYTES, "seal")));
  return toHex(encodeRlp(items));
}

/**
 * Decodes the extra data of a header: exactly what `encodeExtraData` writes, nothing longer, shorter or written otherwise.
 * Does not check the order of the validators, which vectors of Besu leave open, nor the seals.
 * @throws ExtraDataInvalid
 */
export function decodeExtraData(consensus: BftConsensus, bytes: Hex): BftExtraData {
  const refuse: Refuse = (reason) => {
    throw new ExtraDataInvalid(consensus, reason);
  };
  if (!isHex(bytes)) refuse("they are not lower-case 0x hex");
  if (bytes.length > 2 + 2 * LONGEST_BYTES) refuse(`they are more than ${LONGEST_BYTES}`);
  const items = listOf(decoded(fromHex(bytes), refuse), "the whole", refuse);
  if (items.length !== 5) refuse(`they hold ${items.length} items, not 5`);
  const [vanity, validators, vote, round, seals] = items as [RlpItem, RlpItem, RlpItem, RlpItem, RlpItem];
  return {
    vanity: hexOf(vanity, VANITY_BYTES, "the vanity", refuse),
    validators: listOf(validators, "the validators", refuse).map((each) =>
      hexOf(each, ADDRESS_BYTES, "a validator", refuse),
    ),
    vote: decodeVote(consensus, vote, refuse),
    round: decodeRound(consensus, round, refuse),
    seals: listOf(seals, "the seals", refuse).map((each) => hexOf(each, SEAL_BYTES, "a seal", refuse)),
  };
}

/**
 * Extra data of a genesis whose headers name their validators: in ascending order, whatever the order given.
 * @throws ValidatorSetInvalid for none, a duplicate, the zero address or what is no address.
 */
export function genesisExtraData(consensus: BftConsensus, validators: readonly Hex[]): Hex {
  const sorted = sortedValidators(validators);
  requireValidators(sorted);
  return encodeExtraData(consensus, { ...FIRST, validators: sorted });
}

/** Extra data of a QBFT genesis whose validators a contract selects: it names none. */
export function genesisExtraDataOfContract(): Hex {
  return encodeExtraData("qbft", FIRST);
}

const FIRST: BftExtraData = {
  vanity: toHex(new Uint8Array(VANITY_BYTES)),
  validators: [],
  vote: null,
  round: 0,
  seals: [],
};

type Refuse = (reason: string) => never;

function encodeVote(consensus: BftConsensus, vote: ValidatorVote | null): RlpItem {
  if (vote === null) return consensus === "qbft" ? [] : NOTHING;
  const dropped = consensus === "qbft" ? NOTHING : Uint8Array.of(DROP_VOTE);
  return [fromHex(vote.recipient, ADDRESS_BYTES, "recipient"), vote.adds ? Uint8Array.of(ADD_VOTE) : dropped];
}

function decodeVote(consensus: BftConsensus, item: RlpItem, refuse: Refuse): ValidatorVote | null {
  const isQbft = consensus === "qbft";
  if (item.length === 0 && item instanceof Uint8Array !== isQbft) return null;
  const [recipient, kind, ...more] = listOf(item, "the vote", refuse);
  if (recipient === undefined || !(kind instanceof Uint8Array) || more.length > 0) {
    return refuse("the vote is no address and kind");
  }
  const isAdded = kind.length === 1 && kind[0] === ADD_VOTE;
  const isDropped = isQbft ? kind.length === 0 : kind.length === 1 && kind[0] === DROP_VOTE;
  if (!isAdded && !isDropped) return refuse("the vote's kind is none");
  return { recipient: hexOf(recipient, ADDRESS_BYTES, "the vote's recipient", refuse), adds: isAdded };
}

function encodeRound(consensus: BftConsensus, round: number): Uint8Array {
  if (!Number.isInteger(round) || round < 0 || round > HIGHEST_ROUND)
    throw new IntegerOutOfRange("round", round, "int32");
  const minimal = quantityBytes(BigInt(round));
  if (consensus === "qbft") return minimal;
  const fixed = new Uint8Array(ROUND_BYTES);
  fixed.set(minimal, ROUND_BYTES - minimal.length);
  return fixed;
}

function decodeRound(consensus: BftConsensus, item: RlpItem, refuse: Refuse): number {
  if (!(item instanceof Uint8Array)) return refuse("the round is no number");
  if (consensus === "ibft2" && item.length !== ROUND_BYTES) return refuse(`the round is not ${ROUND_BYTES} bytes`);
  const firstUsed = consensus === "ibft2" ? item.findIndex((byte) => byte !== 0) : 0;
  const round = quantityOf(firstUsed < 0 ? NOTHING : item.subarray(firstUsed), ROUND_BYTES);
  if (round === undefined) return refuse("the round is written longer than needed");
  if (round > HIGHEST_ROUND) return refuse("the round is above the highest");
  return Number(round);
}

function decoded(bytes: Uint8Array, refuse: Refuse): RlpItem {
  try {
    return decodeRlp(bytes);
  } catch (error) {
    if (!(error instanceof RlpInvalid)) throw error;
    return refuse(`${error.facts.reason}`);
  }
}

function listOf(item: RlpItem, name: string, refuse: Refuse): readonly RlpItem[] {
  return item instanceof Uint8Array ? refuse(`${name} is no list`) : item;
}

function hexOf(item: RlpItem, byteLength: number, name: string, refuse: Refuse): Hex {
  if (!(item instanceof Uint8Array) || item.length !== byteLength) return refuse(`${name} is not ${byteLength} bytes`);
  return toHex(item);
}
