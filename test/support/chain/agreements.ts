import { type TypedDataDomain, TypedDataEncoder, type TypedDataField } from "ethers";
import {
  AGREEMENT_END_TYPES,
  AGREEMENT_TYPES,
  type AgreementEnd,
  agreementDomain,
  type Hex,
  type SupplyAgreement,
  UNCAPPED_WH,
  ZERO_HASH,
} from "../../../protocol/index.js";
import type { Consortium } from "./consortium.js";

/** Terms of a supply agreement as `SupplyAgreements` takes them. */
export type Terms = Omit<SupplyAgreement, "consumer" | "supplier"> & {
  readonly consumer: string;
  readonly supplier: string;
};

/** Whoever can sign typed data: any wallet of ethers. */
export interface Party {
  readonly address: string;
  signTypedData(
    domain: TypedDataDomain,
    types: Record<string, TypedDataField[]>,
    value: Terms | AgreementEnd,
  ): Promise<string>;
}

/** What a member of an agreement with a grid supplier is in place of a neighbour's. */
export const GRID_TERMS = {
  exportMeter: ZERO_HASH,
  exportRatedW: 0,
  capWh: UNCAPPED_WH,
  withCertificates: false,
} as const;

async function domainOf({ agreements }: Consortium): Promise<TypedDataDomain> {
  return agreementDomain({ chainId: 31337n, agreements: (await agreements.getAddress()) as Hex });
}

/** Signature of a party over the terms. */
export async function signTerms(consortium: Consortium, terms: Terms, party: Party): Promise<string> {
  return party.signTypedData(await domainOf(consortium), AGREEMENT_TYPES, terms);
}

/** Signature of a party over an agreement's end. */
export async function signEnd(consortium: Consortium, end: AgreementEnd, party: Party): Promise<string> {
  return party.signTypedData(await domainOf(consortium), AGREEMENT_END_TYPES, end);
}

/** Id of an agreement, computed by ethers: independent of the contract. */
export async function agreementId(consortium: Consortium, terms: Terms): Promise<Hex> {
  return TypedDataEncoder.hash(await domainOf(consortium), AGREEMENT_TYPES, terms) as Hex;
}

/** Has both parties sign the terms and a stranger submit them. Returns the agreement's id. */
export async function registerAgreement(
  consortium: Consortium,
  terms: Terms,
  parties: { readonly consumer: Party; readonly supplier: Party },
): Promise<Hex> {
  await consortium.agreements.register(
    terms,
    await signTerms(consortium, terms, parties.consumer),
    await signTerms(consortium, terms, parties.supplier),
  );
  return agreementId(consortium, terms);
}
