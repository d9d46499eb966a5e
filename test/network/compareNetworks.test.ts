import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { compareNetworks, fingerprintOfFolder } from "../../network/index.js";
import { makeTestNetwork, NODES, type TestNetwork } from "./support/testNetwork.js";

interface Shared {
  readonly governance: object;
  readonly config: object;
  readonly nodes: object[];
}

describe("the comparison of two networks' shared files", () => {
  let one: TestNetwork;
  let other: TestNetwork;
  beforeEach(() => {
    one = makeTestNetwork();
    other = makeTestNetwork();
  });
  afterEach(() => {
    one.remove();
    other.remove();
  });
  const compare = () => compareNetworks(one.folder, other.folder);
  const change = (file: string, changed: (value: Shared) => unknown) =>
    other.change(file, (text) => {
      const value = JSON.parse(text);
      return `${JSON.stringify(changed(value) ?? value, undefined, 2)}\n`;
    });

  it("finds nothing where all bytes are the same", () => {
    const { fingerprints, differences } = compare();
    expect(differences).to.deep.equal([]);
    expect(fingerprints.a).to.equal(fingerprints.b).and.to.equal(fingerprintOfFolder(one.folder));
  });

  it("names members of all three files, organisations and nodes by their names", () => {
    change("consortium.json", ({ governance, nodes }) => {
      Object.assign(governance, { votingPeriodS: 77 });
      Object.assign(nodes[1] as object, { port: 9 });
    });
    change("genesis.json", ({ config }) => Object.assign(config, { chainId: 5 }) && undefined);
    change("static-nodes.json", (list) => [...(list as unknown as readonly string[]), "enode://x"]);
    const { fingerprints, differences } = compare();
    expect(fingerprints.a).not.to.equal(fingerprints.b);
    expect(differences.map(({ file, path, b }) => [file, path, b])).to.deep.equal([
      ["consortium.json", "governance.votingPeriodS", "77"],
      ["consortium.json", `nodes.${NODES[1]}.port`, "9"],
      ["genesis.json", "config.chainId", "5"],
      ["static-nodes.json", "4", '"enode://x"'],
    ]);
  });

  it("has other fingerprints, and no members to name, where order or spaces alone differ", () => {
    change("consortium.json", ({ nodes }) => nodes.reverse() && undefined);
    const { fingerprints, differences } = compare();
    expect(differences).to.deep.equal([]);
    expect(fingerprints.a).not.to.equal(fingerprints.b);
  });

  it("refuses a folder without one of them, or with one that is no JSON", () => {
    other.change("consortium.json", () => "{");
    expect(compare).to.throw("consortium.json is no JSON").with.property("code", "NetworkFolderInvalid");
    rmSync(join(other.folder, "static-nodes.json"));
    expect(compare).to.throw("static-nodes.json cannot be read").with.property("code", "NetworkFolderInvalid");
    expect(() => fingerprintOfFolder(other.folder)).to.throw("static-nodes.json");
  });
});
