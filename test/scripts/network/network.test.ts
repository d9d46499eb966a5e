import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type Finished, wattproof } from "../support/wattproof.js";

describe("wattproof network", function () {
  this.timeout(300_000);
  let folder: string;
  const run = (...args: readonly string[]) => wattproof(["network", ...args], { cwd: folder });
  const json = async (...args: readonly string[]) => {
    const { code, stdout } = await run(...args, "--json");
    return { code, ...JSON.parse(stdout) };
  };
  const file = (...path: readonly string[]) => readFileSync(join(folder, ...path), "utf8");

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "wattproof-network-"));
    const keys = Array.from({ length: 7 }, (_, at) => `0x${(at + 1).toString(16).padStart(64, "0")}`);
    writeFileSync(join(folder, "keys.json"), JSON.stringify(keys));
    writeFileSync(join(folder, "twice.json"), JSON.stringify([...keys.slice(0, 6), keys[0]]));
    writeFileSync(join(folder, "hosts.json"), JSON.stringify(["10.0.0.1:30303"]));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  describe("init", () => {
    const PILOT = ["--nodes", "7", "--orgs", "wxr:4,unicom:2,wxbc:1"];
    let first: Finished;

    before(async () => {
      first = await run("init", "--out", "pilot", ...PILOT, "--consensus", "qbft", "--keys", "keys.json");
    });

    it("writes the pilot's network, and notes what its founders should know", () => {
      expect(first.code, first.stderr).to.equal(0);
      expect(first.stdout).to.include(
        "pilot: chain 20260, qbft, 7 nodes of 3 organisations, 7 of them with keys here.",
      );
      expect(first.stdout).to.match(
        /unicom-node-1 0x[0-9a-f]{40} 127\.0\.0\.1:30307 {2}RPC http:\/\/127\.0\.0\.1:8585$/m,
      );
      expect(first.stderr).to.include("note: OrganisationCanHalt: wxr holds 4 of 7");
      expect(first.stderr).to.include("note: OrganisationCanRewrite: wxr holds 4 of 7");
      expect(readdirSync(join(folder, "pilot")).sort()).to.deep.equal([
        ...[".env", ".gitignore", "README.md", "alertmanager", "consortium.json", "docker-compose.yml", "genesis.json"],
        ...["grafana", "mosquitto", "nodes", "organisations", "prometheus", "run", "static-nodes.json", "systemd"],
      ]);
      expect(readdirSync(join(folder, "pilot", "nodes", "unicom-node-2")).sort()).to.deep.equal([
        ...["address", "config.toml", "data", "docker", "key", "key.pub", "log4j2.xml", "logs"],
        ...["permissions_config.toml", "static-nodes.json", "tls"],
      ]);
    });

    it("writes the same files again from the same keys, and says so with --json alone", async () => {
      const { code, fingerprint, warnings, nodes } = await json(
        "init",
        "--out",
        "again",
        ...PILOT,
        "--keys",
        "keys.json",
      );
      expect(code).to.equal(0);
      expect(first.stdout).to.include(fingerprint);
      expect(warnings.map(({ code: each }: { code: string }) => each)).to.deep.equal([
        ...["OrganisationCanHalt", "OrganisationCanRewrite"],
      ]);
      expect(nodes).to.have.length(7);
      const files = readdirSync(join(folder, "pilot"), { recursive: true, withFileTypes: true, encoding: "utf8" });
      for (const { parentPath, name } of files.filter((entry) => entry.isFile())) {
        const path = join(parentPath, name);
        expect(readFileSync(path.replace("/pilot/", "/again/"), "utf8"), path).to.equal(readFileSync(path, "utf8"));
      }
    });

    it("refuses by name, and leaves nothing behind", async () => {
      const refusals: [string, string[]][] = [
        ["OutFolderUnfit", ["--out", "pilot", "--nodes", "4"]],
        ["HardforkUnfit", ["--out", "x", "--nodes", "4", "--hardfork", "shanghai"]],
        ["NodeKeysInvalid", ["--out", "x", ...PILOT, "--keys", "twice.json"]],
        ["HostsInvalid", ["--out", "x", "--nodes", "4", "--hosts", "hosts.json"]],
        ["FileUnreadable", ["--out", "x", "--nodes", "4", "--hosts", "missing.json"]],
        ["UsageInvalid", ["--out", "x", "--nodes", "0"]],
        ["UsageInvalid", ["--out", "x", "--nodes", "4", "--consensus", "clique"]],
      ];
      const before = readdirSync(folder);
      for (const [name, args] of refusals) {
        const { code, error } = await json("init", ...args);
        expect(error?.code, args.join(" ")).to.equal(name);
        expect(code).to.equal(name === "UsageInvalid" ? 2 : 1);
      }
      expect(readdirSync(folder)).to.deep.equal(before);
    });
  });

  describe("keygen and join", () => {
    it("found a chain of companies of which none holds another's keys", async () => {
      for (const [at, org] of ["a", "b", "c", "d"].entries()) {
        writeFileSync(join(folder, `${org}.hosts.json`), JSON.stringify([`10.0.0.${at + 1}:30303`]));
        const made = await json(
          "keygen",
          "--org",
          org,
          "--nodes",
          "1",
          "--hosts",
          `${org}.hosts.json`,
          "--out",
          `${org}-keys`,
        );
        expect(made.code, JSON.stringify(made)).to.equal(0);
        expect(made.founding).to.equal(join(`${org}-keys`, `${org}.founding.json`));
      }
      const parts = ["a", "b", "c", "d"].map((org) => join(`${org}-keys`, `${org}.founding.json`));
      const ofA = await json("join", ...parts, "--own", "a-keys", "--out", "a-chain");
      const ofD = await json("join", ...[...parts].reverse(), "--own", "d-keys", "--out", "d-chain");
      expect(ofA.fingerprint).to.be.a("string").and.to.equal(ofD.fingerprint);
      expect(ofA.warnings).to.deep.equal([]);
      for (const name of ["consortium.json", "genesis.json", "static-nodes.json"]) {
        expect(file("a-chain", name)).to.equal(file("d-chain", name));
      }
      expect(readdirSync(join(folder, "a-chain", "nodes"))).to.deep.equal(["a-node-1"]);
      expect(readdirSync(join(folder, "d-chain", "organisations"))).to.deep.equal(["d"]);
      expect(file("a-chain", "nodes", "a-node-1", "key")).to.equal(file("a-keys", "nodes", "a-node-1", "key"));
    });

    it("note that nodes without --hosts are on this machine alone", async () => {
      const { code, stderr } = await run("keygen", "--org", "e", "--nodes", "1", "--out", "e-keys");
      expect(code, stderr).to.equal(0);
      expect(stderr).to.contain("note: Without --hosts the nodes are on 127.0.0.1");
    });

    it("say where RPC is of one's own nodes, which --rpc-port counts from", async () => {
      const parts = ["a", "d"].map((org) => join(`${org}-keys`, `${org}.founding.json`));
      const { nodes } = await json("join", ...parts, "--own", "d-keys", "--out", "two", "--rpc-port", "9100");
      expect(nodes.map(({ rpc }: { readonly rpc: string | null }) => rpc)).to.deep.equal([
        null,
        "http://127.0.0.1:9100",
      ]);
    });

    it("refuse a part that somebody changed on its way", async () => {
      const part = JSON.parse(file("b-keys", "b.founding.json"));
      part.nodes[0].validator = false;
      writeFileSync(join(folder, "b.changed.json"), JSON.stringify(part));
      const { code, error } = await json("join", "a-keys/a.founding.json", "b.changed.json", "--out", "x");
      expect(code).to.equal(1);
      expect(error.code).to.equal("NodeProofInvalid");
      expect(existsSync(join(folder, "x"))).to.equal(false);
    });
  });

  describe("compare", () => {
    it("says that two founders have the same", async () => {
      const { code, isSame, fingerprints } = await json("compare", "a-chain", "d-chain");
      expect(isSame).to.equal(true);
      expect(code).to.equal(0);
      expect(fingerprints.a).to.equal(fingerprints.b);
      expect((await run("fingerprint", "a-chain")).stdout).to.equal(`${fingerprints.a}\n`);
    });

    it("names terms that one founder changed, with both fingerprints", async () => {
      cpSync(join(folder, "a-chain"), join(folder, "e-chain"), { recursive: true });
      const terms = JSON.parse(file("a-chain", "consortium.json"));
      terms.governance.votingPeriodS = 77;
      writeFileSync(join(folder, "e-chain", "consortium.json"), JSON.stringify(terms, undefined, 2));
      const { code, stdout } = await run("compare", "a-chain", "e-chain");
      expect(code).to.equal(1);
      expect(stdout).to.match(/consortium\.json: governance\.votingPeriodS: \d+ in a-chain, 77 in e-chain/);
      const { fingerprint } = await json("fingerprint", "e-chain");
      expect(stdout).to.include(`${fingerprint}  e-chain`);
    });

    it("names the fields in which two genesis files differ, with exit code 1", async () => {
      const genesis = JSON.parse(file("a-chain", "genesis.json"));
      genesis.config.qbft.blockperiodseconds = 9;
      writeFileSync(join(folder, "other.json"), JSON.stringify(genesis));
      const { code, stdout } = await run("compare", "a-chain", "other.json");
      expect(code).to.equal(1);
      expect(stdout).to.include("config.qbft.blockperiodseconds: 2 in a-chain, 9 in other.json");
      expect(stdout).not.to.match(/([0-9a-f]{4} ){15}/);
      const { error } = await json("compare", "a-chain", "keys.json");
      expect(error.code).to.equal("GenesisInvalid");
    });
  });
});
