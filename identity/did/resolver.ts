import type { DIDResolutionResult, DIDResolver, ResolverRegistry } from "did-resolver";
import { decodeBytes32String, type Provider } from "ethers";
import {
  currentAddress,
  lowerHex,
  type RegisteredDevice,
  read,
  readRegisteredDevice,
  requireBlock,
  requireDirectory,
} from "../../evidence/index.js";
import { DeviceStatus, type Hex, WattproofError } from "../../protocol/index.js";
import { IDeviceRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { statusWord } from "../deviceWords.js";
import { DidInvalid } from "../errors.js";
import { type DeviceDid, DID_METHOD, parseDid } from "./did.js";
import { type DeviceEndpoint, documentOf } from "./document.js";
import { findVersion, formatTime, readVersionWish } from "./selectVersion.js";
import { versionsOf } from "./versions.js";

/** A deployment whose devices the resolver answers for. Its addresses come from the operator, never from a DID. */
export interface ResolverChain {
  readonly chainId: bigint;
  readonly directory: Hex;
  readonly provider: Provider;
}

export interface ResolverOptions {
  readonly chains: readonly ResolverChain[];
}

const REPRESENTATIONS = ["application/did+ld+json", "application/did+json"] as const;
type Representation = (typeof REPRESENTATIONS)[number];

/**
 * Resolver of `did:wattproof` for the `did-resolver` library: `new Resolver(getResolver({ chains }))`.
 *
 * Never throws. `didResolutionMetadata.error` is `invalidDid`, `notFound` (no such device, chain or deployment, or none at
 * the time that was asked for), `representationNotSupported`, `invalidOptions` (an unreadable `versionTime` or
 * `versionId`) or `internalError` (the node does not answer); `message` says more.
 */
export function getResolver({ chains }: ResolverOptions): ResolverRegistry & { [DID_METHOD]: DIDResolver } {
  const resolve: DIDResolver = async (did, parsed, _resolver, options) => {
    const representation = chooseRepresentation(options.accept);
    if (representation === undefined) {
      return refusal("representationNotSupported", `The document comes as ${REPRESENTATIONS.join(" or ")}.`);
    }
    const wish = readVersionWish(parsed, options);
    if (wish === undefined) {
      return refusal("invalidOptions", "Ask for one versionTime, such as 2026-01-31T12:00:00Z, or one versionId.");
    }
    try {
      const name = parseDid(did);
      const chain = chains.find(({ chainId, directory }) => chainId === name.chainId && directory === name.directory);
      if (chain === undefined) return refusal("notFound", "This resolver does not know the DID's chain or Directory.");
      const device = await readDevice(chain, name);
      const versions = versionsOf(device);
      const at = findVersion(versions, wish);
      const version = versions[at];
      if (version === undefined) return refusal("notFound", "There is no such device, or was none in this version.");
      const next = versions[at + 1];
      const document = documentOf({ did: name, version, now: next ? undefined : device });
      if (representation === "application/did+json") delete document["@context"];
      return {
        didResolutionMetadata: { contentType: representation },
        didDocument: document,
        didDocumentMetadata: {
          created: formatTime(versions[0]?.sinceS ?? version.sinceS),
          ...(at > 0 ? { updated: formatTime(version.sinceS) } : {}),
          versionId: version.sinceS.toString(),
          ...(next ? { nextUpdate: formatTime(next.sinceS), nextVersionId: next.sinceS.toString() } : {}),
          ...(version.status === DeviceStatus.Revoked ? { deactivated: true } : {}),
          deviceStatus: statusWord(version.status),
        },
      };
    } catch (error) {
      if (error instanceof DidInvalid) return refusal("invalidDid", error.message);
      return refusal("internalError", error instanceof WattproofError ? error.message : "The node does not answer.");
    }
  };
  return { [DID_METHOD]: resolve };
}

async function readDevice(
  { provider, directory }: ResolverChain,
  { device }: DeviceDid,
): Promise<RegisteredDevice & { readonly services: readonly DeviceEndpoint[] }> {
  // One block for everything, so that no change falls between two questions.
  const { number: blockTag } = await requireBlock(provider, "latest");
  const at = { provider, directory, blockTag };
  await requireDirectory(at);
  const devices = await currentAddress(at, "DeviceRegistry");
  const contract = IDeviceRegistry__factory.connect(devices, provider);
  const [registered, services] = await Promise.all([
    readRegisteredDevice({ provider, devices, blockTag }, device),
    read(`the services of device ${device}`, () => contract.servicesOf(device, { blockTag })),
  ]);
  return { ...registered, services: services.map(({ name, endpoint }) => ({ name: textOf(name), endpoint })) };
}

/** A bytes32 as text; what is none stays hex, and so out of documents. */
function textOf(name: string): string {
  try {
    return decodeBytes32String(name);
  } catch {
    return lowerHex(name);
  }
}

/** A media type range that names one of ours; none at all means the first. */
function chooseRepresentation(accept: string | undefined): Representation | undefined {
  if (accept === undefined) return REPRESENTATIONS[0];
  return REPRESENTATIONS.find((each) => each === accept);
}

function refusal(error: string, message: string): DIDResolutionResult {
  return { didResolutionMetadata: { error, message }, didDocument: null, didDocumentMetadata: {} };
}
