import type { DIDDocument, Service, VerificationMethod } from "did-resolver";
import { DeviceStatus, fromHex, type Hex, parseSigner } from "../../protocol/index.js";
import { accountDid, type DeviceDid, formatDid } from "./did.js";
import type { DeviceVersion } from "./versions.js";

const CORE = "https://www.w3.org/ns/did/v1";
const JSON_WEB_KEY = "https://w3id.org/security/suites/jws-2020/v1";
const RECOVERY_METHOD = "https://w3id.org/security/suites/secp256k1recovery-2020/v2";

/** A service as the registry holds it, its name decoded. */
export interface DeviceEndpoint {
  readonly name: string;
  readonly endpoint: string;
}

export interface DocumentParts {
  readonly did: DeviceDid;
  readonly version: DeviceVersion;
  /** What the registry keeps of the present alone; undefined for a version of the past. */
  readonly now: { readonly organisation: Hex; readonly services: readonly DeviceEndpoint[] } | undefined;
}

/**
 * The W3C DID document of a device (DID Core 1.0). The key stands under `verificationMethod` from enrolment on, but has
 * a purpose, `authentication` and `assertionMethod`, only while the device is active: what a registered, suspended or
 * quarantined device signs does not count. A revoked device has neither.
 */
export function documentOf({ did, version, now }: DocumentParts): DIDDocument {
  const id = formatDid(did);
  const method =
    version.key && version.status !== DeviceStatus.Revoked ? methodOf(id, did.chainId, version.key) : undefined;
  const purposes = method && version.status === DeviceStatus.Active ? [method.id] : [];
  return {
    "@context": [CORE, ...(method ? [method.publicKeyJwk ? JSON_WEB_KEY : RECOVERY_METHOD] : [])],
    id,
    ...(now ? { controller: accountDid(did.chainId, now.organisation) } : {}),
    verificationMethod: method ? [method] : [],
    authentication: purposes,
    assertionMethod: purposes,
    ...(now && version.status !== DeviceStatus.Revoked ? { service: servicesOf(id, now.services) } : {}),
  };
}

function methodOf(id: string, chainId: bigint, key: { signer: Hex; number: number }): VerificationMethod {
  const signer = parseSigner(key.signer);
  const common = { id: `${id}#key-${key.number}`, controller: id };
  if (signer.kind === "secp256k1") {
    const blockchainAccountId = `eip155:${chainId}:${signer.address}`;
    return { ...common, type: "EcdsaSecp256k1RecoveryMethod2020", blockchainAccountId };
  }
  const [x, y] = [2, 66].map((at) =>
    Buffer.from(fromHex(`0x${signer.publicKey.slice(at, at + 64)}`)).toString("base64url"),
  ) as [string, string];
  return { ...common, type: "JsonWebKey2020", publicKeyJwk: { kty: "EC", crv: "P-256", x, y } };
}

/** A service's name is a fragment, and none that could pass for a key's. */
const NAME = /^(?!key-)[A-Za-z0-9][A-Za-z0-9._-]{0,30}$/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+$/;

/** Whether a service may stand in a DID document: a name of 1 to 31 letters, digits, `.`, `_`, `-`, and an absolute URI. */
export function isService({ name, endpoint }: DeviceEndpoint): boolean {
  return NAME.test(name) && SCHEME.test(endpoint) && URL.canParse(endpoint);
}

/** The registry checks neither names nor endpoints, so what would make no valid document is left out. */
function servicesOf(id: string, services: readonly DeviceEndpoint[]): Service[] {
  return services
    .filter(isService)
    .map(({ name, endpoint }) => ({ id: `${id}#${name}`, type: "DeviceService", serviceEndpoint: endpoint }));
}
