import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import type { RecordProof } from "../../api/types.js";
import type { ChainReader } from "../../dashboard/src/verify/chainReader.js";
import { checkRecord, type RecordJob } from "../../dashboard/src/verify/record.js";
import { type Reason, type StepName, verdictOf } from "../../dashboard/src/verify/steps.js";
import {
  DeviceStatus,
  domainSeparator,
  type Hex,
  keccakDigest,
  leafOf,
  linkOf,
  MerkleTree,
  type MeterReading,
  signingPreimage,
  structHashOf,
  toHex,
  ZERO_HASH,
} from "../../protocol/index.js";

const word = (byte: string) => `0x${byte.repeat(32)}` as Hex;
const DIRECTORY: Hex = `0x${"d1".repeat(20)}`;
const KEY = new Uint8Array(32).fill(7);
const SIGNER = toHex(keccak_256(secp256k1.getPublicKey(KEY, false).subarray(1)).subarray(12));
const DEVICE = word("de");
const STREAM = word("57");
const GENESIS = word("9e");
const ANCHORED_AT_S = 2_000n;

function sign(structHash: Hex): Hex {
  const digest = keccakDigest(signingPreimage(domainSeparator({ chainId: 31337n, directory: DIRECTORY }), structHash));
  const signature = secp256k1.sign(digest, KEY, { prehash: false, lowS: true, format: "recovered" });
  return toHex(Uint8Array.from([...signature.subarray(1), 27 + (signature[0] ?? 0)]));
}

function reading(sequence: bigint, previous: Hex, registers: { importWh: bigint; exportWh: bigint }): MeterReading {
  const link = linkOf(previous, word("5a"));
  const timestampS = 1_000n * sequence;
  return {
    type: "MeterReading",
    header: { device: DEVICE, sequence, timestampS, timeSource: 0, signedBy: 0, link },
    ...registers,
  };
}

function proofOf(record: MeterReading, previous: Hex, tree: MerkleTree): RecordProof {
  const structHash = structHashOf(record);
  const header = {
    ...record.header,
    sequence: String(record.header.sequence),
    timestampS: String(record.header.timestampS),
  };
  return {
    record: { type: "MeterReading", header, importWh: String(record.importWh), exportWh: String(record.exportWh) },
    timeSource: "device",
    previous,
    salt: word("5a"),
    signature: sign(structHash),
    structHash,
    leaf: leafOf(structHash),
    proof: [...tree.proofOf(leafOf(structHash))],
    batch: {
      stream: STREAM,
      sequence: "1",
      root: tree.root,
      count: 2,
      anchoredAtS: String(ANCHORED_AT_S),
      transactionHash: word("7a"),
      blockNumber: 5,
      blockHash: word("b5"),
    },
    device: { device: DEVICE, kind: "meter", label: "b01" },
    signer: { signer: SIGNER, type: "secp256k1", sinceS: "100" },
  } as RecordProof;
}

describe("dashboard: check of one record", () => {
  const opening = reading(1n, ZERO_HASH, { importWh: 0n, exportWh: 0n });
  const next = reading(2n, structHashOf(opening), { importWh: 1_500n, exportWh: 20n });
  const tree = MerkleTree.of([opening, next].map((record) => leafOf(structHashOf(record))));
  const root = tree.root;
  let job: RecordJob;
  let chain: ChainReader;

  beforeEach(() => {
    job = {
      kind: "record",
      recordHash: structHashOf(next),
      proof: proofOf(next, structHashOf(opening), tree),
      previous: proofOf(opening, ZERO_HASH, tree),
      genesisHash: GENESIS,
      trust: { rpcUrl: "http://127.0.0.1:1", directory: DIRECTORY },
    };
    chain = {
      chainId: 31337n,
      genesisHash: GENESIS,
      directory: DIRECTORY,
      block: { number: 9n, timestampS: 3_000n },
      deviceOf: async (device) => ({
        device,
        kind: 1,
        organisation: `0x${"01".repeat(20)}`,
        owner: `0x${"02".repeat(20)}`,
        statusNow: DeviceStatus.Active,
        signers: [{ sinceS: 100n, signer: SIGNER, number: 1 }],
        statuses: [
          { sinceS: 50n, status: DeviceStatus.Registered },
          { sinceS: 100n, status: DeviceStatus.Active },
        ],
      }),
      anchoredAtS: async (batch) => (batch.root === root ? ANCHORED_AT_S : 0n),
      blockHash: async () => word("b5"),
      settlementOf: async () => {
        throw new TypeError("a record needs no settlement");
      },
    };
  });

  async function failing(): Promise<Partial<Record<StepName, Reason>>> {
    const { steps } = await checkRecord(job, chain);
    return Object.fromEntries(
      steps.filter(({ outcome }) => outcome !== "holds").map(({ step, reason }) => [step, reason]),
    );
  }

  const withProof = (changes: Partial<RecordProof>) => {
    job = { ...job, proof: { ...job.proof, ...changes } };
  };

  it("holds from value to block for a genuine record", async () => {
    const { steps, statusThen, block } = await checkRecord(job, chain);
    expect(steps.map(({ step }) => step)).to.deep.equal(["value", "record", "signature", "leaf", "root", "block"]);
    expect(verdictOf(steps)).to.equal("holds");
    expect(statusThen).to.equal(DeviceStatus.Active);
    expect(block).to.equal(9n);
  });

  it("finds a changed value", async () => {
    withProof({ record: { ...job.proof.record, importWh: "1501" } as RecordProof["record"] });
    expect(await failing()).to.deep.include({
      record: "hashDiffers",
      signature: "signatureWrong",
      leaf: "leafDiffers",
      root: "proofWrong",
    });
  });

  it("finds a record that is not the one asked for", async () => {
    job = { ...job, recordHash: word("00") };
    expect(await failing()).to.deep.equal({ record: "hashDiffers" });
  });

  it("finds a salt that does not belong to the link", async () => {
    withProof({ salt: word("5b") });
    expect(await failing()).to.deep.equal({ record: "linkDiffers" });
  });

  it("finds a forged signature", async () => {
    withProof({ signature: sign(word("11")) });
    expect(await failing()).to.deep.equal({ signature: "signatureWrong" });
  });

  it("finds a signer that the registry did not hold", async () => {
    withProof({ signer: { ...job.proof.signer, signer: `0x${"03".repeat(20)}` } });
    expect(await failing()).to.deep.equal({ signature: "signerDiffers" });
  });

  it("judges status at the anchor's block time", async () => {
    const device = await chain.deviceOf(DEVICE);
    const suspendedBefore = [...device.statuses, { sinceS: 1_999n, status: DeviceStatus.Suspended }];
    chain = { ...chain, deviceOf: async () => ({ ...device, statuses: suspendedBefore }) };
    expect(await failing()).to.deep.equal({ signature: "deviceNotActive" });
    const suspendedAfter = [...device.statuses, { sinceS: 2_001n, status: DeviceStatus.Suspended }];
    chain = { ...chain, deviceOf: async () => ({ ...device, statuses: suspendedAfter }) };
    expect(await failing()).to.deep.equal({});
  });

  it("finds a root that was never anchored", async () => {
    chain = { ...chain, anchoredAtS: async () => 0n };
    expect(await failing()).to.deep.equal({ signature: "rootNotAnchored", block: "rootNotAnchored" });
  });

  it("finds another block, and another chain", async () => {
    chain = { ...chain, blockHash: async () => word("b6") };
    expect(await failing()).to.deep.equal({ block: "blockDiffers" });
    chain = { ...chain, genesisHash: word("9f") };
    expect(await failing()).to.deep.equal({ block: "genesisDiffers" });
  });

  it("finds a previous record that is not the one before", async () => {
    const other = reading(1n, ZERO_HASH, { importWh: 1n, exportWh: 0n });
    job = {
      ...job,
      previous: {
        ...proofOf(opening, ZERO_HASH, tree),
        record: proofOf(other, ZERO_HASH, MerkleTree.of([leafOf(structHashOf(other))])).record,
      },
    };
    expect(await failing()).to.deep.equal({ value: "previousDiffers" });
  });

  it("leaves open what it cannot check", async () => {
    const { previous: _left, ...alone } = job;
    const { steps } = await checkRecord(alone, undefined);
    expect(verdictOf(steps)).to.equal("unable");
    const open = steps.filter(({ outcome }) => outcome === "unknown").map(({ step }) => step);
    expect(open).to.deep.equal(["value", "signature", "block"]);
  });
});
