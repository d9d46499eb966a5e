import { fastKeccak } from "../../native/index.js";
import { fromHex, type Hex, leafOf, MerkleTree, ZERO_HASH } from "../../protocol/index.js";
import type { Consortium } from "../../test/support/chain/consortium.js";
import { bytes32Of } from "../../test/support/chain/devices.js";
import { randomHashes } from "../randomHashes.js";
import type { Row } from "../report/row.js";
import type { Artifact } from "./compile.js";
import { deploy } from "./deploy.js";

const DEPTH = 20;
const LIMIT_GAS = 2_600;

/** A proof of twenty siblings inside of a larger call: the library alone, and all of `RecordAnchor.verify`. */
export async function proofRows(c: Consortium, proofCost: Artifact): Promise<Row[]> {
  const cost = await deploy(proofCost);
  const structHash = bytes32Of("proven record");
  const leaf = leafOf(structHash);
  const hashes = randomHashes(2 ** DEPTH, 1);
  hashes.set(fromHex(leaf), 32 * 123_456);
  const tree = MerkleTree.ofHashes(hashes, await fastKeccak());
  const proof = tree.proofOf(leaf);
  if (proof.length !== DEPTH) throw new Error(`The proof has ${proof.length} siblings`);

  const stream = (await c.anchor.openStream.staticCall(bytes32Of("proof"), ZERO_HASH)) as Hex;
  await c.anchor.openStream(bytes32Of("proof"), ZERO_HASH);
  const batch = { stream, sequence: 1n, previousRoot: ZERO_HASH, root: tree.root, count: tree.count };
  await c.anchor.anchor({ ...batch, fromS: 1, toS: 2 });

  const measure = async (name: string, ...args: readonly unknown[]) =>
    Number(await cost.getFunction(name).staticCall(...args));
  const openZeppelin = await measure("openZeppelin", proof, tree.root, leaf);
  const anchor = await c.anchor.getAddress();
  return [
    {
      name: `On-chain proof of ${DEPTH} siblings`,
      ours: await measure("solady", proof, tree.root, leaf),
      peers: { "OpenZeppelin MerkleProof": openZeppelin },
      limit: LIMIT_GAS,
      unit: "gas in a larger call",
    },
    {
      name: `RecordAnchor.verify of ${DEPTH} siblings, called by a contract`,
      ours: await measure("anchored", anchor, stream, 1n, tree.root, structHash, proof),
      peers: {},
      limit: null,
      unit: "gas",
    },
  ];
}
