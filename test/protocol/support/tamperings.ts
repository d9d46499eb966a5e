import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { countersSaltOf, domainSeparator, structHashOf } from "../../../protocol/index.js";
import { hashOf, type KeyKind, testDevice } from "./devices.js";
import { mixedHistory, TEST_CHAIN } from "./history.js";
import { flipDigit, type Json, setAt, valueAt } from "./jsonEdits.js";

type Entry = { [key: string]: Json };

interface Document {
  records: Entry[];
  batches: Entry[];
}

/** One kind of tampering with the bundle and the code that docs/errors.md assigns to it. */
export interface Tampering {
  readonly what: string;
  readonly code: string;
  readonly tamper: (document: Document & Json, kind: KeyKind) => void;
}

/** The device whose mixed history the tamperings start from. */
export const ownDevice = (kind: KeyKind) => testDevice(kind, `${kind} battery`);

const edit = (path: string, change: (value: Json) => Json) => (document: Json) => {
  const steps = path.split(".");
  setAt(document, steps, change(valueAt(document, steps)));
};
export const flip = (path: string) => edit(path, (value) => flipDigit(value as string));
const raise = (path: string) =>
  edit(path, (value) => (typeof value === "number" ? value + 1 : `${BigInt(value as string) + 1n}`));
const put = (path: string, value: Json) => edit(path, () => value);
const drop =
  (index: number, count = 1) =>
  (document: Document) =>
    void document.records.splice(index, count);

/** Entry 4 is the gap 5–6, entries 0–3 are the records 1–4, entries 5–8 the records 7–10. */
export const TAMPERINGS: readonly Tampering[] = [
  { what: "a changed value", code: "SignatureInvalid", tamper: raise("records.1.measurements.dischargeMicroAh") },
  { what: "a changed sample", code: "SignatureInvalid", tamper: raise("records.2.valueMilli") },
  { what: "a changed name of a sensor field", code: "SignatureInvalid", tamper: put("records.2.field", "humidity") },
  { what: "a changed register", code: "SignatureInvalid", tamper: raise("records.6.importWh") },
  { what: "a changed time", code: "SignatureInvalid", tamper: raise("records.3.header.timestampS") },
  { what: "a better clock than it was", code: "SignatureInvalid", tamper: put("records.3.header.timeSource", 0) },
  { what: "another signing party", code: "SignatureInvalid", tamper: put("records.3.header.signedBy", 1) },
  {
    what: "a changed signature",
    code: "SignatureInvalid",
    tamper: edit("records.1.signature", (hex) => flipDigit(hex as string, 20)),
  },
  {
    what: "the same signature in its high-s form",
    code: "SignatureInvalid",
    tamper: (document, kind) => {
      const signature = valueAt(document, ["records", 1, "signature"]) as string;
      const order = kind === "p256" ? p256.Point.Fn.ORDER : secp256k1.Point.Fn.ORDER;
      const s = (order - BigInt(`0x${signature.slice(66, 130)}`)).toString(16).padStart(64, "0");
      const v = { "": "", "1b": "1c", "1c": "1b" }[signature.slice(130)];
      setAt(document, ["records", 1, "signature"], `${signature.slice(0, 66)}${s}${v}`);
    },
  },
  {
    what: "another device's key",
    code: "SignatureInvalid",
    tamper: (document, kind) => {
      const { record } = mixedHistory(ownDevice(kind))[1] as { record: Parameters<typeof structHashOf>[0] };
      const forged = testDevice(kind, "forger").sign(domainSeparator(TEST_CHAIN), structHashOf(record));
      setAt(document, ["records", 1, "signature"], forged);
    },
  },
  {
    what: "a signature of the other key type",
    code: "SignatureInvalid",
    tamper: edit("records.1.signature", (hex) =>
      (hex as string).length === 130 ? `${hex}1b` : (hex as string).slice(0, 130),
    ),
  },
  {
    what: "another record's signature",
    code: "SignatureInvalid",
    tamper: (d) => put("records.1.signature", valueAt(d, ["records", 0, "signature"]))(d),
  },
  { what: "a changed salt beside the record", code: "SaltMismatch", tamper: flip("records.1.salt") },
  {
    what: "a changed salt within the measurements",
    code: "SaltMismatch",
    tamper: flip("records.1.measurements.salt"),
  },
  { what: "a changed salt within the counters", code: "SaltMismatch", tamper: flip("records.1.counters.salt") },
  {
    what: "all salts changed alike",
    code: "LinkMismatch",
    tamper: (document) => {
      put("records.1.salt", hashOf("other"))(document);
      put("records.1.measurements.salt", hashOf("other"))(document);
      put("records.1.counters.salt", countersSaltOf(hashOf("other")))(document);
    },
  },
  { what: "a sample's changed salt", code: "LinkMismatch", tamper: flip("records.2.salt") },
  { what: "a changed previous hash", code: "LinkMismatch", tamper: flip("records.3.previous") },
  { what: "a changed link", code: "LinkMismatch", tamper: flip("records.3.header.link") },
  { what: "a changed proof", code: "ProofInvalid", tamper: flip("records.1.proof.0") },
  {
    what: "a proof cut short",
    code: "ProofInvalid",
    tamper: edit("records.1.proof", (proof) => (proof as Json[]).slice(0, -1)),
  },
  {
    what: "a proof made longer",
    code: "ProofInvalid",
    tamper: edit("records.1.proof", (proof) => [...(proof as Json[]), hashOf("more")]),
  },
  {
    what: "another record's proof",
    code: "ProofInvalid",
    tamper: (d) => put("records.1.proof", valueAt(d, ["records", 0, "proof"]))(d),
  },
  { what: "another batch", code: "ProofInvalid", tamper: put("records.1.batch", 1) },
  { what: "a batch that is not in the bundle", code: "BatchUnknown", tamper: put("records.1.batch", 3) },
  { what: "a changed root", code: "RootNotAnchored", tamper: flip("batches.0.root") },
  { what: "a changed stream", code: "RootNotAnchored", tamper: flip("batches.1.stream") },
  { what: "a changed batch sequence", code: "RootNotAnchored", tamper: raise("batches.1.sequence") },
  { what: "a changed count of leaves", code: "RootNotAnchored", tamper: raise("batches.2.count") },
  { what: "a batch named twice", code: "BatchDuplicated", tamper: (d) => void d.batches.push({ ...d.batches[0] }) },
  {
    what: "swapped records",
    code: "RecordsOutOfOrder",
    tamper: (d) => void d.records.splice(1, 0, ...d.records.splice(2, 1)),
  },
  { what: "reversed records", code: "RecordsOutOfOrder", tamper: (d) => void d.records.reverse() },
  { what: "a dropped record", code: "RecordMissing", tamper: drop(1) },
  { what: "a dropped first record", code: "RecordMissing", tamper: drop(0) },
  { what: "a dropped gap", code: "RecordMissing", tamper: drop(4) },
  { what: "a sequence moved to the end", code: "RecordsOutOfOrder", tamper: put("records.1.header.sequence", "12") },
  { what: "a last sequence moved on", code: "RecordMissing", tamper: put("records.8.header.sequence", "11") },
  { what: "a sequence used twice", code: "RecordDuplicated", tamper: put("records.1.header.sequence", "1") },
  { what: "a dropped tail", code: "HistoryTruncated", tamper: drop(8) },
  { what: "a long dropped tail", code: "HistoryTruncated", tamper: drop(3, 6) },
  { what: "no records at all", code: "HistoryTruncated", tamper: drop(0, 9) },
  {
    what: "a doubled record",
    code: "RecordDuplicated",
    tamper: (d) => void d.records.splice(1, 0, { ...d.records[1] }),
  },
  { what: "a doubled gap", code: "RecordDuplicated", tamper: (d) => void d.records.splice(4, 0, { ...d.records[4] }) },
  { what: "a gap widened over a present record", code: "GapContradicted", tamper: put("records.4.toSequence", "7") },
  {
    what: "a gap in a record's place",
    code: "ProofInvalid",
    tamper: (d) => {
      const { device, batch, proof } = { ...(d.records[4] as Entry), ...(d.records[1] as Entry) };
      d.records[1] = {
        type: "Gap",
        device: device as Json,
        fromSequence: "2",
        toSequence: "2",
        reason: 1,
        batch: batch as Json,
        proof: proof as Json,
      };
    },
  },
  { what: "a gap narrowed", code: "ProofInvalid", tamper: put("records.4.toSequence", "5") },
  { what: "a gap that runs backwards", code: "EvidenceUnreadable", tamper: put("records.4.toSequence", "4") },
  { what: "a gap of another device", code: "DeviceNotBound", tamper: flip("records.4.device") },
  { what: "a record of another device", code: "DeviceNotBound", tamper: flip("records.0.header.device") },
  { what: "another chain id", code: "ChainMismatch", tamper: raise("chain.chainId") },
  { what: "another genesis block", code: "ChainMismatch", tamper: flip("chain.genesisHash") },
  { what: "another directory", code: "DirectoryMismatch", tamper: flip("chain.directory") },
  {
    what: "another identifier",
    code: "PassportUnknown",
    tamper: put("passport.batteryPassportIdentifier", "urn:battery:B0006"),
  },
  { what: "another maker", code: "PassportMismatch", tamper: flip("passport.maker") },
  { what: "another model", code: "PassportMismatch", tamper: put("passport.model", "21700-5Ah") },
  { what: "another chemistry", code: "PassportMismatch", tamper: put("passport.chemistry", "LFP") },
  {
    what: "a smaller rated capacity",
    code: "PassportMismatch",
    tamper: put("passport.ratedCapacityMicroAh", "1900000"),
  },
  { what: "another rated energy", code: "PassportMismatch", tamper: raise("passport.ratedEnergyMicroWh") },
  { what: "fewer charges at the factory", code: "PassportMismatch", tamper: put("passport.factoryChargeCount", 0) },
  {
    what: "fewer discharges at the factory",
    code: "PassportMismatch",
    tamper: put("passport.factoryDischargeCount", 0),
  },
  {
    what: "a wider limit of normal use",
    code: "PassportMismatch",
    tamper: put("passport.limits.temperatureMaxMilliC", "90000"),
  },
  { what: "a hidden deep discharge", code: "SignatureInvalid", tamper: raise("records.1.counters.deepDischargeCount") },
  {
    what: "a quantity said not to be measured",
    code: "SignatureInvalid",
    tamper: put("records.1.counters.overChargeCount", null),
  },
  {
    what: "a record that poses as a correction",
    code: "SignatureInvalid",
    tamper: (d) => {
      put("records.3.measurements.supersedes", hashOf("another record"))(d);
      put("records.3.measurements.correctionReason", 1)(d);
    },
  },
  { what: "a complete history called a part", code: "ScopeMismatch", tamper: put("scope", "part") },
  { what: "an unknown scope", code: "EvidenceUnreadable", tamper: put("scope", "most") },
  { what: "an earlier format", code: "SchemaUnsupported", tamper: put("schema", "wattproof-evidence/1") },
  { what: "a later format", code: "SchemaUnsupported", tamper: put("schema", "wattproof-evidence/3") },
  { what: "a claim of finality", code: "EvidenceUnreadable", tamper: put("finality", "sealed") },
];
