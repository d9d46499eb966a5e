import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { nodesNamed, openNetwork } from "../../../network/index.js";
import { VALIDATORS } from "../support/chainDouble.js";
import { knownKey, makeTestNetwork, NODES, type TestNetwork } from "../support/testNetwork.js";

describe("opening a network's folder", () => {
  let network: TestNetwork;
  beforeEach(() => {
    network = makeTestNetwork({ rpcPort: 8545 });
  });
  afterEach(() => network.remove());

  const errorOf = (call: () => unknown = () => openNetwork(network.folder)) => {
    try {
      call();
    } catch (error) {
      return error as { code?: string; message: string };
    }
    throw new Error("nothing was refused");
  };

  it("finds the nodes whose keys are there, with their ports", () => {
    const { nodes, consortium } = openNetwork(network.folder);
    expect(consortium.consensus).to.equal("qbft");
    expect(nodes.map(({ name, address }) => [name, address])).to.deep.equal(
      NODES.map((name, at) => [name, VALIDATORS[at]?.address]),
    );
    expect(nodes[1]?.rpcUrl).to.equal("http://127.0.0.1:8555");
    expect(nodes[1]?.listeners.map(({ service, host, port }) => `${service} ${host}:${port}`)).to.deep.equal([
      "devp2p 127.0.0.1:30304",
      "JSON-RPC 127.0.0.1:8555",
      "WebSocket 127.0.0.1:8556",
      "metrics 127.0.0.1:9555",
    ]);
  });

  it("leaves out nodes whose keys are elsewhere, and takes one that came later", () => {
    rmSync(join(network.folder, "nodes", NODES[2], "key"));
    mkdirSync(join(network.folder, "nodes", "later-node-1"));
    for (const name of ["config.toml", "key"]) {
      const text = name === "key" ? knownKey(9) : "";
      writeFileSync(join(network.folder, "nodes", "later-node-1", name), text);
    }
    network.change("nodes/later-node-1/config.toml", () =>
      [
        'genesis-file = "../../genesis.json"',
        'data-path = "data"',
        "p2p-port = 30399",
        "rpc-http-enabled = true",
        "rpc-http-port = 8999",
      ].join("\n"),
    );
    const names = openNetwork(network.folder).nodes.map(({ name }) => name);
    expect(names).to.deep.equal(["later-node-1", NODES[0], NODES[1], NODES[3]]);
  });

  it("refuses a folder that is none of a network", () => {
    expect(errorOf(() => openNetwork(join(network.folder, "nodes"))).code).to.equal("NetworkFolderInvalid");
    rmSync(join(network.folder, "genesis.json"));
    expect(errorOf()).to.include({ code: "NetworkFolderInvalid" });
    expect(errorOf().message).to.contain("genesis.json cannot be read (ENOENT)");
  });

  it("refuses a key that is not the listed node's, or none at all, without showing it", () => {
    network.change(`nodes/${NODES[0]}/key`, () => knownKey(7));
    expect(errorOf().message).to.contain(`another key than consortium.json lists for ${NODES[0]}`);
    network.change(`nodes/${NODES[0]}/key`, () => "0xsecret-of-mine");
    expect(errorOf().message).to.contain("is no private key").and.not.to.contain("secret-of-mine");
  });

  it("refuses a configuration that says not where the node is asked", () => {
    const path = `nodes/${NODES[0]}/config.toml`;
    const cases: readonly [(text: string) => string, string][] = [
      [(text) => text.replace(/^rpc-http-port = .*$/m, "rpc-http-port = 99999"), "at rpc-http-port"],
      [(text) => text.replace("rpc-http-enabled = true", "rpc-http-enabled = false"), "at rpc-http-enabled"],
      [(text) => text.replace(/^p2p-port.*$/m, ""), "at p2p-port"],
      [(text) => text.replace(/^rpc-http-host = .*$/m, 'rpc-http-host = "evil.example"'), "at rpc-http-host"],
      [(text) => `${text}\n= =`, "is no TOML"],
    ];
    for (const [change, why] of cases) {
      let before = "";
      network.change(path, (text) => {
        before = text;
        return change(text);
      });
      expect(errorOf().message).to.contain(why);
      network.change(path, () => before);
    }
  });

  it("names the nodes that there are if another is asked for", () => {
    const opened = openNetwork(network.folder);
    expect(nodesNamed(opened, [NODES[1]]).map(({ name }) => name)).to.deep.equal([NODES[1]]);
    expect(nodesNamed(opened)).to.have.length(4);
    expect(errorOf(() => nodesNamed(opened, [NODES[0], "../../etc"]))).to.include({ code: "NodeNotHere" });
    expect(errorOf(() => nodesNamed({ ...opened, nodes: [] })).code).to.equal("NodeNotHere");
  });
});
