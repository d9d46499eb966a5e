import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { jsonText } from "../../network/files/generatedFile.js";
import {
  enterNetwork,
  initNetwork,
  keygenOrganisation,
  openNetwork,
  parseFounding,
  writeKeygenFolder,
  writeNetwork,
} from "../../network/index.js";
import { codeOf, fileOf, hostsText, knownKeys, TERMS, VALIDITY, withFolder } from "./support/foundings.js";

const COUNT = 4;
const CHAIN_ID = 20_260n;

/** A founded network's folder, and a place beside it. */
const founded = (use: (running: string, at: (name: string) => string) => void) =>
  withFolder((folder) => {
    const running = join(folder, "running");
    const network = initNetwork({
      ...TERMS,
      nodes: COUNT,
      orgs: "wxr:2,unicom:2",
      keys: knownKeys(COUNT),
      hosts: hostsText(COUNT),
      validity: VALIDITY,
    });
    writeNetwork(running, network);
    use(running, (name) => join(folder, name));
  });

/** Keys of nodes that come later, in a folder of their own. */
function keygen(out: string, org: string, options: object = {}): string {
  const { founding, kept } = keygenOrganisation({
    ...{ org, nodes: 1, chainId: CHAIN_ID, keys: knownKeys(1, 40), hosts: hostsText(1, 40), validity: VALIDITY },
    ...options,
  });
  writeKeygenFolder(out, kept, founding);
  return out;
}

describe("nodes that come to a chain which runs", () => {
  it("have the founders' files byte for byte, with the fingerprint that the founders compared", () => {
    founded((running, at) => {
      const network = enterNetwork({ running, own: keygen(at("keys"), "newcomer") });
      for (const name of ["consortium.json", "genesis.json", "static-nodes.json"]) {
        expect(fileOf(network, name), name).to.equal(readFileSync(join(running, name), "utf8"));
      }
      writeNetwork(at("out"), network);
      const opened = openNetwork(at("out"));
      expect(opened.nodes.map(({ name }) => name)).to.deep.equal(["newcomer-node-1"]);
      expect(opened.consortium.nodes).to.have.length(COUNT);
    });
  });

  it("know the founders' nodes and themselves", () => {
    founded((running, at) => {
      const network = enterNetwork({ running, own: keygen(at("keys"), "newcomer") });
      const listed = JSON.parse(fileOf(network, "nodes/newcomer-node-1/static-nodes.json")) as string[];
      expect(listed).to.have.length(COUNT + 1);
      for (const url of listed) {
        expect(fileOf(network, "nodes/newcomer-node-1/permissions_config.toml")).to.include(url);
      }
      expect(network.own.map(({ name }) => name)).to.deep.equal(["newcomer-node-1"]);
      expect(network.warnings.map(({ code }) => code)).to.include("ValidatorsInVain");
    });
  });

  it("may be a founder's further ones, with its account and its agency", () => {
    founded((running, at) => {
      const own = keygen(at("keys"), "unicom", { of: running, firstNumber: 3 });
      const founding = parseFounding(readFileSync(join(own, "unicom.founding.json"), "utf8"), "unicom");
      const unicom = openNetwork(running).consortium.organisations.find(({ name }) => name === "unicom");
      expect(founding.organisation).to.deep.equal(unicom);
      expect(founding.nodes[0]).to.include({ name: "unicom-node-3", validator: true });
      const { own: entered } = enterNetwork({ running, own });
      expect(entered.map(({ name }) => name)).to.deep.equal(["unicom-node-3"]);
    });
  });

  it("may follow the chain alone, and sign that they do", () => {
    founded((running, at) => {
      const own = keygen(at("keys"), "newcomer", { observer: true });
      const [node] = parseFounding(readFileSync(join(own, "newcomer.founding.json"), "utf8"), "newcomer").nodes;
      expect(node?.validator).to.equal(false);
      expect(enterNetwork({ running, own }).warnings).to.deep.equal(
        enterNetwork({ running, own: keygen(at("other"), "other", { observer: true }) }).warnings,
      );
    });
  });

  const refused: [what: string, code: string, make: (running: string, at: (name: string) => string) => unknown][] = [
    [
      "keys for another chain",
      "ChainIdDiffers",
      (running, at) => enterNetwork({ running, own: keygen(at("keys"), "newcomer", { chainId: 7n }) }),
    ],
    [
      "another organisation under a founder's name",
      "ConsortiumDuplicate",
      (running, at) => enterNetwork({ running, own: keygen(at("keys"), "unicom", { firstNumber: 3 }) }),
    ],
    [
      "a node's name that a founder's node has",
      "ConsortiumDuplicate",
      (running, at) => enterNetwork({ running, own: keygen(at("keys"), "unicom", { of: running }) }),
    ],
    [
      "a node's key that a founder's node has",
      "ConsortiumDuplicate",
      (running, at) => enterNetwork({ running, own: keygen(at("keys"), "newcomer", { keys: knownKeys(1) }) }),
    ],
    [
      "a host that a founder's node has",
      "ConsortiumDuplicate",
      (running, at) => enterNetwork({ running, own: keygen(at("keys"), "newcomer", { hosts: hostsText(1) }) }),
    ],
    [
      "a public file that is gone",
      "OwnFolderInvalid",
      (running, at) => {
        const own = keygen(at("keys"), "newcomer");
        rmSync(join(own, "newcomer.founding.json"));
        return enterNetwork({ running, own });
      },
    ],
    [
      "a public file that somebody changed",
      "NodeProofInvalid",
      (running, at) => {
        const own = keygen(at("keys"), "newcomer");
        const path = join(own, "newcomer.founding.json");
        const founding = JSON.parse(readFileSync(path, "utf8"));
        founding.nodes[0].validator = false;
        writeFileSync(path, jsonText(founding));
        return enterNetwork({ running, own });
      },
    ],
    [
      "keys of two organisations at once",
      "OwnFolderInvalid",
      (running, at) => {
        const own = keygen(at("keys"), "newcomer");
        cpSync(join(running, "organisations", "wxr"), join(own, "organisations", "wxr"), { recursive: true });
        return enterNetwork({ running, own });
      },
    ],
    [
      "a folder that is no network",
      "NetworkFolderInvalid",
      (_, at) => enterNetwork({ running: at("nowhere"), own: keygen(at("keys"), "newcomer") }),
    ],
    [
      "an agency's key that is not of its certificate",
      "OwnFolderInvalid",
      (running, at) => {
        const other = join(running, "organisations", "wxr", "agency.key");
        cpSync(other, join(running, "organisations", "unicom", "agency.key"));
        return keygen(at("keys"), "unicom", { of: running, firstNumber: 3 });
      },
    ],
    [
      "an organisation that the folder has no keys of",
      "OwnFolderInvalid",
      (running, at) => keygen(at("keys"), "elsewhere", { of: running }),
    ],
  ];
  for (const [what, code, make] of refused) {
    it(`are refused with ${what}`, () => {
      founded((running, at) => expect(codeOf(() => make(running, at))).to.equal(code));
    });
  }
});
