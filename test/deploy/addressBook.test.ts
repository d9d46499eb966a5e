import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import {
  AddressFileInvalid,
  addressBookPath,
  genesisHashesOf,
  ignitionDirectory,
  readAddresses,
  readIgnitionRecord,
  writeAddresses,
} from "../../deploy/addressBook.js";
import type { Hex } from "../../protocol/index.js";

const address = (digit: string): Hex => `0x${digit.repeat(40)}`;
const genesis = (digit: string): Hex => `0x${digit.repeat(64)}`;
const CHAIN = { chainId: 1337n, genesisHash: genesis("a") };
const RESTARTED = { chainId: 1337n, genesisHash: genesis("b") };

describe("address book", () => {
  let root: string;
  let book: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "wattproof-book-"));
    book = addressBookPath(root);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const put = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };

  it("is empty where none was written", () => {
    expect(readAddresses(book, CHAIN)).to.equal(undefined);
    expect(readIgnitionRecord(root, 1337n)).to.equal(undefined);
  });

  it("keeps chains apart by id and genesis, and replaces a chain's own entry", () => {
    writeAddresses(book, CHAIN, { Directory: address("1") });
    writeAddresses(book, RESTARTED, { Directory: address("2") });
    writeAddresses(book, { ...CHAIN, chainId: 1338n }, { Directory: address("3") });
    writeAddresses(book, CHAIN, { Directory: address("4"), Membership: address("5") });
    expect(readAddresses(book, CHAIN)).to.deep.equal({ Directory: address("4"), Membership: address("5") });
    expect(readAddresses(book, RESTARTED)).to.deep.equal({ Directory: address("2") });
    expect(readAddresses(book, { ...RESTARTED, chainId: 1338n })).to.equal(undefined);
    expect(readdirSync(dirname(book))).to.deep.equal(["addresses.json"]);
  });

  it("knows under which geneses it saw a set of addresses", () => {
    writeAddresses(book, CHAIN, { A: address("1"), B: address("2") });
    writeAddresses(book, RESTARTED, { B: address("2"), A: address("1") });
    expect(genesisHashesOf(book, 1337n, { A: address("1"), B: address("2") })).to.have.members([
      CHAIN.genesisHash,
      RESTARTED.genesisHash,
    ]);
    expect(genesisHashesOf(book, 1337n, { A: address("1") })).to.deep.equal([]);
    expect(genesisHashesOf(book, 1338n, { A: address("1"), B: address("2") })).to.deep.equal([]);
  });

  it("reads what Ignition recorded, by contract name and in lower case", () => {
    const path = join(ignitionDirectory(root, 1337n), "deployed_addresses.json");
    put(path, JSON.stringify({ "Wattproof#Directory": "0xabCDeF0123456789AbcdEf0123456789aBCDEF01" }));
    expect(readIgnitionRecord(root, 1337n)).to.deep.equal({ Directory: "0xabcdef0123456789abcdef0123456789abcdef01" });
  });

  const DAMAGED: Record<string, string> = {
    "cut short": '{"schema":',
    "another schema": '{"schema":"wattproof-addresses/2","chains":[]}',
    "an address that is none": JSON.stringify({
      schema: "wattproof-addresses/1",
      chains: [{ chainId: "1", genesisHash: genesis("a"), contracts: { Directory: "0x12" } }],
    }),
    "an unknown member": '{"schema":"wattproof-addresses/1","chains":[],"more":1}',
  };
  for (const [what, text] of Object.entries(DAMAGED)) {
    it(`refuses a damaged file, and does not write over it: ${what}`, () => {
      put(book, text);
      expect(() => readAddresses(book, CHAIN)).to.throw(AddressFileInvalid, book);
      expect(() => writeAddresses(book, CHAIN, {})).to.throw(AddressFileInvalid);
      expect(readFileSync(book, "utf8")).to.equal(text);
    });
  }

  it("refuses a damaged record of Ignition", () => {
    put(join(ignitionDirectory(root, 1337n), "deployed_addresses.json"), '{"Wattproof#Directory":7}');
    expect(() => readIgnitionRecord(root, 1337n)).to.throw(AddressFileInvalid, "deployed_addresses.json");
  });
});
