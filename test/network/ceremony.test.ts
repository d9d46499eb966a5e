import { generateKeyPairSync } from "node:crypto";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { jsonText } from "../../network/files/generatedFile.js";
import {
  type Founding,
  type FoundingPart,
  joinNetwork,
  keygenOrganisation,
  parseConsortium,
  parseFounding,
  writeKeygenFolder,
} from "../../network/index.js";
import { codeOf, fileOf, hostsText, knownKeys, TERMS, threeParts, VALIDITY, withFolder } from "./support/foundings.js";

const made = threeParts();
const part = ({ founding }: { founding: Founding }): FoundingPart => ({
  founding: parseFounding(jsonText(founding), `${founding.organisation.name}.founding.json`),
  source: `${founding.organisation.name}.founding.json`,
});
const parts = made.map(part);
const joined = (of: readonly FoundingPart[], terms: object = {}, own: readonly string[] = []) =>
  joinNetwork({ ...TERMS, ...terms, parts: of, own });

/** A founding of unicom's with something changed in it, as its file would hold it. */
const changed = (change: (of: Founding) => void, of = made[1]?.founding): string => {
  const copy = structuredClone(of) as Founding;
  change(copy);
  return jsonText(copy);
};
const codeOfChanged = (change: (of: Founding) => void) => codeOf(() => parseFounding(changed(change), "x.json"));
const keygen = (org: string, first: number, options: object = {}) =>
  keygenOrganisation({
    ...{ org, nodes: 1, chainId: 20_260n, keys: knownKeys(1, first), hosts: hostsText(1, first), validity: VALIDITY },
    ...options,
  });

describe("the founding ceremony", () => {
  it("gives all founders the same shared files, in whatever order they have the parts", () => {
    const { files, fingerprint } = joined(parts);
    expect(fingerprint).to.match(/^(?:[0-9a-f]{4} ){15}[0-9a-f]{4}$/);
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: 3, maxLength: 3 }), (shuffled) => {
        const again = joined(shuffled);
        expect(again.files).to.deep.equal(files);
        expect(again.fingerprint).to.equal(fingerprint);
      }),
      { numRuns: 6 },
    );
  });

  it("gives another fingerprint for anything on which founders differ", () => {
    const prints = [
      joined(parts),
      joined(parts.slice(1)),
      joined(parts, { consensus: "ibft2" }),
      joined(parts, { blockPeriodS: 3 }),
      joined(parts, { hardfork: "prague" }),
      joined([...parts.slice(1), part(keygen("wxr", 40))]),
    ].map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).to.equal(prints.length);
  });

  it("makes a consortium that anybody can check again", () => {
    const network = joined(parts);
    const consortium = parseConsortium(fileOf(network, "consortium.json"), "consortium.json");
    expect(consortium).to.deep.equal(network.consortium);
    expect(consortium.organisations.map(({ name }) => name)).to.deep.equal(["unicom", "wxbc", "wxr"]);
    expect(consortium.nodes.map(({ name }) => name)).to.deep.equal([
      ...["unicom-node-1", "wxbc-node-1", "wxr-node-1", "wxr-node-2"],
    ]);
    expect(consortium.chainId).to.equal("20260");
    expect(consortium.governance.thresholds["set-contract"]).to.equal("all");
  });

  it("needs nobody's keys for the shared files, and tells no secret in a public part", () => {
    const { files, own } = joined(parts);
    expect(files.map(({ path }) => path)).to.deep.equal([
      ...[".gitignore", "consortium.json", "genesis.json", "static-nodes.json"],
    ]);
    expect(own).to.have.length(0);
    for (const { founding, kept } of made) {
      const text = jsonText(founding);
      for (const { key, tlsKey } of kept.nodes) {
        expect(text).not.to.include(Buffer.from(key.secret).toString("hex"));
        expect(text).not.to.include(tlsKey.split("\n")[1]);
      }
      expect(text).not.to.include(Buffer.from(kept.account.secret).toString("hex"));
    }
  });

  it("gives each founder folders for its own nodes alone", () => {
    withFolder((folder) => {
      const [wxr] = made;
      if (!wxr) return expect.fail();
      writeKeygenFolder(join(folder, "keys"), wxr.kept, wxr.founding);
      const { files, own } = joined(parts, {}, [join(folder, "keys")]);
      expect(own.map(({ name }) => name)).to.deep.equal(["wxr-node-1", "wxr-node-2"]);
      const folders = new Set(files.map(({ path }) => path.split("/").slice(0, 2).join("/")));
      expect([...folders].filter((path) => /^(?:nodes|organisations)/.test(path))).to.deep.equal([
        ...["organisations/wxr", "nodes/wxr-node-1", "nodes/wxr-node-2"],
      ]);
      const key = files.find(({ path }) => path === "nodes/wxr-node-1/key");
      expect(key?.text).to.equal(readFileSync(join(folder, "keys", "nodes", "wxr-node-1", "key"), "utf8"));
      expect(joined(parts).fingerprint).to.equal(joined(parts, {}, [join(folder, "keys")]).fingerprint);
    });
  });

  it("takes a folder that has only some of one's nodes, for a machine that runs only these", () => {
    withFolder((folder) => {
      const [wxr] = made;
      if (!wxr) return expect.fail();
      writeKeygenFolder(join(folder, "keys"), wxr.kept, wxr.founding);
      rmSync(join(folder, "keys", "nodes", "wxr-node-1"), { recursive: true });
      expect(joined(parts, {}, [join(folder, "keys")]).own.map(({ name }) => name)).to.deep.equal(["wxr-node-2"]);
    });
  });

  it("refuses keys that are not those of the consortium, without a word of them", () => {
    const refused = (spoil: (keys: string) => void, own = ["keys"]) =>
      withFolder((folder) => {
        const [wxr] = made;
        if (wxr) writeKeygenFolder(join(folder, "keys"), wxr.kept, wxr.founding);
        spoil(join(folder, "keys"));
        try {
          joined(
            parts,
            {},
            own.map((name) => join(folder, name)),
          );
        } catch (error) {
          expect(JSON.stringify(error)).not.to.match(/0x[0-9a-f]{64}|BEGIN PRIVATE/);
          return (error as { code?: string }).code;
        }
        return undefined;
      });
    const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });
    expect(refused(() => undefined)).to.equal(undefined);
    for (const [path, text] of [
      ["nodes/wxr-node-1/key", `0x${"42".repeat(32)}`],
      ["nodes/wxr-node-1/key", "no key"],
      ["nodes/wxr-node-1/tls/node.key", p256.toString()],
      ["nodes/wxr-node-1/tls/node.key", "no key"],
      ["organisations/wxr/account.key", `0x${"42".repeat(32)}`],
      ["organisations/wxr/agency.key", p256.toString()],
      ["organisations/wxr/agency.key", "x".repeat(5000)],
    ] as const) {
      expect(
        refused((keys) => writeFileSync(join(keys, path), text)),
        path,
      ).to.equal("OwnFolderInvalid");
    }
    expect(refused((keys) => rmSync(join(keys, "nodes/wxr-node-2/tls/node.key")))).to.equal("OwnFolderInvalid");
    expect(refused((keys) => rmSync(join(keys, "organisations"), { recursive: true }))).to.equal("OwnFolderInvalid");
    expect(
      refused((keys) =>
        cpSync(join(keys, "organisations/wxr"), join(keys, "organisations/other"), { recursive: true }),
      ),
    ).to.equal("OwnFolderInvalid");
    expect(refused(() => undefined, ["keys", "keys"])).to.equal("OwnFolderInvalid");
    expect(refused(() => undefined, ["nothing"])).to.equal("OwnFolderInvalid");
  });
});

describe("a founder's public part", () => {
  it("is refused for another chain", () => {
    expect(codeOf(() => joined(parts, { chainId: 1n }))).to.equal("ChainIdDiffers");
    const other = part(keygen("other", 40, { chainId: 5n }));
    expect(codeOf(() => joined([...parts, other]))).to.equal("ChainIdDiffers");
    // What was signed for one chain does not count on another.
    expect(codeOfChanged((of) => (of.chainId = "5"))).to.equal("NodeProofInvalid");
  });

  it("is refused if it has what another has", () => {
    const clash = (other: { founding: Founding }) => codeOf(() => joined([...parts, part(other)]));
    expect(clash(keygen("other", 40))).to.equal(undefined);
    expect(clash(keygen("unicom", 40))).to.equal("ConsortiumDuplicate");
    expect(clash(keygen("other", 40, { hosts: hostsText(1, 11) }))).to.equal("ConsortiumDuplicate");
    // A key, and with it all that follows from it.
    expect(clash(keygen("other", 11, { hosts: hostsText(1, 40) }))).to.equal("ConsortiumDuplicate");
    expect(codeOf(() => joined([...parts, ...parts]))).to.equal("ConsortiumDuplicate");
  });

  it("is refused if its nodes are on a machine of its own while others are elsewhere", () => {
    const alone = part(keygen("other", 40, { hosts: undefined }));
    expect(() => joined([...parts, alone]))
      .to.throw("127.0.0.1")
      .with.property("code", "ConsortiumInvalid");
    const near = part(keygen("another", 41, { hosts: '["127.0.0.1:40000"]' }));
    expect(codeOf(() => joined([alone, near]))).to.equal(undefined);
  });

  it("is refused if a node did not sign for itself as it is", () => {
    const [first] = made[0]?.founding.nodes ?? [];
    const spoiled = (change: (node: Founding["nodes"][number]) => void) =>
      codeOfChanged((of) => {
        for (const node of of.nodes) change(node);
      });
    expect(spoiled((node) => (node.validator = false))).to.equal("NodeProofInvalid");
    expect(spoiled((node) => (node.proof = `0x${"00".repeat(65)}`))).to.equal("NodeProofInvalid");
    expect(spoiled((node) => (node.proof = first?.proof ?? "0x"))).to.equal("NodeProofInvalid");
    expect(codeOfChanged((of) => (of.organisation.account = `0x${"ab".repeat(20)}`))).to.equal("NodeProofInvalid");
    expect(spoiled((node) => (node.address = `0x${"ab".repeat(20)}`))).to.equal("ConsortiumInvalid");
    expect(spoiled((node) => (node.id = first?.id ?? "0x"))).to.equal("ConsortiumInvalid");
  });

  it("is refused if a certificate is not its agency's, or not bound to the node", () => {
    const stranger = keygen("unicom", 50).founding;
    const of = (change: (founding: Founding) => void) => codeOfChanged(change);
    const foreign = stranger.organisation.agencyCertificate;
    const [strange] = stranger.nodes;
    expect(of((f) => (f.organisation.agencyCertificate = foreign))).to.equal("CertificateInvalid");
    for (const pem of [
      "",
      "x",
      foreign.slice(0, 200),
      `${foreign}${foreign}`,
      `# note\n${foreign}`,
      strange?.certificate ?? "",
    ]) {
      expect(
        of((f) => (f.organisation.agencyCertificate = pem)),
        pem,
      ).to.equal("CertificateInvalid");
    }
    const withNode = (change: (node: Founding["nodes"][number]) => void) =>
      of((founding) => {
        for (const node of founding.nodes) change(node);
      });
    expect(withNode((node) => (node.host = "10.9.9.9"))).to.equal("CertificateInvalid");
    expect(withNode((node) => (node.port = 1))).to.equal("CertificateInvalid");
    expect(withNode((node) => (node.name = "unicom-node-2"))).to.equal("CertificateInvalid");
    expect(withNode((node) => (node.certificateHash = `0x${"ab".repeat(32)}`))).to.equal("CertificateInvalid");
    expect(
      withNode((node) => {
        node.certificate = strange?.certificate ?? "";
        node.certificateHash = strange?.certificateHash ?? "0x";
      }),
    ).to.equal("CertificateInvalid");
    // An agency's certificate is none of a node.
    expect(withNode((node) => (node.certificate = made[1]?.founding.organisation.agencyCertificate ?? ""))).to.equal(
      "CertificateInvalid",
    );
  });

  it("is refused if it is not as its schema says, by the path of what is wrong", () => {
    const raw = (change: (of: Record<string, unknown>) => void) => () => {
      parseFounding(changed(change as unknown as (of: Founding) => void), "x.json");
    };
    const cases: [string, (of: Record<string, unknown>) => void][] = [
      ["schema", (of) => (of.schema = "wattproof-founding/2")],
      ["chainId", (of) => (of.chainId = 20_260)],
      ["chainId", (of) => (of.chainId = "0")],
      ["chainId", (of) => (of.chainId = "99999999999999999999")],
      ["secret", (of) => (of.secret = "0x")],
      ["nodes", (of) => (of.nodes = [])],
      ["organisation.name", (of) => ((of.organisation as Record<string, unknown>).name = "../x")],
      ["nodes.0.id", (of) => ((of.nodes as Record<string, unknown>[])[0]!.id = `0x${"ab".repeat(64)}`)],
      ["nodes.0.host", (of) => ((of.nodes as Record<string, unknown>[])[0]!.host = "0.0.0.0")],
      ["nodes.0.port", (of) => ((of.nodes as Record<string, unknown>[])[0]!.port = 0)],
      ["nodes.0.name", (of) => ((of.nodes as Record<string, unknown>[])[0]!.name = "wxr-node-1")],
      ["nodes.0.organisation", (of) => ((of.nodes as Record<string, unknown>[])[0]!.organisation = "wxr")],
      ["nodes.0.proof", (of) => delete (of.nodes as Record<string, unknown>[])[0]!.proof],
    ];
    for (const [path, change] of cases) {
      expect(raw(change), path).to.throw(`at "${path}"`).with.property("code", "ConsortiumInvalid");
    }
    for (const text of ["", "{", "null", "[]", "1", '"x"']) {
      expect(
        codeOf(() => parseFounding(text, "x.json")),
        text,
      ).to.equal("ConsortiumInvalid");
    }
  });

  it("never makes anything but a named error of whatever is in it", () => {
    const text = jsonText(made[1]?.founding);
    const mutations = fc.record({
      at: fc.nat(text.length - 1),
      replaced: fc.string({ maxLength: 3 }),
      length: fc.nat(40),
    });
    fc.assert(
      fc.property(mutations, ({ at, replaced, length }) => {
        const other = text.slice(0, at) + replaced + text.slice(at + length);
        const code = codeOf(() => parseFounding(other, "x.json"));
        if (code === undefined) expect(JSON.parse(other)).to.deep.equal(JSON.parse(text));
        else expect(code).to.match(/^(?:ConsortiumInvalid|CertificateInvalid|NodeProofInvalid|ConsortiumDuplicate)$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a consortium's document", () => {
  it("says which terms are allowed to whoever writes others under governance", () => {
    const cases: readonly [string, (terms: Record<string, unknown>) => void][] = [
      ["governance.votingPeriodS", (terms) => (terms.votingPeriodS = 0)],
      ["governance.blocksBetweenChanges", (terms) => (terms.blocksBetweenChanges = 86_401)],
      [
        "governance.thresholds.admit-node",
        (terms) => Object.assign(terms.thresholds as object, { "admit-node": "half" }),
      ],
    ];
    for (const [path, change] of cases) {
      const other = JSON.parse(text);
      change(other.governance);
      expect(() => parseConsortium(JSON.stringify(other), "x.json"))
        .to.throw(`at "${path}"`)
        .with.property("next")
        .that.contains("votingPeriodS and executionWindowS are 1 to 315360000 s")
        .and.contains("0 to 86400")
        .and.contains("majority, two-thirds, all");
    }
  });

  const text = fileOf(joined(parts), "consortium.json");
  const spoiled = (change: (of: Record<string, unknown>) => void) => () => {
    const value = JSON.parse(text);
    change(value);
    parseConsortium(JSON.stringify(value), "consortium.json");
  };

  it("may name accounts for roles that are open to accounts, and no others", () => {
    const account = `0x${"ab".repeat(20)}`;
    expect(codeOf(spoiled((of) => (of.roles = { oracle: [account], treasurer: [account] })))).to.equal(undefined);
    expect(codeOf(spoiled((of) => (of.roles = { issuer: [account] })))).to.equal("ConsortiumInvalid");
    expect(codeOf(spoiled((of) => (of.roles = { oracle: ["0x"] })))).to.equal("ConsortiumInvalid");
  });

  it("is refused if a rule of its governance is missing or unknown", () => {
    type Rules = Record<string, unknown>;
    const rules = (change: (of: Rules) => void) =>
      spoiled((of) => change((of.governance as Rules).thresholds as Rules));
    expect(rules((of) => delete of["set-contract"])).to.throw('at "governance.thresholds.set-contract"');
    expect(rules((of) => (of["set-contract"] = "half"))).to.throw('at "governance.thresholds.set-contract"');
    expect(rules((of) => (of.other = "all"))).to.throw('at "governance.thresholds.other"');
  });
});
