import { expect } from "chai";
import { keccak256, toUtf8Bytes } from "ethers";
import { after, before, describe, it } from "mocha";
import { type Hex, lotIdOf } from "../../../protocol/index.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

describe("wattproof lot", function () {
  this.timeout(600_000);
  let terminal: Terminal;
  let maker: Hex;
  let grid: Hex;
  const { run, done, refused } = jsonCommands(() => terminal, "lot");

  /** Creates a lot of the maker's, and returns its id. */
  const create = async (item: string, quantity: string, ...more: string[]): Promise<Hex> =>
    (await done("create", "--item", item, "--quantity", quantity, "--unit", "kg", "--from", maker, ...more)).lot;
  const told = async (...args: string[]) => {
    const { code, stdout, stderr } = await terminal.run("lot", ...args, "--directory", terminal.directory);
    expect(code, stderr).to.equal(0);
    return stdout;
  };

  before(async () => {
    terminal = await openTerminal();
    [maker, grid] = [lower(terminal.consortium.maker.address), lower(terminal.consortium.grid.address)];
    terminal.write("certificate.txt", "pure");
  });
  after(() => terminal?.close());

  it("creates a lot under the id that its salt gives, with its certificate's hash, and shows it by its label", async () => {
    const salt = bytes32Of("label");
    const wish = ["--item", "Ore", "--batch", "B7", "--certificate", "certificate.txt", "--quantity", "12.5"];
    const made = await done("create", ...wish, "--unit", "kg", "--salt", salt, "--from", maker);
    const lots = lower(await terminal.consortium.lots.getAddress());
    const chainId = (await terminal.consortium.lots.runner!.provider!.getNetwork()).chainId;
    expect(made.lot).to.equal(lotIdOf({ chainId, lots, maker, salt }));
    const label = made.lot.slice(2);
    expect(await done("show", label.toUpperCase())).to.deep.include({
      ...{ lot: made.lot, label, kind: "goods", state: "kept", custodian: maker, item: "Ore", batch: "B7", unit: "kg" },
      ...{
        quantity: "12.5",
        certificate: keccak256(toUtf8Bytes("pure")),
        offeredTo: null,
        packedIn: null,
        parents: [],
      },
    });
    const shown = await told("show", label, "--qr");
    expect(shown).to.include(`Lot ${label} 12.5 kg of Ore, batch B7 is kept.`).and.to.include("▄");
    expect(await told("show", label)).not.to.include("▄");
  });

  it("splits, merges, packs, hands over in two steps, and traces both ways, custodians by name", async () => {
    const [iron, chromium] = [await create("Iron", "6"), await create("Chromium", "4")];
    const steel = await create("Steel", "10", "--of", iron, chromium);
    const { parts } = await done("split", steel, "--parts", "7.5,2.5", "--from", maker);
    expect(parts.map(({ quantity }: { quantity: string }) => quantity)).to.deep.equal(["7.5", "2.5"]);
    const [big, small] = parts.map(({ lot }: { lot: Hex }) => lot) as [Hex, Hex];
    const other = await create("Steel", "1");
    const { lot: merged } = await done("merge", small, other, "--from", maker);
    const { lot: box } = await done("pack", merged, "--item", "Pallet", "--from", maker);
    expect(await done("show", merged)).to.include({ packedIn: box, quantity: "3.5" });
    expect((await refused("offer-custody", merged, "--to", "Grid Operator", "--from", maker)).code).to.equal(
      "LotsInPackage",
    );

    expect((await refused("accept-custody", box, "--from", grid)).code).to.equal("LotsNotOffered");
    await done("offer-custody", box, "--to", "Grid Operator", "--from", maker);
    expect(await done("show", box)).to.include({ offeredTo: grid, custodian: maker });
    await done("offer-custody", box, "--withdraw", "--from", maker);
    expect((await refused("accept-custody", box, "--from", grid)).code).to.equal("LotsNotOffered");
    await done("offer-custody", box, "--to", grid, "--from", maker);
    expect(await done("accept-custody", box, "--from", grid)).to.include({ from: maker, custodian: grid });

    const up = await done("trace", box, "--up");
    expect(up.origins).to.have.members([iron, chromium, other]);
    const down = await done("trace", iron, "--down");
    expect(down.present).to.have.members([big, merged]);
    expect(down.packages.map(({ lot }: { lot: Hex }) => lot)).to.deep.equal([box]);
    const names = await Promise.all([maker, grid].map((each) => terminal.consortium.membership.nameOf(each)));
    expect(down.custodians).to.have.deep.members([
      { account: maker, name: names[0], lots: [big] },
      { account: grid, name: names[1], lots: [merged] },
    ]);
    const words = await told("trace", iron, "--down");
    expect(words).to.include("2 of them are there still").and.to.include(`Grid Operator (${grid}) has`);
    expect(words).to.include(`package ${box.slice(2)} Pallet`);
    expect(await told("trace", box, "--up"))
      .to.include("3 origins")
      .and.to.include("6 kg of Iron");

    expect((await done("unpack", box, "--from", grid)).contents).to.deep.equal([merged]);
    expect(await done("show", box)).to.include({ state: "unpacked" });
    expect(await done("show", merged)).to.include({ packedIn: null, custodian: grid, state: "kept" });
  });

  it("says by name what the contract refuses, with quantities in units", async () => {
    const lot = await create("Ore", "10");
    const fault = await refused("split", lot, "--parts", "7,2", "--from", maker);
    expect(fault.code).to.equal("LotsQuantityNotConserved");
    expect(fault.message).to.include("quantity 10").and.to.include("parts 9");
    expect((await refused("unpack", lot, "--from", maker)).code).to.equal("LotsNotPackage");
    expect((await refused("pack", lot, "--from", grid)).code).to.equal("LotsNotCustodian");
    expect((await refused("merge", lot, await create("Sand", "1"), "--from", maker)).code).to.equal(
      "LotsDifferentGoods",
    );
    const stranger = lower(terminal.consortium.stranger.address);
    const wish = ["--item", "Ore", "--quantity", "1", "--unit", "kg"];
    expect((await refused("create", ...wish, "--from", stranger)).code).to.equal("LotsNotMember");
    for (const args of [["show"], ["trace", "--up"], ["accept-custody", "--from", maker]]) {
      const [word = "", ...rest] = args;
      expect((await refused(word, "ab".repeat(12), ...rest)).code).to.equal("LotUnknown");
    }
  });

  it("refuses what makes no sense before it asks the chain", async () => {
    const lot = "ab".repeat(12);
    for (const wish of [
      ["trace", lot],
      ["trace", lot, "--up", "--down"],
      ["offer", lot, "--from", maker],
      ["offer", lot, "--to", grid, "--withdraw", "--from", maker],
    ]) {
      const { code, result } = await run(...wish);
      expect([code, result.error.code], wish.join(" ")).to.deep.equal([2, "UsageInvalid"]);
    }
  });

  it("shows hostile text on one line, without what steers a terminal", async () => {
    const lot = await create("Ore\n\u001b[31mpaid", "1");
    const shown = await told("show", lot);
    expect(shown.split("\n")[0]).to.include("\\u{a}\\u{1b}[31mpaid is kept.");
  });
});
