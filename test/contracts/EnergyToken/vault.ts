import { attestReserves } from "../../../demo/chain/treasury.js";
import type { EnergyToken } from "../../../typechain-types/index.js";
import { fresh, nowS } from "../../support/chain/chain.js";
import { type Consortium, deployConsortium } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";

export const REPORT = bytes32Of("report");
export const PAYMENT = bytes32Of("payment");
export const PAYOUT = bytes32Of("account at the bank");
export const BANK = bytes32Of("bank reference");
/** What deploy/modules/Wattproof.ts gives single treasurers per day: 100,000 coins. */
export const LIMIT = 100_000_000_000n;
export const DAY_S = 86_400;
export const REDEMPTION_PERIOD_S = 5 * DAY_S;
/** A deadline that no test outlives. */
export const FAR_S = 2n ** 48n - 1n;

/** Statuses of a redemption, as the contract counts them. */
export const Status = { None: 0n, Pending: 1n, PaidOut: 2n, Returned: 3n } as const;

export type Vault = Consortium & { readonly attestedS: number };

/** A consortium whose token has reserves of ten times the daily limit. */
export async function attested(): Promise<Vault> {
  const consortium = await deployConsortium();
  const attestedS = await nowS();
  const attestation = { amount: 10n * LIMIT, asOfS: BigInt(attestedS), reportHash: REPORT };
  await attestReserves(consortium.treasury, attestation);
  return { ...consortium, attestedS };
}

/** As `attested`, where `people[0]` holds 1000 units. */
export async function held(): Promise<Vault> {
  const vault = await fresh(attested);
  await vault.token.mint(vault.people[0]!, 1000n, PAYMENT);
  return vault;
}

/** Token as somebody without any role uses it. */
export function anyones({ token, stranger }: Vault): EnergyToken {
  return token.connect(stranger);
}
