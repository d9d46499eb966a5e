import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { BATTERY_PASSPORT_LAYOUT } from "../../../protocol/sealed/contracts/batteryLayout.js";
import { DEVICE_REGISTRY_LAYOUT } from "../../../protocol/sealed/contracts/deviceRegistry.js";
import { DIRECTORY_LAYOUT } from "../../../protocol/sealed/contracts/directory.js";
import { RECORD_ANCHOR_LAYOUT } from "../../../protocol/sealed/contracts/recordAnchor.js";
import type { ContractLayout } from "../../../protocol/sealed/storage/layout.js";
import { ROOT } from "../../../scripts/checks/repository.js";
import { type StorageLayout, storageLayouts } from "./support/storageLayout.js";

const LAYOUTS = [DIRECTORY_LAYOUT, RECORD_ANCHOR_LAYOUT, DEVICE_REGISTRY_LAYOUT, BATTERY_PASSPORT_LAYOUT];

/** Where the compiler puts what we read, in the words of our layout: each variable and struct by its name. */
function laidOut({ contract, variables, structs }: ContractLayout, { storage, types }: StorageLayout) {
  const typeOf = (name: string) => types[name] ?? { label: "no type", numberOfBytes: "0" };
  return {
    contract,
    variables: Object.fromEntries(
      Object.keys(variables).map((label) => {
        const found = storage.find((each) => each.label === label);
        return [label, found && { slot: BigInt(found.slot), type: typeOf(found.type).label }];
      }),
    ),
    structs: Object.fromEntries(
      Object.keys(structs).map((name) => {
        const found = Object.values(types).find(({ label }) => label === `struct ${name}`);
        const members = found?.members?.map(({ label, slot, offset, type }) => [
          label,
          { slot: Number(slot), offset, bytes: Number(typeOf(type).numberOfBytes) },
        ]);
        return [name, members && { words: Number(found?.numberOfBytes) / 32, members: Object.fromEntries(members) }];
      }),
    ),
  };
}

/** What differs between our layout and the compiler's, by name. */
function differences(ours: ContractLayout, compiler: StorageLayout): string[] {
  const theirs = laidOut(ours, compiler);
  const shown = (value: unknown) =>
    JSON.stringify(value, (_, each) => (typeof each === "bigint" ? each.toString() : each)) ?? "gone";
  return (["variables", "structs"] as const).flatMap((kind) =>
    Object.entries(ours[kind])
      .filter(([name, value]) => shown(value) !== shown(theirs[kind][name]))
      .map(
        ([name, value]) => `${ours.contract}.${name}: ${shown(value)} is ${shown(theirs[kind][name])} to the compiler`,
      ),
  );
}

describe("where contracts keep what sealed evidence proves", () => {
  const compiled = storageLayouts(LAYOUTS.map(({ contract }) => contract));

  for (const layout of LAYOUTS) {
    it(`is what the compiler says of ${layout.contract}`, () => {
      expect(Object.keys(layout.variables)).to.not.have.length(0);
      expect(differences(layout, compiled.get(layout.contract) as StorageLayout)).to.deep.equal([]);
    });
  }

  it("would be noticed to move, by name", () => {
    const path = "contracts/RecordAnchor.sol";
    const source = readFileSync(join(ROOT, path), "utf8");
    const moved = source.replace("mapping(bytes32 stream => Stream) private _streams;", "$& uint256 private _more;");
    expect(moved).to.not.equal(source);
    const after = storageLayouts(["RecordAnchor"], { [path]: moved }).get("RecordAnchor") as StorageLayout;
    const [difference, ...others] = differences(RECORD_ANCHOR_LAYOUT, after);
    expect(others).to.deep.equal([]);
    expect(difference).to.include("RecordAnchor._slots").and.to.include('"slot":"3"');
  });

  it("would be noticed to change within a struct, by name", () => {
    const path = "contracts/types/Passports.sol";
    const source = readFileSync(join(ROOT, path), "utf8");
    const changed = source.replace(
      "    uint64 lastSequence;\n    uint48 boundAtS;",
      "    uint48 boundAtS;\n    uint64 lastSequence;",
    );
    expect(changed).to.not.equal(source);
    const after = storageLayouts(["BatteryPassport"], { [path]: changed }).get("BatteryPassport") as StorageLayout;
    const found = differences(BATTERY_PASSPORT_LAYOUT, after);
    expect(found.map((each) => each.split(":")[0])).to.deep.equal(["BatteryPassport.DeviceBinding"]);
  });
});
