import { createPublicKey, verify } from "node:crypto";
import { verifyTypedData, Wallet } from "ethers";
import { signingPreimage } from "../../protocol/eip712/digest.js";
import { domainSeparator } from "../../protocol/eip712/domain.js";
import { fromHex, type Hex, toHex } from "../../protocol/hex.js";
import { verifySignature } from "../../protocol/signatures/verify.js";
import { type TestDevice, testDevice } from "../../test/protocol/support/devices.js";
import { randomHashes } from "../randomHashes.js";
import type { Row } from "../report/row.js";
import { timeInTurns } from "./rounds.js";

const CHECKS = 200;
const HASH_BYTES = 32;
const DIRECTORY: Hex = `0x${"d1".repeat(20)}`;
const DOMAIN = domainSeparator({ chainId: 31337n, directory: DIRECTORY });
/** The deployment's verifier stands before a P-256 signer's point. */
const POINT_START = 20;
/** Before the uncompressed point in the SPKI form of a P-256 key (RFC 5480). */
const P256_SPKI_PREFIX = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";

interface Signed {
  readonly structHash: Hex;
  readonly signature: Hex;
}

/** From a struct hash and a signature to a verdict. */
export async function signatureRows(): Promise<Row[]> {
  const [secp256k1, p256] = [testDevice("secp256k1", "benchmark"), testDevice("p256", "benchmark")];
  const [bySecp256k1, byP256] = [signedBy(secp256k1), signedBy(p256)];
  const takenUs = await timeInTurns({
    secp256k1: contender(bySecp256k1, ofProtocol(secp256k1)),
    ethers: contender(await signedByWallet(), checkWithEthers),
    p256: contender(byP256, ofProtocol(p256)),
    node: contender(byP256, ofNode(p256)),
  });
  return [
    {
      name: "secp256k1 signature check (noble)",
      ours: takenUs.secp256k1,
      peers: { "ethers verifyTypedData": takenUs.ethers },
      limit: null,
      unit: "µs",
    },
    {
      name: "P-256 signature check (noble, as in a browser)",
      ours: takenUs.p256,
      peers: { "node:crypto with the key parsed once, as the oracle does": takenUs.node },
      limit: null,
      unit: "µs",
    },
  ];
}

function contender(signed: readonly Signed[], check: (one: Signed) => boolean) {
  const run = () => {
    if (!signed.every(check)) throw new Error("A good signature was refused");
  };
  return { operations: signed.length, run };
}

function structHashes(): Hex[] {
  const bytes = randomHashes(CHECKS, 5);
  return Array.from({ length: CHECKS }, (_, index) =>
    toHex(bytes.subarray(HASH_BYTES * index, HASH_BYTES * (index + 1))),
  );
}

function signedBy({ sign }: TestDevice): Signed[] {
  return structHashes().map((structHash) => ({ structHash, signature: sign(DOMAIN, structHash) }));
}

function ofProtocol({ signer }: TestDevice) {
  return ({ structHash, signature }: Signed) => verifySignature({ signer, domain: DOMAIN, structHash, signature });
}

function ofNode({ signer }: TestDevice) {
  const point = toHex(fromHex(signer).subarray(POINT_START)).slice(2);
  const key = createPublicKey({ key: Buffer.from(P256_SPKI_PREFIX + point, "hex"), format: "der", type: "spki" });
  return ({ structHash, signature }: Signed) =>
    verify("sha256", signingPreimage(DOMAIN, structHash), { key, dsaEncoding: "ieee-p1363" }, fromHex(signature));
}

const ETHERS_DOMAIN = { name: "Wattproof", version: "1", chainId: 31337n, verifyingContract: DIRECTORY };
const ETHERS_TYPES = { Record: [{ name: "hash", type: "bytes32" }] };
const wallet = new Wallet(`0x${"5e".repeat(32)}`);

async function signedByWallet(): Promise<Signed[]> {
  const sign = async (hash: Hex): Promise<Signed> => {
    const signature = await wallet.signTypedData(ETHERS_DOMAIN, ETHERS_TYPES, { hash });
    return { structHash: hash, signature: signature as Hex };
  };
  return Promise.all(structHashes().map(sign));
}

function checkWithEthers({ structHash, signature }: Signed): boolean {
  return verifyTypedData(ETHERS_DOMAIN, ETHERS_TYPES, { hash: structHash }, signature) === wallet.address;
}
