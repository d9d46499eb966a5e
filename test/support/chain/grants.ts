import type { TypedDataDomain, TypedDataField } from "ethers";
import { DeviceKind, GRANT_TYPES, grantDomain, type Hex, REVOCATION_TYPES } from "../../../protocol/index.js";
import { FACTS, PASSPORT } from "./batteries.js";
import { nowS } from "./chain.js";
import { type Consortium, deployConsortium, lower } from "./consortium.js";
import { bytes32Of, enrolDevice } from "./devices.js";

export const DAY_S = 86_400;
export const PURPOSE = bytes32Of("settling a warranty claim");
/** Numbers of `GrantState`. */
export const STATE = { none: 0n, inForce: 1n, lapsed: 2n, expired: 3n, revoked: 4n } as const;

/** What data are of, as `DataGrants` takes it. */
export interface Subject {
  readonly kind: 0 | 1;
  readonly id: Hex;
}

/** What an owner grants. */
export interface GrantTerms {
  readonly subject: Subject;
  readonly reader: string;
  readonly purpose: Hex;
  readonly fromS: number;
  readonly toS: number;
  readonly untilS: number;
}

/** Whoever can sign about grants: any wallet of ethers. */
export interface GrantParty {
  readonly address: string;
  signTypedData(
    domain: TypedDataDomain,
    types: Record<string, TypedDataField[]>,
    value: Record<string, unknown>,
  ): Promise<string>;
}

const domainOf = async ({ dataGrants }: Consortium) =>
  grantDomain({ chainId: 31337n, grants: lower(await dataGrants.getAddress()) });

export async function signGrant(
  c: Consortium,
  { subject, ...terms }: GrantTerms,
  once: { readonly nonce: bigint; readonly deadlineS: number },
  party: GrantParty,
): Promise<string> {
  const value = { kind: subject.kind, subject: subject.id, ...terms, ...once };
  return party.signTypedData(await domainOf(c), GRANT_TYPES, value);
}

export async function signRevocation(
  c: Consortium,
  revocation: { readonly number: bigint; readonly deadlineS: number },
  party: GrantParty,
): Promise<string> {
  return party.signTypedData(await domainOf(c), REVOCATION_TYPES, revocation);
}

/** A household's meter and a battery's passport, and two accounts that would like to read their data. */
export async function library() {
  const c = await deployConsortium();
  const { people, grid, passports, dataGrants } = c;
  const [owner, next, reader, other] = people as [
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
  ];
  const { device } = await enrolDevice(c, {
    name: "meter",
    kind: DeviceKind.Meter,
    organisation: grid,
    owner: owner.address,
  });
  await passports.issue(FACTS);
  const meter: Subject = { kind: 0, id: device };
  const passport = `0x${PASSPORT.toString(16).padStart(64, "0")}` as Hex;
  const battery: Subject = { kind: 1, id: passport };
  const startS = await nowS();
  /** Terms for the reader: the last ten days of the meter, for a day, unless changed. */
  const terms = (change: Partial<GrantTerms> = {}): GrantTerms => ({
    subject: meter,
    reader: reader.address,
    purpose: PURPOSE,
    fromS: startS - 10 * DAY_S,
    toS: startS,
    untilS: startS + DAY_S,
    ...change,
  });
  /** Whether the terms' whole window may be read, of the whole and by the grant. */
  const isGranted = async (wish: GrantTerms, number?: bigint) => {
    const { subject, reader: by, purpose, fromS, toS } = wish;
    return number === undefined
      ? dataGrants.isGranted(subject, by, purpose, fromS, toS)
      : dataGrants.isGrantedBy(number, subject, by, purpose, fromS, toS);
  };
  const give = (wish = terms(), by = owner) => dataGrants.connect(by).give(wish);
  /** Sells the meter. */
  const sell = async (from: (typeof people)[0], to: { readonly address: string }) => {
    await c.devices.connect(from).setOwner(device, to.address);
  };
  return { ...c, owner, next, reader, other, device, meter, battery, startS, terms, isGranted, give, sell };
}
