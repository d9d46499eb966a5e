import { expect } from "chai";
import {
  AbiCoder,
  concat,
  hexlify,
  type Interface,
  id,
  keccak256,
  SigningKey,
  TypedDataEncoder,
  toUtf8Bytes,
} from "ethers";
import { describe, it } from "mocha";
import { readBook, readProposals } from "../../governance/index.js";
import { decide, propose } from "../contracts/ConsortiumGovernor/voting.js";
import { fresh } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";
import { type Founded, foundConsortium } from "../support/chain/founded.js";
import { type Admission, TestNode } from "../support/chain/nodes.js";
import { consortiumOf } from "./consortiumOf.js";

const MARKER = "TEXT-OF-32-BYTES-THAT-IS-REPLACED";
const BROKEN = `0x${"ff".repeat(MARKER.length)}` as const;
/** What becomes of it: one sign for each byte. */
const REPLACED = "\ufffd".repeat(MARKER.length);

/** A call whose text `MARKER` is no UTF-8, which ethers would not write. */
function broken(abi: Interface, method: string, ...args: readonly unknown[]): string {
  return abi.encodeFunctionData(method, args).replace(hexlify(toUtf8Bytes(MARKER)).slice(2), BROKEN.slice(2));
}

async function proposeBroken({ nodes, governor, members, validators }: Founded): Promise<void> {
  const data = nodes.interface.encodeFunctionData("remove", [validators[0]!.address]);
  const args = [[await nodes.getAddress()], [0n], [data], MARKER];
  const transaction = { to: governor.target, data: broken(governor.interface, "propose", ...args) };
  await (await members[2]!.sendTransaction(transaction)).wait();
}

/** What the node of this name signs for its admission, with the broken name: EIP-712 hashes a text's bytes, whatever they are. */
function proofOf({ id: key, endpoint, organisation, certificateHash, validator }: Admission): string {
  const type =
    "NodeAdmission(bytes id,string name,string endpoint,address organisation,bytes32 certificateHash,bool validator,uint64 nonce)";
  const types = ["bytes32", "bytes32", "bytes32", "bytes32", "address", "bytes32", "bool", "uint64"];
  const hashes = [id(type), keccak256(key), keccak256(BROKEN), id(endpoint)];
  const struct = AbiCoder.defaultAbiCoder().encode(types, [...hashes, organisation, certificateHash, validator, 0n]);
  const domain = TypedDataEncoder.hashDomain({ name: "Wattproof Nodes", version: "1", chainId: 31337n });
  return new SigningKey(bytes32Of(`key of ${MARKER}`)).sign(keccak256(concat(["0x1901", domain, keccak256(struct)])))
    .serialized;
}

describe("governance: texts that are no UTF-8", () => {
  it("in a proposal's description hide neither it nor another proposal", async () => {
    const c = await fresh(foundConsortium);
    const data = c.membership.interface.encodeFunctionData("expel", [c.members[1]!.address]);
    await propose(c, c.members[2]!, [{ to: c.membership, data }], "one");
    await proposeBroken(c);
    const consortium = await consortiumOf(c);
    const proposals = await readProposals(consortium, await readBook(consortium));
    expect(proposals.map(({ id, words }) => [id, words])).to.deep.equal([
      [2, REPLACED],
      [1, "one"],
    ]);
    expect(proposals[0]?.calls[0]?.says).to.match(/^Remove the node "node 1"/);
  });

  it("in a member's name hide no member, and are told as bytes where they are proposed", async () => {
    const c = await fresh(foundConsortium);
    const account = lower(c.stranger.address);
    await decide(c, [{ to: c.membership, data: broken(c.membership.interface, "admit", account, MARKER) }]);
    const consortium = await consortiumOf(c);
    const book = await readBook(consortium);
    expect(book.members).to.have.length(8);
    expect(book.members.find((member) => member.account === account)?.name).to.equal(REPLACED);
    expect(await book.account(account))
      .to.include(REPLACED)
      .and.include(account);
    const [proposal] = await readProposals(consortium, book);
    expect(proposal?.calls[0]?.says).to.include("nobody here can decode it");

    const expel = c.membership.interface.encodeFunctionData("expel", [account]);
    await decide(c, [{ to: c.membership, data: expel }], "Out");
    const later = await readBook(await consortiumOf(c));
    expect(await later.account(account))
      .to.include(REPLACED)
      .and.include("no member now");
  });

  it("in a node's name hide no node", async () => {
    const c = await fresh(foundConsortium);
    const node = new TestNode(MARKER);
    const admission = node.admission(c.members[0]!, { validator: false });
    const data = broken(c.nodes.interface, "admit", admission, proofOf(admission));
    await decide(c, [{ to: c.nodes, data }]);
    const { nodes } = await readBook(await consortiumOf(c));
    expect(nodes).to.have.length(8);
    expect(nodes.at(-1)).to.include({ name: REPLACED, endpoint: node.endpoint });
  });
});
