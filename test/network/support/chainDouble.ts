import { secp256k1 } from "@noble/curves/secp256k1.js";
import {
  type BftConsensus,
  type BlockHeader,
  blockHashOf,
  genesisExtraData,
  type ValidatorVote,
} from "../../../protocol/bft/index.js";
import { fromHex, type Hex, nodeAddress, toHex } from "../../../protocol/index.js";
import { sealedBy, type TestValidator, unsealedHeader } from "../../protocol/bft/support/sealing.js";
import { type Answer, errorOf, type Question, resultOf } from "./rpcDouble.js";
import { knownKey, NODES } from "./testNetwork.js";

/** The nodes of `makeTestNetwork` as validators, in their order. */
export const VALIDATORS: readonly (TestValidator & { readonly id: Hex })[] = NODES.map((_, at) => {
  const secret = fromHex(knownKey(at + 1));
  const id = toHex(secp256k1.getPublicKey(secret, false).subarray(1));
  return {
    id,
    address: nodeAddress(id),
    seal: (digest: Hex): Hex => {
      const bytes = secp256k1.sign(fromHex(digest), secret, { prehash: false, format: "recovered" });
      return toHex(Uint8Array.of(...bytes.subarray(1), bytes[0] as number));
    },
  };
});

const named = VALIDATORS.map(({ address }) => address).sort();

export interface MadeBlock {
  readonly header: BlockHeader;
  readonly hash: Hex;
}

export interface ChainOptions {
  readonly consensus?: BftConsensus;
  readonly height: number;
  /** Unix seconds of the newest block; the others come a second apart. */
  readonly headS: number;
  /** Who seals a block, in this copy of the chain. */
  readonly sealers?: (number: number) => readonly TestValidator[];
  /** Which round made a block; 0 if nothing is said. */
  readonly round?: (number: number) => number;
  /** Whose turn it is to make a block: place in the order of addresses, counted round. */
  readonly proposer?: (number: number) => number;
  /** What the proposer of a block votes. */
  readonly vote?: (number: number) => ValidatorVote | null;
  /** From this block on the chain is another one. */
  readonly forkedFrom?: number;
  readonly genesis?: Partial<BlockHeader>;
}

/** A copy of a chain, as one node has it, from the genesis of `makeTestNetwork` on. */
export function makeChain(options: ChainOptions): readonly MadeBlock[] {
  const { consensus = "qbft", height, headS, sealers = () => VALIDATORS.slice(0, 3), forkedFrom, genesis } = options;
  const { round = () => 0, vote = () => null, proposer = (number) => number } = options;
  const first = unsealedHeader(consensus, [], {
    ...{ number: 0n, timestampS: 0x58ee40ban, gasUsed: 0n, parentHash: `0x${"00".repeat(32)}` },
    beneficiary: `0x${"00".repeat(20)}`,
    extraData: genesisExtraData(consensus, named),
    ...genesis,
  });
  const blocks: MadeBlock[] = [{ header: first, hash: blockHashOf(consensus, first) }];
  for (let number = 1; number <= height; number += 1) {
    const unsealed = unsealedHeader(consensus, named, {
      number: BigInt(number),
      round: round(number),
      vote: vote(number),
      parentHash: blocks.at(-1)?.hash as Hex,
      timestampS: BigInt(headS - height + number),
      beneficiary: named[proposer(number) % named.length] as Hex,
      gasUsed: forkedFrom !== undefined && number >= forkedFrom ? 1n : 0n,
    });
    const header = sealedBy(consensus, unsealed, sealers(number));
    blocks.push({ header, hash: blockHashOf(consensus, header) });
  }
  return blocks;
}

export interface NodeDouble {
  /** Of `NODES`. */
  readonly at: number;
  readonly chain: readonly MadeBlock[];
  readonly consensus?: BftConsensus;
  /** Number of the newest block that it has now; else the chain's last. */
  readonly height?: () => number;
  readonly peers?: number;
  readonly pendingVotes?: readonly ValidatorVote[];
  /** Of 4096. */
  readonly waiting?: number;
}

/** What a node with this copy of a chain answers. */
export function answersOf(node: NodeDouble): (question: Question) => Answer {
  const { at, chain, consensus = "qbft", height = () => chain.length - 1, peers = 3 } = node;
  const { pendingVotes = [], waiting = 3 } = node;
  const prefix = consensus === "qbft" ? "qbft" : "ibft";
  const others = VALIDATORS.filter((_, other) => other !== at).slice(0, peers);
  const id = VALIDATORS[at]?.id as Hex;
  return ({ method, params }) => {
    const tag = params[0];
    switch (method) {
      case "eth_chainId":
        return resultOf("0x4f24");
      case "eth_blockNumber":
        return resultOf(`0x${height().toString(16)}`);
      case "eth_getBlockByNumber": {
        const number = tag === "latest" ? height() : Number(tag);
        const block = number <= height() ? chain[number] : undefined;
        return resultOf(block ? blockAnswer(block) : null);
      }
      case `${prefix}_getValidatorsByBlockNumber`:
        return resultOf(named);
      case `${prefix}_getPendingVotes`:
        return resultOf(Object.fromEntries(pendingVotes.map(({ recipient, adds }) => [recipient, adds])));
      case "admin_nodeInfo":
        return resultOf({
          id: id.slice(2),
          name: "besu/double",
          enode: `enode://${id.slice(2)}@127.0.0.1:30303`,
          protocols: { eth: { genesis: chain[0]?.hash, head: chain.at(-1)?.hash, network: 20260 } },
        });
      case "admin_peers":
        return resultOf(
          others.map((other) => ({
            id: other.id,
            name: "besu/double",
            network: { remoteAddress: "127.0.0.1:1", inbound: true },
          })),
        );
      case "txpool_besuStatistics":
        return resultOf({ maxSize: 4096, localCount: waiting - 2, remoteCount: 2 });
      case "eth_syncing":
        return resultOf(false);
      default:
        return errorOf(-32_604, "Method not enabled");
    }
  };
}

function blockAnswer({ header, hash }: MadeBlock): object {
  const { ommersHash, beneficiary, timestampS, ...same } = header;
  const members = { ...same, sha3Uncles: ommersHash, miner: beneficiary, timestamp: timestampS };
  const shown = Object.entries(members).map(([name, value]) => [
    name,
    typeof value === "bigint" ? `0x${value.toString(16)}` : value,
  ]);
  return { ...Object.fromEntries(shown), hash, transactions: [] };
}
