import type { Agreement, Chain, Device, RecordProof } from "../../../api/types.js";
import type { Failure } from "../data/failure.js";
import { request } from "../data/request.js";
import type { Claim } from "../routes.js";
import { check } from "../verify/client.js";
import type { DeviceCheck } from "../verify/device.js";
import type { Trust } from "../verify/evidence.js";
import type { RecordCheck } from "../verify/record.js";
import type { SettlementCheck } from "../verify/settlement.js";

/** What the panel shows of a claim, once it was checked. */
export type Explained =
  | {
      readonly kind: "record";
      readonly proof: RecordProof;
      readonly previous: RecordProof | undefined;
      readonly check: RecordCheck;
    }
  | { readonly kind: "settlement"; readonly agreements: readonly Agreement[]; readonly check: SettlementCheck }
  | { readonly kind: "device"; readonly device: Device; readonly check: DeviceCheck };

export type Explanation =
  | { readonly ok: true; readonly explained: Explained; readonly genesisHash: string }
  | { readonly ok: false; readonly failure: Failure };

const NOT_FOUND: Failure = { kind: "refused", status: 404 };
/** How often amounts and their block are read before they count as changing too fast. */
const CONSISTENT_TRIES = 12;

const isZero = (hash: string) => /^0x0+$/.test(hash);
const proofPath = (recordHash: string) => `api/records/${encodeURIComponent(recordHash)}/proof`;

async function askRecord(recordHash: string, trust: Trust, genesisHash: string): Promise<Explanation> {
  const found = await request<RecordProof>(proofPath(recordHash));
  if (!found.ok) return found;
  const proof = found.data;
  // Only a meter's value is a difference, so only there does the record before matter.
  const wanted = proof.record.type === "MeterReading" && !isZero(proof.previous);
  const before = wanted ? await request<RecordProof>(proofPath(proof.previous)) : undefined;
  const previous = before?.ok ? before.data : undefined;
  const job = { kind: "record", recordHash, proof, genesisHash, trust } as const;
  const answer = await check<"record">(previous ? { ...job, previous } : job);
  return { ok: true, genesisHash, explained: { kind: "record", proof, previous, check: answer } };
}

/** Reads agreements and the block that they are of; without a block if they change faster than they can be read. */
async function consistentAgreements(): Promise<{ agreements: Agreement[]; atBlock?: number } | Failure> {
  let latest: Agreement[] = [];
  for (let attempt = 0; attempt < CONSISTENT_TRIES; attempt += 1) {
    const before = await request<Chain>("api/chain");
    const agreements = await request<Agreement[]>("api/agreements");
    const after = await request<Chain>("api/chain");
    if (!before.ok) return before.failure;
    if (!agreements.ok) return agreements.failure;
    if (!after.ok) return after.failure;
    latest = agreements.data;
    if (before.data.block.number === after.data.block.number) {
      return { agreements: latest, atBlock: after.data.block.number };
    }
  }
  return { agreements: latest };
}

type Wanted = (agreement: Agreement) => boolean;

async function askSettlement(wanted: Wanted, trust: Trust, genesisHash: string): Promise<Explanation> {
  const read = await consistentAgreements();
  if (!("agreements" in read)) return { ok: false, failure: read };
  const agreements = read.agreements.filter(wanted);
  if (agreements.length === 0) return { ok: false, failure: NOT_FOUND };
  const job = { kind: "settlement", agreements, genesisHash, trust } as const;
  const answer = await check<"settlement">(read.atBlock === undefined ? job : { ...job, atBlock: read.atBlock });
  return { ok: true, genesisHash, explained: { kind: "settlement", agreements, check: answer } };
}

async function askDevice(id: string, trust: Trust, genesisHash: string): Promise<Explanation> {
  const devices = await request<Device[]>("api/devices");
  if (!devices.ok) return devices;
  const device = devices.data.find((candidate) => candidate.device === id);
  if (!device) return { ok: false, failure: NOT_FOUND };
  const answer = await check<"device">({ kind: "device", device, genesisHash, trust });
  return { ok: true, genesisHash, explained: { kind: "device", device, check: answer } };
}

/** Gathers what a claim rests on and has it checked. @throws CheckCrashed if the check broke off. */
export function explain(claim: Claim, trust: Trust, genesisHash: string): Promise<Explanation> {
  switch (claim.kind) {
    case "record":
      return askRecord(claim.id, trust, genesisHash);
    case "agreement":
      return askSettlement(({ id }) => id === claim.id, trust, genesisHash);
    case "meter":
      return askSettlement(
        ({ importMeter, exportMeter }) => importMeter === claim.id || exportMeter === claim.id,
        trust,
        genesisHash,
      );
    case "settlement":
      return askSettlement(() => true, trust, genesisHash);
    case "device":
      return askDevice(claim.id, trust, genesisHash);
  }
}
