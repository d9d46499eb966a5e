import { readFileSync } from "node:fs";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { expect } from "chai";
import { encodeRlp } from "ethers";
import { describe, it } from "mocha";
import { headerOfAnswer } from "../../../protocol/bft/index.js";
import { fromHex, type Hex, toHex } from "../../../protocol/index.js";
import {
  nodesOfAnswer,
  ProofAnswerInvalid,
  ProofNodeInvalid,
  ProofNodeMissing,
  ProvenState,
  Witness,
} from "../../../protocol/sealed/index.js";
import { pathOf, referenceTrie } from "./support/referenceTrie.js";

/** EIP-1186. */
interface ProofAnswer {
  readonly address: Hex;
  readonly balance: Hex;
  readonly nonce: Hex;
  readonly storageHash: Hex;
  readonly codeHash: Hex;
  readonly accountProof: readonly Hex[];
  readonly storageProof: readonly { readonly key: Hex; readonly value: Hex; readonly proof: readonly Hex[] }[];
}

const { block, proofs, source }: { block: unknown; proofs: readonly ProofAnswer[]; source: string } = JSON.parse(
  readFileSync(new URL("../../fixtures/proofs/anvil.json", import.meta.url), "utf8"),
);
const { stateRoot } = headerOfAnswer(block);

function witnessOf(answers: readonly ProofAnswer[]): Witness {
  const witness = new Witness();
  for (const answer of answers) {
    for (const node of nodesOfAnswer(answer, answer.storageProof.length)) witness.add(node);
  }
  return witness;
}

describe(`a state that a node proves (${source.split(":")[0]})`, () => {
  for (const answer of proofs) {
    it(`holds what the node says of ${answer.address}: its account, and each slot, zero too`, () => {
      const state = new ProvenState(stateRoot, witnessOf([answer]));
      const account = state.accountAt(answer.address);
      expect(account?.balance ?? 0n).to.equal(BigInt(answer.balance));
      expect(account?.nonce ?? 0n).to.equal(BigInt(answer.nonce));
      if (account !== undefined) {
        expect(account).to.include({ storageRoot: answer.storageHash, codeHash: answer.codeHash });
      }
      for (const { key, value } of answer.storageProof) {
        expect(state.wordAt(answer.address, BigInt(key))).to.equal(BigInt(value));
      }
    });
  }

  it("says nothing of a slot that was not asked for", () => {
    const [contract] = proofs as [ProofAnswer];
    const state = new ProvenState(stateRoot, witnessOf([contract]));
    expect(() => state.wordAt(contract.address, 2n)).to.throw(ProofNodeMissing);
    const withoutProof = { ...contract, storageProof: [] };
    expect(() => new ProvenState(stateRoot, witnessOf([withoutProof])).wordAt(contract.address, 0n)).to.throw(
      ProofNodeMissing,
    );
  });

  it("says nothing of another contract or of another block", () => {
    const [contract, single] = proofs as [ProofAnswer, ProofAnswer];
    const state = new ProvenState(stateRoot, witnessOf([contract]));
    expect(() => state.wordAt(single.address, 7n)).to.throw(ProofNodeMissing);
    const elsewhere = new ProvenState(`0x${"01".repeat(32)}`, witnessOf([contract]));
    expect(() => elsewhere.accountAt(contract.address)).to.throw(ProofNodeMissing);
  });

  const refused: readonly (readonly [string, unknown])[] = [
    ["null", null],
    ["a text", "0x"],
    ["no account's proof", { ...proofs[0], accountProof: undefined }],
    ["a slot less than asked for", { ...proofs[0], storageProof: proofs[0]?.storageProof.slice(1) }],
    ["a slot's proof that is null", { ...proofs[3], storageProof: [null] }],
    ["a slot's proof that is no list", { ...proofs[3], storageProof: [{ proof: "0x" }] }],
    ["a node that is no hex", { ...proofs[3], accountProof: ["f8"] }],
    ["a node of half bytes", { ...proofs[3], accountProof: ["0xf85"] }],
    ["a node in capitals", { ...proofs[3], accountProof: ["0xF8"] }],
    ["an empty node", { ...proofs[3], accountProof: ["0x"] }],
    ["a node of more than a kilobyte", { ...proofs[3], accountProof: [`0x${"00".repeat(1025)}`] }],
    ["more nodes than any path has", { ...proofs[3], accountProof: Array(66).fill("0xc0") }],
  ];
  for (const [what, answer] of refused) {
    it(`is not read from an answer with ${what}`, () => {
      const slots = proofs[(answer as ProofAnswer | null)?.address === proofs[0]?.address ? 0 : 3]?.storageProof.length;
      expect(() => nodesOfAnswer(answer, slots ?? 0)).to.throw(ProofAnswerInvalid);
    });
  }
});

describe("a state whose leaves are none", () => {
  const address: Hex = `0x${"0a".repeat(20)}`;
  const key = fromHex(address);
  const hash = `0x${"01".repeat(32)}`;
  const word = new Uint8Array(32);

  /** A state of one account with one slot, of the given leaves. */
  const stateOf = (slot: unknown, account: (storageRoot: string) => unknown) => {
    const storage = referenceTrie(new Map([[pathOf(word), fromHex(encodeRlp(slot as string))]]));
    const state = referenceTrie(new Map([[pathOf(key), fromHex(encodeRlp(account(storage.root) as string[]))]]));
    const witness = new Witness();
    for (const node of [...storage.nodes, ...state.nodes]) witness.add(node);
    return new ProvenState(state.root, witness);
  };
  const plain = (storageRoot: string) => ["0x01", "0x", storageRoot, hash];

  it("are read where they are some", () => {
    const state = stateOf("0x2a", plain);
    expect(state.wordAt(address, 0n)).to.equal(42n);
    expect(state.accountAt(address)).to.include({ nonce: 1n, balance: 0n, codeHash: hash });
  });

  const refused: readonly (readonly [string, unknown, (storageRoot: string) => unknown])[] = [
    ["a slot that says zero, where none should be", "0x", plain],
    ["a slot with a leading zero", "0x002a", plain],
    ["a slot of 33 bytes", `0x${"2a".repeat(33)}`, plain],
    ["a slot that is a list", ["0x2a"], plain],
    ["an account of three members", "0x2a", (root) => ["0x01", "0x", root]],
    ["an account of five members", "0x2a", (root) => [...plain(root), "0x"]],
    ["an account that is a text", "0x2a", () => `0x${"02".repeat(40)}`],
    ["an account with a nonce of a leading zero", "0x2a", (root) => ["0x0001", "0x", root, hash]],
    ["an account with a balance of 33 bytes", "0x2a", (root) => ["0x01", `0x${"01".repeat(33)}`, root, hash]],
    ["an account whose storage root is short", "0x2a", () => ["0x01", "0x", "0x0102", hash]],
    ["an account whose code hash is a list", "0x2a", (root) => ["0x01", "0x", root, []]],
  ];
  for (const [what, slot, account] of refused) {
    it(`are refused: ${what}`, () => {
      expect(() => stateOf(slot, account).wordAt(address, 0n)).to.throw(ProofNodeInvalid);
    });
  }

  it("hold no value with a byte after its end", () => {
    const leaf = Uint8Array.of(0x2a, 0x00);
    const storage = referenceTrie(new Map([[pathOf(word), leaf]]));
    const state = referenceTrie(new Map([[pathOf(key), fromHex(encodeRlp(plain(storage.root)))]]));
    const witness = new Witness();
    for (const node of [...storage.nodes, ...state.nodes]) witness.add(node);
    expect(toHex(keccak_256(storage.nodes[0] as Uint8Array))).to.equal(storage.root);
    expect(() => new ProvenState(state.root, witness).wordAt(address, 0n)).to.throw(ProofNodeInvalid);
  });
});
