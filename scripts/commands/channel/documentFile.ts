import {
  type ChannelDocument,
  type ChannelDocumentKind,
  channelDocumentJson,
  type Hex,
  parseChannelDocument,
} from "../../../protocol/index.js";
import type { ChainAccount, TypedData } from "../../chain/openAccount.js";
import { type Signing, signTold } from "../../chain/signTold.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { printResult } from "../../commandLine/print.js";
import { type ChannelsHere, typedOf } from "./channelHere.js";
import { ChannelDocumentForeign } from "./errors.js";

/**
 * Reads what the other party's command printed, and makes sure that it is of this contract.
 * @throws FileUnreadable, FileTooLarge, ChannelDocumentUnreadable, SchemaUnsupported, ChannelDocumentForeign
 */
export function readDocument<T extends object>(
  { where }: ChannelsHere,
  path: string,
  kind: ChannelDocumentKind<T>,
): ChannelDocument<T> {
  const document = parseChannelDocument(readText(path, SMALL_FILE_BYTES), kind);
  const { chainId, channels } = document.contract;
  if (chainId !== where.chainId || channels !== where.channels) {
    throw new ChannelDocumentForeign(path, `is for the channels of ${channels} on chain ${chainId}`);
  }
  return document;
}

/** Signs, after saying what, and prints. It is JSON in any case, since it goes into a file. */
export async function printSigned<T extends object>(
  here: ChannelsHere,
  account: ChainAccount,
  wish: Pick<Signing, "says" | "details"> & {
    readonly kind: ChannelDocumentKind<T>;
    readonly types: TypedData["types"];
    readonly signed: T;
  },
): Promise<void> {
  const { kind, types, signed, ...words } = wish;
  const signature = await signTold(here.chain, account, { ...words, typed: typedOf(here, types, signed) });
  printDocument(kind, { contract: here.where, signed, signature, signer: account.address });
}

/** Prints what was signed. */
export function printDocument<T extends object>(kind: ChannelDocumentKind<T>, document: ChannelDocument<T>): void {
  printResult(channelDocumentJson(kind, document), [], { json: true });
}

/** Signatures of both parties, of whom the one that sends needs none. Throws `ChannelDocumentForeign`. */
export function bySender(
  path: string,
  parties: { readonly owner: Hex; readonly partner: Hex },
  sender: Hex,
  { signer, signature }: { readonly signer: Hex; readonly signature: Hex },
): readonly [owner: Hex, partner: Hex] {
  const { owner, partner } = parties;
  if (signer === owner && sender === partner) return [signature, "0x"];
  if (signer === partner && sender === owner) return ["0x", signature];
  if (signer === sender) {
    const next = "Hand the file to the other party, which runs this command from its own account.";
    throw new ChannelDocumentForeign(path, `is signed by you yourself (${sender}); the other party sends it`, next);
  }
  throw new ChannelDocumentForeign(path, `is signed by ${signer}, and ${sender} is not the other party`);
}
