import { lowerHex, read } from "../../../evidence/index.js";
import { type Hex, type SupplyAgreement, ZERO_HASH } from "../../../protocol/index.js";
import type { ISupplyAgreements } from "../../../typechain-types/contracts/interfaces/ISupplyAgreements.js";
import { SupplyAgreements__factory } from "../../../typechain-types/factories/contracts/SupplyAgreements__factory.js";
import type { OpenChain } from "../../chain/openChain.js";
import type { SignedFor } from "../../chain/signedFor.js";
import { openEscrow } from "../escrow/openEscrow.js";
import type { AgreementName, PartyName } from "./agreementValues.js";
import { AgreementMissing, AgreementNotParty } from "./errors.js";

export const AGREEMENTS = SupplyAgreements__factory.createInterface();

/** The agreements of a deployment, and who settles them. */
export type OpenAgreements = Awaited<ReturnType<typeof openAgreements>>;

/** Opens the deployment's agreements. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function openAgreements(chain: OpenChain) {
  const contract = await chain.contract("SupplyAgreements");
  const agreements = SupplyAgreements__factory.connect(contract, chain.provider);
  const at: SignedFor = { chainId: chain.chainId, contract };
  return { agreements, at, escrow: await openEscrow(chain) };
}

/** An agreement's id by its number or itself. Throws `AgreementMissing`, `ChainUnreadable`. */
export async function agreementIdOf({ agreements, at }: OpenAgreements, name: AgreementName): Promise<Hex> {
  if (typeof name !== "number") return name;
  const id = lowerHex(await read(`the id of agreement ${name}`, () => agreements.idByNumber(name)));
  if (id === ZERO_HASH) throw new AgreementMissing(name, at.contract);
  return id;
}

/** An agreement as it stands. Throws `AgreementMissing`, `ChainUnreadable`. */
export async function readAgreement({ agreements, at }: OpenAgreements, id: Hex): Promise<SupplyAgreement> {
  const number = await read(`the number of agreement ${id}`, () => agreements.numberOf(id));
  if (number === 0n) throw new AgreementMissing(id, at.contract);
  return agreementOf(await read(`agreement ${id}`, () => agreements.agreementOf(id)));
}

/** A contract's answer in the types of the protocol. */
export function agreementOf(terms: Awaited<ReturnType<ISupplyAgreements["agreementOf"]>>): SupplyAgreement {
  const { withCertificates, pricePerKWh, capWh, escrow } = terms;
  return {
    importMeter: lowerHex(terms.importMeter),
    exportMeter: lowerHex(terms.exportMeter),
    consumer: lowerHex(terms.consumer),
    startS: Number(terms.startS),
    endS: Number(terms.endS),
    supplier: lowerHex(terms.supplier),
    settlementPeriodS: Number(terms.settlementPeriodS),
    noticeS: Number(terms.noticeS),
    importRatedW: Number(terms.importRatedW),
    token: lowerHex(terms.token),
    exportRatedW: Number(terms.exportRatedW),
    withCertificates,
    pricePerKWh,
    capWh,
    escrow,
    salt: lowerHex(terms.salt),
  };
}

/** The sides of an agreement that an account is on, or is said to sign for. Throws `AgreementNotParty`. */
export function partiesOf(
  account: Hex,
  { consumer, supplier }: SupplyAgreement,
  as: PartyName | undefined,
): readonly PartyName[] {
  if (as !== undefined) return [as];
  const own = (["consumer", "supplier"] as const).filter((party) => account === { consumer, supplier }[party]);
  if (own.length === 0) throw new AgreementNotParty(account, { consumer, supplier });
  return own;
}
