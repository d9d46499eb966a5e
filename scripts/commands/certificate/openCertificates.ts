import { read } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import { EnergyCertificate__factory } from "../../../typechain-types/factories/contracts/EnergyCertificate__factory.js";
import type { OpenChain } from "../../chain/openChain.js";
import { formatCertificate } from "./certificateValues.js";
import { CertificateNotHeld } from "./errors.js";

export const CERTIFICATES = EnergyCertificate__factory.createInterface();

/** The certificates of a deployment. */
export type OpenCertificates = Awaited<ReturnType<typeof openCertificates>>;

/** Opens the deployment's certificates. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function openCertificates(chain: OpenChain) {
  const contract = await chain.contract("EnergyCertificate");
  return { contract, certificates: EnergyCertificate__factory.connect(contract, chain.provider) };
}

/** All that an account holds of a certificate, Wh. Throws `CertificateNotHeld`, `ChainUnreadable`. */
export async function wholeBalance({ certificates }: OpenCertificates, id: bigint, account: Hex): Promise<bigint> {
  const heldWh = await read(`the certificates of ${account}`, () => certificates.balanceOf(account, id));
  if (heldWh === 0n) throw new CertificateNotHeld(formatCertificate(id), account);
  return heldWh;
}
