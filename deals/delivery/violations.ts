import { lowerHex } from "../../evidence/index.js";
import {
  type Hex,
  type SensorReading,
  type SignedBy,
  structHashOf,
  type TimeSource,
  violationHead,
  ZERO_HASH,
} from "../../protocol/index.js";
import { nameOfField } from "../conditions.js";
import { DeliveryHistoryBroken } from "../errors.js";
import type { ToldEvent } from "../toldEvents.js";
import type { ViolationRecord } from "./delivery.js";

/** What storage says of a delivery's violations. */
interface Kept {
  readonly count: number;
  readonly head: Hex;
}

/**
 * The violations that events tell of, if they are all, in their order and unaltered: they must lead to the head in storage.
 * @throws DeliveryHistoryBroken, which names the first one that is left out
 */
export function violationsOf(delivery: Hex, told: readonly ToldEvent[], { count, head }: Kept): ViolationRecord[] {
  const broken = (reason: string) => new DeliveryHistoryBroken(delivery, reason);
  const violations = told
    .filter(({ event }) => event.name === "ViolationRecorded")
    .map((each) => violationOf(each, () => broken("has a violation of a field that the contract would have refused")));
  const gap = violations.findIndex(({ number }, at) => number !== at + 1);
  const missing = gap === -1 ? violations.length + 1 : gap + 1;
  if (gap !== -1 && (violations[gap]?.number ?? 0) < missing)
    throw broken(`tells violation ${violations[gap]?.number} twice`);
  if (gap !== -1 || missing <= count) throw broken(`leaves out violation ${missing}`);
  if (missing > count + 1) throw broken(`adds violation ${count + 1}`);
  if (violationHead(violations.map(({ reading }) => structHashOf(reading))) !== head)
    throw broken("alters a violation");
  return violations;
}

function violationOf({ event: { args }, happened }: ToldEvent, refused: () => DeliveryHistoryBroken): ViolationRecord {
  const { device, sequence, timestampS, timeSource, signedBy, link } = args.header;
  const header = {
    device: lowerHex(device),
    sequence,
    timestampS,
    timeSource: Number(timeSource) as TimeSource,
    signedBy: Number(signedBy) as SignedBy,
    link: lowerHex(link),
  };
  const field = nameOfField(args.field, refused);
  const reading: SensorReading = { type: "SensorReading", header, field, valueMilli: args.valueMilli };
  const { number, signature, stream, batchSequence, root } = args;
  const isAnchored = stream !== ZERO_HASH;
  return {
    number: Number(number),
    reading,
    signature: lowerHex(signature),
    anchored: isAnchored ? { stream: lowerHex(stream), batchSequence, root: lowerHex(root) } : null,
    happened,
  };
}
