import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { makeGenesis } from "../../../network/genesis/makeGenesis.js";
import { VALIDATOR_CONTRACT, validatorContract } from "../../../network/genesis/validatorContract.js";
import { compareGenesis, parseGenesis, parseHardfork } from "../../../network/index.js";
import { decodeExtraData } from "../../../protocol/bft/index.js";
import type { Hex } from "../../../protocol/index.js";
import { codeOf, TERMS } from "../support/foundings.js";

const validators: Hex[] = [3, 1, 2, 4].map((at): Hex => `0x${at.toString().repeat(40)}`);
const sorted = [...validators].sort();

describe("a genesis", () => {
  it("has the pilot's consensus, free gas, and all forks from the first block on", () => {
    const genesis = makeGenesis(TERMS, validators);
    expect(genesis.config).to.deep.include({
      ...{ chainId: 20_260, zeroBaseFee: true, contractSizeLimit: 49_152, berlinBlock: 0, londonBlock: 0 },
      ...{ shanghaiTime: 0, cancunTime: 0, pragueTime: 0, osakaTime: 0 },
      qbft: { blockperiodseconds: 2, requesttimeoutseconds: 4, epochlength: 30_000 },
    });
    expect(genesis.config).not.to.have.property("ibft2");
    expect(Buffer.from(genesis.mixHash.slice(2), "hex").toString()).to.equal("ctical byzantine fault tolerance");
    expect(genesis.baseFeePerGas).to.equal("0x0");
  });

  it("lists the validators in ascending order, whatever the order given", () => {
    for (const consensus of ["qbft", "ibft2"] as const) {
      const { extraData, config } = makeGenesis({ ...TERMS, consensus }, validators);
      const extra = decodeExtraData(consensus, extraData);
      expect(extra).to.deep.include({ validators: sorted, vote: null, round: 0, seals: [] });
      expect(config).to.have.property(consensus);
    }
  });

  it("has a blob schedule for just the forks that it has", () => {
    const scheduleOf = (hardfork: "cancun" | "prague" | "osaka") => {
      const { config } = makeGenesis({ ...TERMS, hardfork }, validators);
      expect("osakaTime" in config).to.equal(hardfork === "osaka");
      expect("pragueTime" in config).to.equal(hardfork !== "cancun");
      return Object.keys(config.blobSchedule);
    };
    expect(scheduleOf("cancun")).to.deep.equal(["cancun"]);
    expect(scheduleOf("prague")).to.deep.equal(["cancun", "prague"]);
    expect(scheduleOf("osaka")).to.deep.equal(["cancun", "prague", "osaka"]);
  });

  it("refuses forks before cancun with the reason, and others by name", () => {
    for (const fork of ["shanghai", "paris", "london", "Shanghai", "berlin"]) {
      expect(() => parseHardfork(fork), fork)
        .to.throw("mcopy")
        .with.property("code", "HardforkUnfit");
    }
    for (const fork of ["", "amsterdam", "Osaka", "toString"]) {
      expect(() => parseHardfork(fork), fork)
        .to.throw("no hard fork that Wattproof knows")
        .with.property("code", "HardforkUnfit");
    }
  });

  it("refuses what no chain can have", () => {
    const made = (part: object, of = validators) => codeOf(() => makeGenesis({ ...TERMS, ...part }, of));
    expect(made({ chainId: 0n })).to.equal("ChainIdUnfit");
    expect(made({ chainId: 2n ** 53n })).to.equal("ChainIdUnfit");
    expect(made({ blockPeriodS: 0 })).to.equal("BlockPeriodUnfit");
    expect(made({ blockPeriodS: 0.5 })).to.equal("BlockPeriodUnfit");
    expect(made({ blockPeriodS: 3601 })).to.equal("BlockPeriodUnfit");
    expect(made({}, [])).to.equal("ValidatorSetInvalid");
    expect(made({}, [...validators, ...validators])).to.equal("ValidatorSetInvalid");
  });
});

describe("a genesis whose validators a contract selects", () => {
  const founders: Hex[] = [`0x${"f1".repeat(20)}`, `0x${"f2".repeat(20)}`];
  const genesis = makeGenesis(TERMS, validators, founders);

  it("names the contract, and no validators in its header", () => {
    expect(genesis.extraData).to.equal(
      "0xe5a00000000000000000000000000000000000000000000000000000000000000000c0c080c0",
    );
    expect((genesis.config as unknown as { qbft: object }).qbft).to.include({
      validatorcontractaddress: VALIDATOR_CONTRACT,
    });
  });

  it("has the contract's code, and in its storage the validators and the founders", () => {
    expect(Object.keys(genesis.alloc)).to.deep.equal([VALIDATOR_CONTRACT]);
    const { code, storage, balance } = validatorContract(validators, founders);
    expect(genesis.alloc).to.deep.equal({ [VALIDATOR_CONTRACT]: { code, storage, balance } });
    expect(Object.keys(storage)).to.have.length(2 + validators.length + founders.length);
    for (const [slot, word] of Object.entries(storage)) {
      for (const each of [slot, word]) expect(each).to.match(/^0x[0-9a-f]{64}$/);
    }
  });

  it("refuses sets of validators that no header may name either", () => {
    expect(codeOf(() => makeGenesis(TERMS, [], founders))).to.equal("ValidatorSetInvalid");
    const [first] = validators as [Hex];
    expect(codeOf(() => makeGenesis(TERMS, [first, first], founders))).to.equal("ValidatorSetInvalid");
  });
});

describe("two genesis files", () => {
  const genesis = makeGenesis(TERMS, validators);
  const changed = (change: (of: Record<string, unknown>) => void) => {
    const other: Record<string, unknown> = structuredClone(genesis);
    change(other);
    return other;
  };

  it("differ in nothing if only order and case of hex differ", () => {
    const other = changed((of) => {
      of.extraData = String(of.extraData).toUpperCase().replace("0X", "0x");
    });
    const reversed = Object.fromEntries(Object.entries(other).reverse());
    expect(compareGenesis(genesis, reversed)).to.deep.equal([]);
  });

  it("differ in each field that differs, by its path", () => {
    const other = changed((of) => {
      const config = of.config as Record<string, unknown>;
      config.qbft = { ...(config.qbft as object), blockperiodseconds: 5 };
      delete config.zeroBaseFee;
      of.gasLimit = "0x1";
      (of.alloc as Record<string, unknown>)["0xab"] = { balance: "1" };
    });
    expect(compareGenesis(genesis, other)).to.deep.equal([
      { path: "alloc.0xab", a: undefined, b: '{"balance":"1"}' },
      { path: "config.qbft.blockperiodseconds", a: "2", b: "5" },
      { path: "config.zeroBaseFee", a: "true", b: undefined },
      { path: "gasLimit", a: "0x3938700", b: "0x1" },
    ]);
  });

  it("differ in what any change of a leaf changes, and the other way round alike", () => {
    fc.assert(
      fc.property(fc.object(), fc.object(), (a, b) => {
        const there = compareGenesis(a, b);
        const back = compareGenesis(b, a);
        expect(back.map(({ path, a: x, b: y }) => ({ path, a: y, b: x }))).to.deep.equal(there);
        expect(compareGenesis(a, structuredClone(a))).to.deep.equal([]);
      }),
    );
  });

  it("are read from text that is one, and from no other", () => {
    expect(parseGenesis(JSON.stringify(genesis), "genesis.json")).to.deep.equal(genesis);
    for (const text of ["", "{", "[]", "null", "1", "{}", '{"config":1}', '{"config":[]}']) {
      expect(
        codeOf(() => parseGenesis(text, "genesis.json")),
        text,
      ).to.equal("GenesisInvalid");
    }
  });
});
