import { asciiWordText } from "../../protocol/deals/asciiWord.js";
import { quoted } from "../../protocol/errors.js";
import { PROPOSAL_KINDS } from "../../protocol/governance/proposalKinds.js";
import { roleText } from "../../protocol/governance/roles.js";
import type { Hex } from "../../protocol/hex.js";
import { nodeAddress } from "../../protocol/nodes/nodeId.js";
import type { Book } from "../book.js";
import type { CallValue, DecodedCall } from "./decodeCall.js";
import { listed } from "./listed.js";

type Args = DecodedCall["args"];
type Sentence = (args: Args, book: Book, target: Hex) => string | Promise<string>;

/** Longer ones could only drown the rest; what is left out is said, and is in the proposal's JSON. */
const LONGEST_VALUE = 2000;
/** A contract of 20 bytes with a P-256 key of 64, in hex. */
const LONGEST_SIGNER = 170;

/** What calls do, by contract and function. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  "Membership.admit": admitMember,
  "Membership.expel": async ({ organisation }, book) => {
    const nodes = book.nodes.filter((node) => node.organisation === organisation);
    const left = nodes.length === 0 ? "" : `, whose nodes stay until they are removed: ${namesOf(nodes)}`;
    return `Expel ${await book.account(organisation as Hex)} from the consortium${left}`;
  },
  "NodeRegistry.admit": admitNode,
  "NodeRegistry.remove": async ({ node }, book) => {
    const known = book.nodes.find(({ address }) => address === node);
    const of = known === undefined ? "" : `, ${roleOf(known)} of ${await book.account(known.organisation)}`;
    return `Remove the node ${book.node(node as Hex)}${of}`;
  },
  "NodeRegistry.revokeCertificate": ({ certificateHash }, book) =>
    `Revoke the certificate ${certificateText(certificateHash as Hex)}, ${holderOf(certificateHash, book)}`,
  "NodeRegistry.revokeNode": ({ node }, book) => {
    const known = book.nodes.find(({ address }) => address === node);
    const now = known === undefined ? "" : `, now ${certificateText(known.certificateHash)}, ${roleOf(known)}`;
    return `Revoke the certificate that the node ${book.node(node as Hex)} shows then${now}`;
  },
  "NodeRegistry.reinstateCertificate": ({ certificateHash }, book) =>
    `Reinstate the certificate ${certificateText(certificateHash as Hex)}, ${holderOf(certificateHash, book)}`,
  "Directory.set": ({ name, target }, book) => {
    const title = asciiWordText(name as Hex);
    const now = currentOf(title, book);
    return `Let the name ${quoted(title)} lead to ${book.contract(target as Hex)}${now === undefined ? ", a name that leads nowhere now" : ` instead of ${now}`}`;
  },
  "Directory.retire": ({ name }, book) => {
    const title = asciiWordText(name as Hex);
    const now = currentOf(title, book);
    return `Take ${quoted(title)} out of use${now === undefined ? "" : `, which is ${now} now`}: nobody's client uses it from then on`;
  },
  "AccessManager.grantRole": async ({ roleId, account, executionDelay }, book) => {
    const notice = executionDelay === 0n ? "" : `, acting with ${executionDelay} seconds of notice`;
    return `Grant ${await book.account(account as Hex)} the role ${roleText(roleId as bigint)}${notice}`;
  },
  "AccessManager.revokeRole": async ({ roleId, account }, book) =>
    `Revoke the role ${roleText(roleId as bigint)} of ${await book.account(account as Hex)}`,
  "AccessManager.execute": ({ target }, book) => `Have the AccessManager call ${book.contract(target as Hex)}`,
  "AccessManager.multicall": ({ data }) =>
    `Have the AccessManager do ${(data as readonly CallValue[]).length} things at once`,
  "EnergyToken.pause": () => "Pause the token: nobody transfers or mints it; redeeming goes on",
  "EnergyToken.unpause": () => "End the token's pause",
  "EnergyToken.setMintLimit": async ({ limit }, book, token) =>
    `Let single treasurers mint up to ${await book.money(token, limit as bigint)} within the token's window`,
  "EnergyToken.setTreasurers": ({ added, removed, threshold }) => {
    const list = (signers: CallValue | undefined) => listed((signers as readonly string[]).map(shortSigner));
    const adds = (added as readonly CallValue[]).length === 0 ? "" : `add ${list(added)}, `;
    const removes = (removed as readonly CallValue[]).length === 0 ? "" : `remove ${list(removed)}, `;
    return `Of those who sign in the token's quorums, ${adds}${removes}and have ${threshold} sign`;
  },
  "EnergyCertificate.setIssuingBody": async ({ account, appointed }, book) =>
    appointed
      ? `Appoint ${await book.account(account as Hex)} an issuing body`
      : `Dismiss ${await book.account(account as Hex)} as an issuing body`,
  "ConsortiumGovernor.classify": ({ target, selector, kind }, book) =>
    `Count calls of ${selector} on ${book.contract(target as Hex)} as ${PROPOSAL_KINDS[Number(kind)] ?? `kind ${kind}`}`,
  "ConsortiumGovernor.relay": ({ target }, book) => `Have the governor call ${book.contract(target as Hex)}`,
};

/** What a decoded call does: an imperative sentence without its full stop. Throws `ChainUnreadable`. */
export async function sentenceOf(contract: string, call: DecodedCall, target: Hex, book: Book): Promise<string> {
  const name = `${contract}.${call.function}`;
  const sentence = Object.hasOwn(SENTENCES, name) ? SENTENCES[name] : undefined;
  if (sentence !== undefined) return sentence(call.args, book, target);
  const args = Object.entries(call.args).map(([member, value]) => `${member}: ${shortText(value)}`);
  return `Call ${name}(${args.join(", ")})`;
}

/** A certificate's hash as people compare it: upper-case hex. */
export function certificateText(hash: Hex): string {
  return hash.slice(2).toUpperCase();
}

async function admitMember({ organisation, name }: Args, book: Book): Promise<string> {
  const namesake = book.members.find((member) => member.name === name && member.account !== organisation);
  const taken = namesake === undefined ? "" : `, a name that the member ${namesake.account} has already`;
  return `Admit ${await book.account(organisation as Hex)} to the consortium as ${quoted(String(name))}${taken}`;
}

async function admitNode({ admission }: Args, book: Book): Promise<string> {
  const { id, name, endpoint, organisation, certificateHash, validator } = admission as Record<string, CallValue>;
  const address = String(id).length === 130 ? nodeAddress(id as Hex) : "no address, since its id has not 64 bytes";
  const role = validator ? "a validator" : "an observer";
  const of = await book.account(organisation as Hex);
  return `Admit the node ${quoted(String(name))} (${address}) of ${of} at ${quoted(String(endpoint))} as ${role}, with the certificate ${certificateText(certificateHash as Hex)}`;
}

function holderOf(hash: CallValue | undefined, book: Book): string {
  const node = book.nodes.find(({ certificateHash }) => certificateHash === hash);
  return node === undefined
    ? "which no registered node shows"
    : `which the node ${book.node(node.address)} shows, ${roleOf(node)}`;
}

function roleOf({ validator, admittedAsValidator }: { validator: boolean; admittedAsValidator: boolean }): string {
  if (validator) return "a validator";
  return admittedAsValidator ? "no validator while its certificate is revoked" : "an observer";
}

function namesOf(nodes: readonly { readonly name: string }[]): string {
  return listed(nodes.map(({ name }) => quoted(name)));
}

function currentOf(title: string, { contracts }: Book): Hex | undefined {
  return [...contracts].find(([, { name, isCurrent }]) => isCurrent && name === title)?.[0];
}

/** Bytes of a signer: an address, a contract's and a key, or whatever somebody proposes. */
function shortSigner(signer: string): string {
  const left = signer.length - LONGEST_SIGNER;
  return left > 0 ? `${signer.slice(0, LONGEST_SIGNER)}… (${left} characters more)` : signer;
}

function shortText(value: CallValue): string {
  const text = JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? item.toString() : item));
  const left = text.length - LONGEST_VALUE;
  return left > 0 ? `${text.slice(0, LONGEST_VALUE)}… (${left} characters more)` : text;
}
