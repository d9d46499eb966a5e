import type { DeviceRoots, SignerPeriod, StatusPeriod } from "../../evidence/roots.js";
import type { Hex } from "../../hex.js";
import { DeviceKind, DeviceStatus } from "../../records/enrolment.js";
import { arrayItems } from "../storage/arrays.js";
import { choiceOf } from "../storage/choices.js";
import { at, type ContractLayout, word } from "../storage/layout.js";
import { type Reading, together, words } from "../storage/reading.js";
import { mappingSlot } from "../storage/slots.js";
import { hexMemberOf, memberOf } from "../storage/words.js";

const DEVICE = {
  words: 4,
  members: {
    organisation: at(0, 0, 20),
    kind: at(0, 20, 1),
    status: at(0, 21, 1),
    signerCount: at(0, 22, 2),
    enrolmentExpiresAtS: at(0, 24, 8),
    owner: at(1, 0, 20),
    maker: at(2, 0, 20),
    enrolmentKey: at(3, 0, 20),
  },
} as const;
const KEY = { words: 3, members: { verifier: at(0, 0, 20), x: word(1), y: word(2) } } as const;
const PERIOD = { words: 1, members: { _key: at(0, 0, 6), _value: at(0, 6, 26) } } as const;
/** Its one member, an array, is the struct's first word. */
const TRACE = { words: 1, members: { _checkpoints: word(0) } } as const;

const DEVICES = { slot: 1n, type: "mapping(bytes32 => struct Device)" } as const;
const SIGNERS = { slot: 3n, type: "mapping(bytes32 => mapping(uint256 => struct DeviceSigner.Key))" } as const;
const SIGNER_HISTORIES = { slot: 5n, type: "mapping(bytes32 => struct Checkpoints.Trace208)" } as const;
const STATUS_HISTORIES = { slot: 6n, type: "mapping(bytes32 => struct Checkpoints.Trace208)" } as const;

/** Where `DeviceRegistry` keeps keys and statuses. */
export const DEVICE_REGISTRY_LAYOUT: ContractLayout = {
  contract: "DeviceRegistry",
  variables: {
    _devices: DEVICES,
    _signers: SIGNERS,
    _signerHistories: SIGNER_HISTORIES,
    _statusHistories: STATUS_HISTORIES,
  },
  structs: {
    Device: DEVICE,
    "DeviceSigner.Key": KEY,
    "Checkpoints.Checkpoint208": PERIOD,
    "Checkpoints.Trace208": TRACE,
  },
};

/** A device's kind, and every key and status that it ever had. @throws SealedStateUnreadable */
export function* deviceIn(registry: Hex, device: Hex): Reading<DeviceRoots> {
  const now = yield* words(registry, mappingSlot(device, DEVICES.slot), 1);
  const kind = choiceOf(DeviceKind, memberOf(now, DEVICE.members.kind), `the kind of device ${device}`);
  const periods = yield* history(registry, device, SIGNER_HISTORIES.slot);
  const signers = yield* together(
    periods.map(({ sinceS, value }): Reading<SignerPeriod> => signerPeriod(registry, device, sinceS, value)),
  );
  const statuses = (yield* history(registry, device, STATUS_HISTORIES.slot)).map(
    ({ sinceS, value }): StatusPeriod => ({
      sinceS,
      status: choiceOf(DeviceStatus, value, `a status of device ${device}`),
    }),
  );
  return { device, kind, signers, statuses };
}

function* history(registry: Hex, device: Hex, slot: bigint) {
  const checkpoints = yield* arrayItems(registry, mappingSlot(device, slot), PERIOD.words);
  return checkpoints.map((period) => ({
    sinceS: memberOf(period, PERIOD.members._key),
    value: memberOf(period, PERIOD.members._value),
  }));
}

/** A key with the time from which it counted; its ERC-7913 bytes are made as `DeviceSigner.toBytes` makes them. */
function* signerPeriod(registry: Hex, device: Hex, sinceS: bigint, index: bigint): Reading<SignerPeriod> {
  const key = yield* words(registry, mappingSlot(index, mappingSlot(device, SIGNERS.slot)), KEY.words);
  const verifier = hexMemberOf(key, KEY.members.verifier);
  const isP256 = memberOf(key, KEY.members.x) !== 0n || memberOf(key, KEY.members.y) !== 0n;
  const point = `${hexMemberOf(key, KEY.members.x).slice(2)}${hexMemberOf(key, KEY.members.y).slice(2)}`;
  return { sinceS, signer: isP256 ? `${verifier}${point}` : verifier };
}
