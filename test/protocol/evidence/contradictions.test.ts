import { expect } from "chai";
import { describe, it } from "mocha";
import {
  BatteryStatus,
  type Binding,
  Continuity,
  type PassportRoots,
  parseRoots,
  type Roots,
  RootsContradictory,
  requireConsistent,
  serializeRoots,
} from "../../../protocol/index.js";
import { hashOf, testDevice } from "../support/devices.js";
import { HistoryWriter, mixedHistory } from "../support/history.js";
import { replacedWorld } from "../support/replaced.js";
import { bindingOf, makeWorld } from "../support/world.js";

const devices = [testDevice("p256", "first"), testDevice("secp256k1", "second")] as const;
const { roots } = makeWorld({ device: devices[0], leaves: mixedHistory(devices[0]) }, testDevice("p256", "stranger"));
const [passport] = roots.passports as [PassportRoots];
const other: PassportRoots = {
  ...passport,
  batteryPassportIdentifier: "urn:battery:other",
  bindings: [],
  checkpoint: null,
};
const readAtS = roots.block.timestampS;

const withPassport = (changes: Partial<PassportRoots>, ...others: PassportRoots[]): Roots => ({
  ...roots,
  passports: [{ ...passport, ...changes }, ...others],
});
const withDevice = (changes: Partial<Roots["devices"][0]>): Roots => ({
  ...roots,
  devices: roots.devices.map((device, at) => (at === 0 ? { ...device, ...changes } : device)),
});
const withBatch = (changes: Partial<Roots["batches"][0]>): Roots => ({
  ...roots,
  batches: [{ ...(roots.batches[0] as Roots["batches"][0]), ...changes }, ...roots.batches.slice(1)],
});
const withBinding = (changes: Partial<Binding>) =>
  withPassport({ bindings: [{ ...bindingOf(devices[0]), ...changes }] });
const [first] = roots.devices as [Roots["devices"][0]];
const counters = { device: devices[0].device, sequence: 10n, counters: countersOf() };

/** Each with what the message must say. */
const CONTRADICTIONS: readonly [what: string, roots: Roots, words: string][] = [
  ["a batch twice", { ...roots, batches: [...roots.batches, roots.batches[0] as never] }, "is given twice"],
  [
    "a batch twice with different data",
    { ...roots, batches: [...roots.batches, { ...(roots.batches[0] as Roots["batches"][0]), count: 3 }] },
    "is given twice",
  ],
  ["a batch that ends before it begins", withBatch({ fromS: 9n, toS: 8n }), "ends before it begins"],
  ["a batch from the future", withBatch({ anchoredAtS: readAtS + 1n }), "after the roots were read"],
  ["a device twice", { ...roots, devices: [...roots.devices, first] }, "is given twice"],
  ["statuses in the wrong order", withDevice({ statuses: first.statuses.toReversed() }), "not in order"],
  [
    "two signers of one second",
    withDevice({ signers: [...first.signers, { sinceS: first.signers[0]?.sinceS ?? 0n, signer: devices[1].signer }] }),
    "not in order",
  ],
  [
    "a status from the future",
    withDevice({ statuses: [...first.statuses, { sinceS: readAtS + 1n, status: 4 }] }),
    "after the roots were read",
  ],
  ["one signer of two devices", withDevice({ signers: roots.devices[1]?.signers ?? [] }), "is of two devices"],
  [
    "two passports of one identifier",
    withPassport({}, { ...other, batteryPassportIdentifier: passport.batteryPassportIdentifier }),
    "given twice",
  ],
  ["a device of two passports", withPassport({}, { ...other, bindings: passport.bindings }), "is given twice"],
  ["a present device that was replaced", withBinding({ lastSequence: 9n }), "was replaced"],
  [
    "a first device that continues another",
    withBinding({ continuity: Continuity.BothDevicesSigned }),
    "continues another",
  ],
  ["a statement that nobody made", withBinding({ attestation: hashOf("statement") }), "does not fit its continuity"],
  ["a device bound in the future", withBinding({ boundAtS: readAtS + 1n }), "bound after the roots were read"],
  [
    "devices in the wrong order",
    withPassport({
      bindings: [bindingOf(devices[0], { lastSequence: 10n, boundAtS: 9n }), second({ boundAtS: 8n })],
    }),
    "not in order",
  ],
  [
    "a device whose records end before they begin",
    withPassport({
      checkpoint: null,
      bindings: [bindingOf(devices[0], { firstSequence: 5n, lastSequence: 3n }), second({})],
    }),
    "end before they begin",
  ],
  ["a checkpoint of another device", withPassport({ bindings: [bindingOf(devices[1])] }), "not the battery's"],
  ["a checkpoint before the first record", withBinding({ firstSequence: 11n }), "not the battery's"],
  ["counters of another device", withPassport({ counters: { ...counters, device: hashOf("d") } }), "not the battery's"],
  ["counters without a checkpoint", withPassport({ counters, checkpoint: null }), "no checkpoint"],
  [
    "counters from after the checkpoint",
    withPassport({ counters: { ...counters, sequence: 11n } }),
    "after the checkpoint",
  ],
  ["counters that are not the checkpoint's", withPassport({ counters }), "not those of the checkpoint"],
  ["a passport that succeeds itself", withPassport({ successor: passport.batteryPassportIdentifier }), "its own place"],
  [
    "a predecessor twice",
    withPassport({ predecessors: ["a", "a"], status: BatteryStatus.Repurposed }),
    "is given twice",
  ],
  ["an original battery that was made of others", withPassport({ predecessors: ["a"] }), "made of others"],
  ["a successor that does not know it", withPassport({ successor: "urn:battery:other" }, other), "does not name it"],
  [
    "a predecessor that does not know it",
    withPassport({ predecessors: ["urn:battery:other"], status: BatteryStatus.Reused }, other),
    "does not name it",
  ],
];

describe("roots that contradict themselves", () => {
  for (const [what, contradictory, words] of CONTRADICTIONS) {
    it(`are refused for ${what}`, () => {
      expect(() => requireConsistent(contradictory)).to.throw(RootsContradictory, words);
      expect(() => parseRoots(serializeRoots(contradictory))).to.throw(RootsContradictory, words);
    });
  }

  it("are none with a replaced device, kin and published counters", () => {
    const writer = new HistoryWriter(devices[0]);
    const leaves = [writer.cycle(), writer.cycle()];
    const replaced = replacedWorld({ devices, leaves, lastSequence: 2n, upTo: leaves }).roots;
    expect(() => requireConsistent(replaced)).not.to.throw();
    const kin = withPassport(
      { successor: "urn:battery:other" },
      { ...other, status: BatteryStatus.Repurposed, predecessors: [passport.batteryPassportIdentifier] },
    );
    expect(() => requireConsistent(kin)).not.to.throw();
    const earlier = withPassport({ counters: { ...counters, sequence: 9n } });
    expect(() => requireConsistent(earlier)).not.to.throw();
  });
});

function second(changes: Partial<Binding>): Binding {
  return bindingOf(devices[1], { continuity: Continuity.BothDevicesSigned, ...changes });
}

function countersOf() {
  const { record } = new HistoryWriter(devices[0]).cycle();
  if (record.type !== "ChargeCycle") throw new TypeError("no cycle");
  return record.counters;
}
