import { type TypedDataDomain, TypedDataEncoder, type TypedDataField } from "ethers";
import { AGREEMENT_TYPES, agreementDomain, type Hex } from "../../../protocol/index.js";
import type { Consortium } from "./consortium.js";

/** Terms of a supply agreement as `SupplyAgreements` takes them. */
export interface Terms {
  readonly importMeter: Hex;
  readonly exportMeter: Hex;
  readonly consumer: string;
  readonly startS: number;
  readonly endS: number;
  readonly supplier: string;
  readonly pricePerKWh: bigint;
  readonly capWh: bigint;
  readonly settlementPeriodS: number;
  readonly salt: Hex;
}

/** Whoever can sign typed data: any wallet of ethers. */
export interface Party {
  readonly address: string;
  signTypedData(domain: TypedDataDomain, types: Record<string, TypedDataField[]>, value: Terms): Promise<string>;
}

async function domainOf({ agreements }: Consortium): Promise<TypedDataDomain> {
  return agreementDomain({ chainId: 31337n, agreements: (await agreements.getAddress()) as Hex });
}

/** Signature of a party over the terms. */
export async function signTerms(consortium: Consortium, terms: Terms, party: Party): Promise<string> {
  return party.signTypedData(await domainOf(consortium), AGREEMENT_TYPES, terms);
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
