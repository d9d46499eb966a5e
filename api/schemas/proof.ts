import { z } from "zod";
import { bytes, count, hash, int, timeSource, uint } from "./common.js";
import { components } from "./components.js";
import { counters, measurements } from "./cycle.js";
import { deviceKind, signerType } from "./devices.js";

/** The protocol's record header; `timeSource` and `signedBy` as the numbers that are signed. */
const header = z.strictObject({
  device: hash,
  sequence: uint,
  timestampS: uint,
  timeSource: z.number().int().min(0).max(2),
  signedBy: z.number().int().min(0).max(1),
  link: hash,
});

/** A record as it was signed, 64-bit integers as decimal strings. */
export const record = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("MeterReading"), header, importWh: uint, exportWh: uint }),
    z.strictObject({ type: z.literal("ChargeCycle"), header, measurements, counters }),
    z.strictObject({ type: z.literal("SensorReading"), header, field: z.string(), valueMilli: int }),
  ])
  .register(components, { id: "Record" });

/** Everything that a reader needs to check one record against the chain. */
export const recordProof = z
  .strictObject({
    record,
    timeSource,
    /** Struct hash of the device's preceding record, zero before the first. */
    previous: hash,
    salt: hash,
    signature: bytes,
    structHash: hash,
    leaf: hash,
    /** Siblings from leaf to root. */
    proof: z.array(hash),
    batch: z.strictObject({
      stream: hash,
      sequence: uint,
      root: hash,
      count,
      anchoredAtS: uint,
      transactionHash: hash,
      blockNumber: count,
      blockHash: hash,
    }),
    device: z.strictObject({ device: hash, kind: deviceKind, label: z.string() }),
    /** ERC-7913 signer bytes that counted at the anchor's block time. */
    signer: z.strictObject({ signer: bytes, type: signerType, sinceS: uint }),
  })
  .register(components, { id: "RecordProof" });
