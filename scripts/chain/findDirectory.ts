import { type ChainIdentity, ignitionDirectory, readAddresses, readIgnitionRecord } from "../../deploy/addressBook.js";
import type { Hex } from "../../protocol/index.js";
import { ROOT } from "../checks/repository.js";
import { DirectoryUnknown } from "./errors.js";
import { userAddressBook } from "./userAddressBook.js";

/** Who said where the `Directory` stands; `path` is null where it was said on the command line. */
export type DirectorySource =
  | { readonly kind: "option"; readonly path: null }
  | { readonly kind: "addressBook" | "deploymentRecord" | "rootsFile"; readonly path: string };

export interface FoundDirectory {
  readonly directory: Hex;
  readonly directoryFrom: DirectorySource;
}

/**
 * Where a chain's `Directory` stands: what the user says, else the user's address book, else what Ignition recorded in
 * the repository that this file is part of. Nothing is looked for in the directory that the user stands in.
 * @throws HomeUnknown, AddressFileInvalid, DirectoryUnknown
 */
export function findDirectory(chain: ChainIdentity, said: Hex | undefined): FoundDirectory {
  if (said !== undefined) return { directory: said, directoryFrom: { kind: "option", path: null } };
  const book = userAddressBook();
  const inBook = readAddresses(book, chain)?.Directory;
  if (inBook !== undefined) return { directory: inBook, directoryFrom: { kind: "addressBook", path: book } };
  const recorded = readIgnitionRecord(ROOT, chain.chainId)?.Directory;
  if (recorded === undefined) throw new DirectoryUnknown(chain, book);
  const path = ignitionDirectory(ROOT, chain.chainId);
  return { directory: recorded, directoryFrom: { kind: "deploymentRecord", path } };
}
