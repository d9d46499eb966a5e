import {
  type DeviceRecord,
  type Hex,
  linkOf,
  newSalt,
  type RecordHeader,
  SignedBy,
  type SignedRecord,
  structHashOf,
  type TimeSource,
  ZERO_HASH,
} from "../../protocol/index.js";
import type { DeviceKey } from "./keys.js";

/** A device in software: it numbers, links and signs its records as one in the field would. */
export interface SimulatedDevice {
  /** What people call it; never on chain. */
  readonly label: string;
  readonly id: Hex;
  /**
   * Makes and signs the device's next record.
   * @param timestampS End of what the record tells of, Unix seconds.
   * @param make Completes the header to a record; the salt is the one of the header's link.
   */
  sign(
    timestampS: bigint,
    timeSource: TimeSource,
    make: (header: RecordHeader, salt: Hex) => DeviceRecord,
  ): SignedRecord;
  /** Signs with another key from now on, as after a rotation. */
  use(key: DeviceKey): void;
}

export interface SimulatedDeviceOptions {
  readonly label: string;
  readonly id: Hex;
  readonly key: DeviceKey;
  /** From `domainSeparator`. */
  readonly domain: Hex;
}

export function createSimulatedDevice({ label, id, domain, ...options }: SimulatedDeviceOptions): SimulatedDevice {
  let { key } = options;
  let sequence = 0n;
  let previous: Hex = ZERO_HASH;
  return {
    label,
    id,
    sign(timestampS, timeSource, make) {
      const salt = newSalt();
      sequence += 1n;
      const header = {
        device: id,
        sequence,
        timestampS,
        timeSource,
        signedBy: SignedBy.Device,
        link: linkOf(previous, salt),
      };
      const record = make(header, salt);
      const structHash = structHashOf(record);
      const signed = { record, previous, salt, signature: key.sign(domain, structHash) };
      previous = structHash;
      return signed;
    },
    use(next) {
      key = next;
    },
  };
}
