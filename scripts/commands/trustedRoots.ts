import { addressBookPath, readAddresses, readIgnitionRecord } from "../../deploy/addressBook.js";
import { type EvidenceBundle, type Hex, parseRoots, type Roots } from "../../protocol/index.js";
import { DirectoryUnknown } from "../chain/errors.js";
import { ROOT } from "../checks/repository.js";
import { readText } from "../commandLine/files.js";

/** Where trust comes from: a file, or a node and the address of its Directory. */
export interface TrustSource {
  readonly roots?: string;
  readonly rpc?: string;
  readonly directory?: Hex;
}

const DEFAULT_RPC = "http://127.0.0.1:8545";

/**
 * What the verification trusts. The evidence says which records and batches to ask for, never whom to ask.
 * @param cwd Directory whose address book knows the Directory.
 * @throws FileUnreadable, RootsUnreadable, SchemaUnsupported, NodeUnreachable, DirectoryUnknown, and what `readRoots` throws
 */
export async function trustedRoots(bundle: EvidenceBundle, source: TrustSource, cwd: string): Promise<Roots> {
  if (source.roots !== undefined) return parseRoots(readText(source.roots));
  // Loaded here, so that who trusts a file need not wait for a chain library.
  const { connect, readRoots } = await import("../../evidence/index.js");
  const { provider, ...identity } = await connect(source.rpc ?? process.env.WATTPROOF_RPC_URL ?? DEFAULT_RPC);
  try {
    const directory =
      source.directory ??
      readAddresses(addressBookPath(cwd), identity)?.Directory ??
      readIgnitionRecord(ROOT, identity.chainId)?.Directory;
    if (directory === undefined) throw new DirectoryUnknown(identity);
    const { batteryPassportIdentifier } = bundle.passport;
    return await readRoots({ provider, directory, passports: [batteryPassportIdentifier], batches: bundle.batches });
  } finally {
    provider.destroy();
  }
}
