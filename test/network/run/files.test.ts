import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { ChainDataDiffers, findBesu, LogFollower, readTail, requireOwnChain } from "../../../network/index.js";
import { NodeEnded } from "../../../network/run/errors.js";
import { lastWords } from "../../../network/run/lastWords.js";
import { makeTestNetwork, NODES, type TestNetwork } from "../support/testNetwork.js";

describe("files of running nodes", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wattproof-files-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  describe("Besu is found", () => {
    const program = (name: string, mode = 0o755) => {
      mkdirSync(join(folder, "bin"), { recursive: true });
      const path = join(folder, "bin", name);
      writeFileSync(path, "#!/bin/sh\n");
      chmodSync(path, mode);
      return path;
    };
    const codeOf = (environment: NodeJS.ProcessEnv) => {
      try {
        return findBesu(environment);
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };

    it("where BESU_BIN names it, before any on the PATH", () => {
      const [named, other] = [program("my-besu"), program("besu")];
      expect(findBesu({ BESU_BIN: named, PATH: join(folder, "bin") })).to.equal(named);
      expect(findBesu({ PATH: `/nowhere::${join(folder, "bin")}` })).to.equal(other);
      expect(findBesu({ BESU_BIN: "", PATH: join(folder, "bin") })).to.equal(other);
    });

    it("nowhere, with the way to get it: what cannot be run, or is a folder, is no program", () => {
      expect(codeOf({ PATH: join(folder, "bin") })).to.equal("BesuMissing");
      expect(codeOf({})).to.equal("BesuMissing");
      expect(codeOf({ BESU_BIN: program("besu", 0o644), PATH: join(folder, "bin") })).to.equal("BesuMissing");
      expect(codeOf({ BESU_BIN: folder })).to.equal("BesuMissing");
    });
  });

  describe("a log", () => {
    it("is read from its end, also a last line that was broken off", () => {
      const path = join(folder, "besu.log");
      expect(readTail(path, 5)).to.deep.equal([]);
      writeFileSync(path, "one\ntwo\nthree\nunfinis");
      expect(readTail(path, 2)).to.deep.equal(["three", "unfinis"]);
      writeFileSync(path, `${"x".repeat(2 * 1024 * 1024)}\nlast\n`);
      expect(readTail(path, 5)).to.deep.equal(["last"]);
    });

    it("is followed over its rotation, without a line twice", () => {
      const path = join(folder, "besu.log");
      writeFileSync(path, "before\n");
      const follower = new LogFollower(path);
      expect(follower.read()).to.deep.equal([]);
      appendFileSync(path, "one\ntw");
      expect(follower.read()).to.deep.equal(["one"]);
      appendFileSync(path, "o\n");
      expect(follower.read()).to.deep.equal(["two"]);
      renameSync(path, join(folder, "besu-1.log"));
      expect(follower.read()).to.deep.equal([]);
      writeFileSync(path, "new\n");
      expect(follower.read()).to.deep.equal(["new"]);
      expect(follower.read()).to.deep.equal([]);
    });

    it("is followed from its first line if it comes later", () => {
      const path = join(folder, "besu.log");
      const follower = new LogFollower(path);
      writeFileSync(path, "first\n");
      expect(follower.read()).to.deep.equal(["first"]);
    });
  });

  describe("data of a chain", () => {
    let network: TestNetwork;
    before(() => {
      network = makeTestNetwork();
    });
    after(() => network.remove());
    const node = () => network.open().nodes[0]!;
    const started = () => requireOwnChain(node());
    const fieldsAfter = (change: (text: string) => string): unknown => {
      let before = "";
      network.change("genesis.json", (text) => {
        before = text;
        return change(text);
      });
      try {
        started();
        return undefined;
      } catch (error) {
        expect(error).to.be.instanceOf(ChainDataDiffers);
        return (error as ChainDataDiffers).facts.fields;
      } finally {
        network.change("genesis.json", () => before);
      }
    };

    it("are taken up again with the same genesis", () => {
      started();
      started();
      expect(existsSync(join(network.folder, "nodes", NODES[0], "data", "genesis-of-these-data.json"))).to.equal(true);
    });

    it("are refused with another, whose differing members are named", () => {
      expect(fieldsAfter((text) => text.replace('"chainId": 20260', '"chainId": 20261'))).to.equal("config.chainId");
      expect(fieldsAfter((text) => text.replace('"epochlength": 30000', '"epochlength": 1'))).to.equal(
        "config.qbft.epochlength",
      );
      expect(fieldsAfter((text) => text.replace('"alloc": {}', '"alloc": {"00": {"balance": "1"}}'))).to.equal(
        "alloc.00",
      );
    });

    it("are taken up with a later fork or another period, on which all may agree", () => {
      expect(fieldsAfter((text) => text.replace('"osakaTime": 0', '"osakaTime": 0, "bpo1Time": 9'))).to.equal(
        undefined,
      );
      expect(fieldsAfter((text) => text.replace('"blockperiodseconds": 1', '"blockperiodseconds": 5'))).to.equal(
        undefined,
      );
    });

    it("that were begun by other means are left to Besu", () => {
      const data = join(network.folder, "nodes", NODES[1], "data");
      writeFileSync(join(data, "DATABASE_METADATA.json"), "{}");
      requireOwnChain(network.open().nodes[1]!);
      expect(existsSync(join(data, "genesis-of-these-data.json"))).to.equal(false);
    });

    it("of the other storage format are told of in whole, without what the log has before it", () => {
      const at = node();
      const reason = `Failed to start Besu: Database format mismatch: DB at /${"srv/".repeat(30)}data is FOREST but config expects BONSAI.`;
      mkdirSync(join(at.folder, "logs"), { recursive: true });
      writeFileSync(
        join(at.folder, "logs", "besu.log"),
        `2026-11-22 20:32:38.914Z | main | ERROR | Besu | ${reason}\n`,
      );
      const { said } = lastWords(network.folder, at);
      expect(said).to.equal(reason);
      expect(new NodeEnded(at.name, said).message).to.contain("FOREST but config expects BONSAI");
    });

    it("of another chain are known by what Besu says when it ends", () => {
      const at = node();
      mkdirSync(join(network.folder, "run"), { recursive: true });
      writeFileSync(
        join(network.folder, "run", `${at.name}.log`),
        "Supplied genesis block does not match chain data stored in /x.\n",
      );
      expect(lastWords(network.folder, at).isOfOtherChain).to.equal(true);
      writeFileSync(join(network.folder, "run", `${at.name}.log`), "Error: no such option\nPlease read the manual\n");
      expect(lastWords(network.folder, at)).to.deep.equal({ said: "Error: no such option", isOfOtherChain: false });
    });
  });
});
