import { type EvidenceBundle, type Hex, parseRoots, type Roots } from "../../protocol/index.js";
import { type DirectorySource, findDirectory } from "../chain/findDirectory.js";
import { readText } from "../commandLine/files.js";

/** Where trust comes from: a file, or a node and the address of its Directory. */
export interface TrustSource {
  readonly roots?: string;
  readonly rpc?: string;
  readonly directory?: Hex;
}

/** What evidence is judged by, and who said where its Directory stands. */
export interface TrustedRoots {
  readonly roots: Roots;
  readonly directoryFrom: DirectorySource;
}

const DEFAULT_RPC = "http://127.0.0.1:8545";

/**
 * What the verification trusts. The evidence says which records and batches to ask for, never whom to ask; nor do files
 * that may lie beside it.
 * @throws FileUnreadable, FileTooLarge, RootsUnreadable, SchemaUnsupported, NodeUnreachable, and what `findDirectory` and
 *   `readRoots` throw
 */
export async function trustedRoots(bundle: EvidenceBundle, source: TrustSource): Promise<TrustedRoots> {
  if (source.roots !== undefined) {
    const roots = parseRoots(readText(source.roots));
    return { roots, directoryFrom: { kind: "rootsFile", path: source.roots } };
  }
  // Loaded here, so that who trusts a file need not wait for a chain library.
  const { connect, readRoots } = await import("../../evidence/index.js");
  const { provider, ...identity } = await connect(source.rpc ?? process.env.WATTPROOF_RPC_URL ?? DEFAULT_RPC);
  try {
    const { directory, directoryFrom } = findDirectory(identity, source.directory);
    return { roots: await readRoots({ provider, directory, bundle }), directoryFrom };
  } finally {
    provider.destroy();
  }
}
