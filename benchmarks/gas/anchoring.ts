import { Wallet } from "ethers";
import { fastKeccak } from "../../native/index.js";
import { type Hex, leafOf, leavesOf, MerkleTree, ZERO_HASH } from "../../protocol/index.js";
import type { Consortium } from "../../test/support/chain/consortium.js";
import { bytes32Of } from "../../test/support/chain/devices.js";
import { gasOf } from "../../test/support/chain/gas.js";
import type { Row } from "../report/row.js";
import type { Artifact } from "./compile.js";
import { deploy, gasOfCall, type Peer } from "./deploy.js";
import { structHashes } from "./hashes.js";
import type { Peers } from "./peers.js";

const LIMITS = [
  [1, 58_000],
  [100, 580],
  [10_000, 5.8],
] as const;
/** As many as one transaction of EAS holds under Osaka's cap of 16,777,216 gas. */
const MOST_ATTESTATIONS = 60;
const MOST_TIMESTAMPS = 500;

/** Anchoring through `RecordAnchor` with its check of the publisher, beside what others make of the same records. */
export async function anchoringRows(c: Consortium, recordStore: Artifact, peers: Peers): Promise<Row[]> {
  const store = await measureStore(recordStore);
  const eas = await deployEas(peers);
  const did = peers.didRegistry && (await deploy(peers.didRegistry));
  const stream = (await c.anchor.openStream.staticCall(bytes32Of("benchmark"), ZERO_HASH)) as Hex;
  await c.anchor.openStream(bytes32Of("benchmark"), ZERO_HASH);

  const rows: Row[] = [];
  let last: { readonly sequence: bigint; readonly root: Hex } = { sequence: 0n, root: ZERO_HASH };
  const anchor = async (name: string, count: number): Promise<bigint> => {
    const hashes = structHashes(name, count);
    const keccak256 = await fastKeccak();
    const tree = MerkleTree.ofHashes(leavesOf(hashes, keccak256), keccak256);
    const batch = { stream, sequence: last.sequence + 1n, previousRoot: last.root, root: tree.root };
    const gas = await gasOf(c.anchor.anchor({ ...batch, count, fromS: 1_700_000_000, toS: 1_700_003_600 }));
    last = batch;
    const proven = hashes[count >> 1] as Hex;
    const atS = await c.anchor.verify(stream, batch.sequence, tree.root, proven, tree.proofOf(leafOf(proven)));
    if (atS === 0n) throw new Error(`A record of the batch of ${count} is not proven on chain`);
    return gas;
  };
  // The first batch of a stream has no predecessor to check.
  await anchor("first", 1);
  for (const [count, limit] of LIMITS) {
    const ours = Number(await anchor(`batch of ${count}`, count)) / count;
    const ofEas = eas ? await measureEas(eas, count) : { EAS: null };
    const ofDid = { "ethr-did-registry setAttribute": did ? await measureAttribute(did) : null };
    const name = `Anchoring a batch of ${count.toLocaleString("en-US")}`;
    rows.push({ name, ours, peers: { ...store, ...ofEas, ...ofDid }, limit, unit: "gas per record" });
  }
  return rows;
}

/** One signed reading per transaction, the second of its device: the first pays for slots that are then reused. */
async function measureStore(artifact: Artifact): Promise<Record<string, number>> {
  const store = await deploy(artifact);
  const signer = new Wallet(bytes32Of("store"));
  const device = bytes32Of("store's device");
  await gasOfCall(store, "enrol", device, signer.address);
  const domain = { name: "RecordStore", version: "1", chainId: 31337n, verifyingContract: await store.getAddress() };
  const uint64 = (name: string) => ({ name, type: "uint64" });
  const fields = [uint64("sequence"), uint64("timestampS"), uint64("importWh"), uint64("exportWh")];
  const types = { Reading: [{ name: "device", type: "bytes32" }, ...fields] };
  const send = async (how: string, sequence: number) => {
    const reading = { device, sequence, timestampS: 1_700_000_000 + sequence, importWh: 123_456, exportWh: 78_900 };
    return gasOfCall(store, how, reading, await signer.signTypedData(domain, types, reading));
  };
  await send("storeNewest", 1);
  return {
    "OpenZeppelin: verify and store, newest record kept": await send("storeNewest", 2),
    "OpenZeppelin: verify and store, every record kept": await send("storeEvery", 3),
  };
}

interface Eas {
  readonly contract: Peer;
  readonly hashSchema: string;
  readonly readingSchema: string;
}

const BARE_ATTESTATION = {
  recipient: `0x${"00".repeat(20)}`,
  expirationTime: 0,
  revocable: false,
  refUID: ZERO_HASH,
  value: 0,
};
/** Sequence, time, import and export of a reading; its device is the first of five words. */
const FOUR_WORDS = [1, 1_700_000_000, 123_456, 78_900].map((value) => value.toString(16).padStart(64, "0")).join("");

/** All of its slots are new for every attestation and timestamp: the first costs what later ones do. */
async function deployEas({ eas, schemaRegistry }: Peers): Promise<Eas | undefined> {
  if (!eas || !schemaRegistry) return undefined;
  const registry = await deploy(schemaRegistry);
  const register = async (definition: string): Promise<string> => {
    const schema = [definition, BARE_ATTESTATION.recipient, false] as const;
    const id: string = await registry.getFunction("register").staticCall(...schema);
    await gasOfCall(registry, "register", ...schema);
    return id;
  };
  const hashSchema = await register("bytes32 recordHash");
  const fields = "bytes32 device,uint64 sequence,uint64 timestampS,uint64 importWh,uint64 exportWh";
  const readingSchema = await register(fields);
  return { contract: await deploy(eas, await registry.getAddress()), hashSchema, readingSchema };
}

async function measureEas(
  { contract, hashSchema, readingSchema }: Eas,
  count: number,
): Promise<Record<string, number>> {
  const attest = async (what: string, schema: string, data: (recordHash: Hex) => string) => {
    const hashes = structHashes(`${what} ${count}`, Math.min(count, MOST_ATTESTATIONS));
    const attestations = hashes.map((hash) => ({ ...BARE_ATTESTATION, data: data(hash) }));
    const gas =
      count === 1
        ? await gasOfCall(contract, "attest", { schema, data: attestations[0] })
        : await gasOfCall(contract, "multiAttest", [{ schema, data: attestations }]);
    const how = count === 1 ? "attest" : `multiAttest, ${hashes.length} at once`;
    return { [`EAS ${how}: ${what}`]: gas / hashes.length };
  };
  const timestamps = structHashes(`timestamped ${count}`, Math.min(count, MOST_TIMESTAMPS));
  const timestamp = await gasOfCall(contract, "multiTimestamp", timestamps);
  const root = await gasOfCall(contract, "timestamp", bytes32Of(`root of ${count}`));
  return {
    ...(await attest("the reading", readingSchema, (hash) => `${hash}${FOUR_WORDS}`)),
    ...(await attest("its hash alone", hashSchema, (hash) => hash)),
    [`EAS multiTimestamp, ${timestamps.length} at once`]: timestamp / timestamps.length,
    "EAS timestamp of a root: no publisher, order or count": root / count,
  };
}

async function measureAttribute(did: Peer): Promise<number> {
  const owner = await (did.runner as unknown as { getAddress(): Promise<string> }).getAddress();
  const set = (value: string) => gasOfCall(did, "setAttribute", owner, bytes32Of("record"), bytes32Of(value), 86_400);
  await set("first");
  return set("second");
}
