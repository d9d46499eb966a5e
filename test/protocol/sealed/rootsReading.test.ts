import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { ContractRetired, type Hex, passportIdOf, toHex, WattproofError } from "../../../protocol/index.js";
import { readStoredRoots, SealedDirectoryEmpty, SealedStateUnreadable } from "../../../protocol/sealed/index.js";
import type { Reading } from "../../../protocol/sealed/storage/reading.js";
import { contentSlot, mappingSlot } from "../../../protocol/sealed/storage/slots.js";

const DIRECTORY: Hex = `0x${"d1".repeat(20)}`;
const REGISTRY = "0a".repeat(20);
const PASSPORTS = "0b".repeat(20);
const ANCHOR = "0c".repeat(20);
const IDENTIFIER = "B0005";
const DEVICE: Hex = `0x${"de".repeat(32)}`;
const BATCH = { stream: DEVICE, sequence: 1n, root: DEVICE };

const nameOf = (text: string): Hex => toHex(Uint8Array.from({ length: 32 }, (_, at) => text.charCodeAt(at) || 0));
const question = { directory: DIRECTORY, batteryPassportIdentifier: IDENTIFIER, batches: [BATCH] };

/** Storage by contract and slot; what is not in it is zero, or what `others` says. */
class Storage {
  readonly words = new Map<string, bigint>();
  asked = 0;

  set(address: string, slot: bigint, word: bigint): this {
    this.words.set(`0x${address.replace(/^0x/, "")}/${slot}`, word);
    return this;
  }

  read<T>(reading: Reading<T>, others: (slot: bigint) => bigint = () => 0n): T {
    let step = reading.next([]);
    while (!step.done) {
      this.asked += step.value.length;
      step = reading.next(step.value.map(({ address, slot }) => this.words.get(`${address}/${slot}`) ?? others(slot)));
    }
    return step.value;
  }
}

/** A Directory that names our contracts. */
function deployment(): Storage {
  const storage = new Storage();
  for (const [name, address] of [
    ["DeviceRegistry", REGISTRY],
    ["BatteryPassport", PASSPORTS],
    ["RecordAnchor", ANCHOR],
  ] as const) {
    const slot = mappingSlot(nameOf(name), 1n);
    storage.set(DIRECTORY, slot, 1n).set(DIRECTORY, contentSlot(slot), BigInt(`0x${address}`));
  }
  return storage;
}

/** The same with a passport and a device bound to it. */
function withPassport(): Storage {
  const passport = passportIdOf(IDENTIFIER);
  const slot = mappingSlot(passport, 6n);
  const bindings = mappingSlot(passport, 10n);
  const identifier = BigInt(`0x${Buffer.from(IDENTIFIER).toString("hex").padEnd(62, "0")}0a`);
  return deployment()
    .set(PASSPORTS, slot, identifier)
    .set(PASSPORTS, slot + 6n, 1n)
    .set(PASSPORTS, bindings, 1n)
    .set(PASSPORTS, contentSlot(bindings), BigInt(DEVICE))
    .set(REGISTRY, mappingSlot(DEVICE, 1n), 2n << 160n);
}

describe("reading stored roots", () => {
  it("finds what is there", () => {
    const { batches, devices, passports } = withPassport().read(readStoredRoots(question));
    expect(batches).to.deep.equal([]);
    expect(devices).to.deep.equal([{ device: DEVICE, kind: 2, signers: [], statuses: [] }]);
    expect(passports[0]).to.include({ batteryPassportIdentifier: IDENTIFIER, model: "", successor: null });
  });

  it("reads no batch for a battery without a passport", () => {
    const storage = deployment();
    expect(storage.read(readStoredRoots(question))).to.deep.equal({ batches: [], devices: [], passports: [] });
    expect(storage.asked).to.be.lessThan(20);
  });

  it("refuses a Directory that names nothing", () => {
    expect(() => new Storage().read(readStoredRoots(question))).to.throw(SealedDirectoryEmpty, "DeviceRegistry");
  });

  const retire = (storage: Storage, name: string) => {
    const names = mappingSlot(nameOf(name), 1n);
    return storage.set(DIRECTORY, names, 2n).set(DIRECTORY, contentSlot(names) + 1n, 1_700_000_000n << 160n);
  };

  it("refuses a registry that the consortium retired, and reads what a retired anchor holds", () => {
    expect(() => retire(withPassport(), "DeviceRegistry").read(readStoredRoots(question))).to.throw(
      ContractRetired,
      "DeviceRegistry",
    );
    const { passports } = retire(withPassport(), "RecordAnchor").read(readStoredRoots(question));
    expect(passports).to.have.length(1);
  });

  const passport = passportIdOf(IDENTIFIER);
  const slot = mappingSlot(passport, 6n);
  const bindings = mappingSlot(passport, 10n);
  const statuses = mappingSlot(DEVICE, 6n);
  const refused: readonly (readonly [string, (storage: Storage) => Storage])[] = [
    ["a device of no known kind", (storage) => storage.set(REGISTRY, mappingSlot(DEVICE, 1n), 9n << 160n)],
    [
      "a status that nobody knows",
      (storage) => storage.set(REGISTRY, statuses, 1n).set(REGISTRY, contentSlot(statuses), (77n << 48n) | 5n),
    ],
    ["a passport of no known status", (storage) => storage.set(PASSPORTS, slot + 6n, (9n << 160n) | 1n)],
    [
      "a binding that continues in no known way",
      (storage) => storage.set(PASSPORTS, contentSlot(bindings) + 1n, 9n << 176n),
    ],
    ["more bindings than there can be", (storage) => storage.set(PASSPORTS, bindings, 1n << 200n)],
    ["a text longer than any", (storage) => storage.set(PASSPORTS, slot + 1n, (1n << 40n) | 1n)],
    ["a short text that says it is long", (storage) => storage.set(PASSPORTS, slot + 1n, (31n << 1n) | 1n)],
    ["a short text of more than 31 bytes", (storage) => storage.set(PASSPORTS, slot + 1n, 64n)],
    ["a text that is no UTF-8", (storage) => storage.set(PASSPORTS, slot + 1n, (0xffn << 248n) | 2n)],
  ];
  for (const [what, spoil] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => spoil(withPassport()).read(readStoredRoots(question))).to.throw(SealedStateUnreadable);
    });
  }

  it("comes to an end on any storage, with roots or a named error", () => {
    const anyWord = fc.oneof(
      fc.bigInt({ min: 0n, max: 3n }),
      fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
      fc.bigInt({ min: 0n, max: 3n }).map((word) => word << 160n),
    );
    let read = 0;
    fc.assert(
      fc.property(fc.array(anyWord, { minLength: 1, maxLength: 20 }), (words) => {
        const others = (at: bigint) => words[Number(at % BigInt(words.length))] ?? 0n;
        try {
          deployment().read(readStoredRoots(question), others);
          read++;
        } catch (error) {
          expect(error).to.be.instanceOf(WattproofError);
        }
      }),
      { numRuns: 500 },
    );
    expect(read).to.be.greaterThan(0);
  });
});
