import { type EvidenceScan, type Hex, parseRoots, type Roots, WattproofError } from "../../protocol/index.js";
import { parseSealed, parseValidators, sealedRoots } from "../../protocol/sealed/index.js";
import { type DirectorySource, findDirectory } from "../chain/findDirectory.js";
import { readText } from "../commandLine/files.js";

/**
 * Where trust comes from: a file, a node and the address of its Directory, a file and a node that must agree, or those who
 * sealed a block.
 */
export interface TrustSource {
  readonly roots?: string;
  readonly rpc?: string;
  readonly sealed?: string;
  /** Who sealed the chain's blocks: with `sealed`, and only with it. */
  readonly validators?: string;
  readonly directory?: Hex;
}

/** A block that a quorum of validators stands for. */
export interface SealedBlock extends Pick<Roots["block"], "number" | "hash"> {
  /** Validators whose seals it has. */
  readonly signers: readonly Hex[];
}

/** What evidence is judged by, who said where its Directory stands, and who sealed it, if anybody. */
export interface TrustedRoots {
  readonly roots: Roots;
  readonly directoryFrom: DirectorySource;
  readonly sealedBlock?: SealedBlock;
}

/** What evidence speaks of, or how to find out: only a node needs to be told. */
export type ScanSource = EvidenceScan | (() => Promise<EvidenceScan>);

const DEFAULT_RPC = "http://127.0.0.1:8545";
/** What happens to who named nothing and has no deployment of their own here. */
const UNNAMED = ["NodeUnreachable", "DirectoryUnknown"];

/** Evidence proves something to who trusts somebody, and nobody was named. */
export class TrustMissing extends WattproofError {
  constructor(cause: WattproofError) {
    super({
      code: "TrustMissing",
      message: `Neither roots nor a node to trust were named, and what is tried then does not help: ${cause.message}`,
      next: "Name a roots file from somebody you trust with --roots, or a node that you trust with --rpc and, unless your address book knows it, its --directory.",
      facts: { reason: cause.code },
      cause,
    });
  }
}

/**
 * What the verification trusts. The evidence says which records and batches to ask for, never whom to ask; nor do files
 * that may lie beside it. Where both a file and a node are named, the evidence is judged by what the node knows now, which
 * the file must agree with.
 * @throws FileUnreadable, FileTooLarge, RootsUnreadable, SchemaUnsupported, RootsContradictory, RootsContradictChain,
 *   NodeUnreachable, TrustMissing, and what `findDirectory`, `readRoots`, `parseSealed`, `parseValidators` and `sealedRoots`
 *   throw
 */
export async function trustedRoots(evidence: ScanSource, source: TrustSource): Promise<TrustedRoots> {
  if (source.sealed !== undefined) return await rootsOfSeals(source.sealed, evidence, source);
  if (source.roots === undefined) {
    // An empty setting is none.
    const named = source.rpc || process.env.WATTPROOF_RPC_URL;
    if (named) return await rootsOfNode(named, evidence, source);
    return await rootsOfNode(DEFAULT_RPC, evidence, source).catch((error: unknown) => {
      if (error instanceof WattproofError && UNNAMED.includes(error.code)) throw new TrustMissing(error);
      throw error;
    });
  }
  const roots = parseRoots(readText(source.roots));
  const directoryFrom = { kind: "rootsFile", path: source.roots } as const;
  if (source.rpc === undefined) return { roots, directoryFrom };
  const { agreedRoots, connect } = await import("../../evidence/index.js");
  const { provider, ...identity } = await connect(source.rpc);
  try {
    const scan = await scanOf(evidence);
    return { roots: await agreedRoots({ provider, ...identity, roots, scan }), directoryFrom };
  } finally {
    provider.destroy();
  }
}

async function rootsOfNode(rpc: string, evidence: ScanSource, source: TrustSource): Promise<TrustedRoots> {
  // Loaded here, so that who trusts a file need not wait for a chain library.
  const { connect, readRoots } = await import("../../evidence/index.js");
  const { provider, ...identity } = await connect(rpc);
  try {
    const { directory, directoryFrom } = findDirectory(identity, source.directory);
    const scan = await scanOf(evidence);
    return { roots: await readRoots({ provider, directory, scan }), directoryFrom };
  } finally {
    provider.destroy();
  }
}

async function rootsOfSeals(path: string, evidence: ScanSource, source: TrustSource): Promise<TrustedRoots> {
  const validators = parseValidators(readText(source.validators ?? ""));
  const { directory, directoryFrom } = findDirectory(validators, source.directory);
  const sealed = parseSealed(readText(path));
  const scan = await scanOf(evidence);
  const { roots, signers } = sealedRoots({ sealed, scan, validators, directory });
  const { number, hash } = roots.block;
  return { roots, directoryFrom, sealedBlock: { number, hash, signers } };
}

async function scanOf(evidence: ScanSource): Promise<EvidenceScan> {
  return typeof evidence === "function" ? await evidence() : evidence;
}
