import { z } from "zod";
import { account, count, hash, timeSource, uint } from "./common.js";
import { components } from "./components.js";

export const deviceKind = z.enum(["meter", "battery", "charger", "gateway", "sensor"]);
export const deviceStatus = z.enum(["registered", "active", "suspended", "revoked", "quarantined"]);
export const signerType = z.enum(["secp256k1", "p256"]);

/** A device as the registry knows it, and what of it is anchored. */
export const device = z
  .strictObject({
    device: hash,
    kind: deviceKind,
    /** The name that this installation gives the device; its shortened id where it gives none. */
    label: z.string(),
    status: deviceStatus,
    /** Null before enrolment. */
    signerType: signerType.nullable(),
    /** Block time from which its present key counted; null before enrolment. */
    signerSinceS: uint.nullable(),
    /** Keys that it has had: more than one after a rotation or recovery. */
    signers: count,
    owner: account,
    /** Member that registered it. */
    maker: account,
    /** Member that answers for it now. */
    organisation: account,
    /** Null if the organisation was never a member. */
    organisationName: z.string().nullable(),
    /** Member to which the device is offered. */
    offeredTo: account.nullable(),
    registeredAtS: uint,
    enrolledAtS: uint.nullable(),
    /** Anchored records held here. */
    records: count,
    lastRecordAtS: uint.nullable(),
    /** How good the clock behind its last record is; null before the first. */
    timeSource: timeSource.nullable(),
    /** Token id of the battery passport that the device is bound to. */
    passport: hash.nullable(),
    batteryPassportIdentifier: z.string().nullable(),
  })
  .register(components, { id: "Device" });

export const devices = z.array(device).register(components, { id: "Devices" });
